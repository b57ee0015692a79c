// What those who look over the whole begin with, and how anything is found from there.

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '../../src/contracts/tickets.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly phone: string | null;
  readonly employeeNumber: string;
}

describe.skipIf(!chromiumPath)('the starts of manager, who is on call, and administrator', () => {
  let portal: PortalInBrowser;
  let pool: Pool;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
    pool = createPool({ url: portal.platform.env.DATABASE_URL ?? '', poolSize: 2, name: 'starts-test' });
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await pool?.end();
    await portal?.stop();
  });

  const figure = async (page: Page, label: string) => {
    const tile = page.getByRole('main').getByRole('link', { name: new RegExp(`^[\\d.,+]+\\s*${label}$`) });
    return Number.parseInt(((await tile.textContent()) ?? '').replace(/[.,]/g, ''), 10);
  };
  const read = async <T>(page: Page, path: string): Promise<T> =>
    (await (await page.request.get(`${portal.url}/api/v1${path}`)).json()) as T;

  it('a manager sees open and late work by zone and technician, and it follows what others do at once', async () => {
    const manager = await portal.signedIn('manager');
    await manager.waitForURL(/\/overview$/);
    const zones = manager.getByRole('table', { name: 'Per zona' });
    await zones.waitFor();
    const { total } = await read<{ total: number }>(
      manager,
      '/tickets/count?status=open,assigned,in_progress,on_hold&snoozed=no',
    );
    await waitFor(async () => (await figure(manager, 'Berjalan')) === total);
    const done = await figure(manager, 'Selesai hari ini');

    const supervisor = await portal.signedIn('supervisor');
    const made = await portal.post<Ticket>(supervisor, '/tickets', {
      type: 'repair',
      title: 'Untuk ringkasan',
      zone: 'ujung-kulon',
    });
    const row = zones.getByRole('row', { name: /^Ujung Kulon/ });
    await row.waitFor();
    await waitFor(async () => (await figure(manager, 'Berjalan')) === total + 1);
    const technicians = await read<{ data: Named[] }>(supervisor, '/technicians?limit=1');
    const technician = technicians.data[0] as Named;
    await portal.post(supervisor, `/tickets/${made.id}/assign`, {
      technicianId: technician.id,
      overbook: true,
    });
    await portal.post(supervisor, `/tickets/${made.id}/start`, {});
    await portal.post(supervisor, `/tickets/${made.id}/complete`, { resolution: 'Selesai.' });
    await waitFor(async () => (await figure(manager, 'Selesai hari ini')) === done + 1);
    await manager
      .getByRole('table', { name: 'Per teknisi' })
      .getByRole('row', { name: new RegExp(technician.name) })
      .waitFor();
    expect(await axeFindings(manager)).toEqual([]);

    await portal.post(supervisor, '/views', {
      name: 'Bogor saja',
      filter: { zone: ['bogor'] },
      sort: '-createdAt',
      columns: null,
      shared: { to: 'everybody' },
    });
    await manager
      .getByRole('main')
      .getByRole('link', { name: /Bogor saja/ })
      .click();
    await manager.waitForURL(/\/tickets\?view=/);
    await manager.goBack();
    await zones.getByRole('link').first().click();
    await manager.waitForURL(/\/tickets\?.*zone=/);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('what is overdue counts although it is out of the way, and what could not be read is no zero', async () => {
    const supervisor = await portal.signedIn('supervisor');
    const late = '/tickets/count?slaState=breached&status=open,assigned,in_progress,on_hold';
    const { data } = await read<{ data: Ticket[] }>(
      supervisor,
      '/tickets?slaState=breached&status=open,assigned&limit=1',
    );
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await portal.post(supervisor, `/tickets/${data[0]?.id}/snooze`, { until });
    const manager = await portal.signedIn('manager');
    await waitFor(
      async () =>
        (await figure(manager, 'Terlewati')) === (await read<{ total: number }>(supervisor, late)).total,
    );

    await manager.route(/\/api\/v1\/tickets\?/, (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 500, code: 'internal' }),
      }),
    );
    await portal.drawnByBrowsers(async () => {
      await manager.reload();
      await manager
        .getByRole('main')
        .getByRole('link', { name: /^–\s*Berjalan$/ })
        .waitFor();
    });
    portal.complaints.splice(0);
  });

  it('who is on call sees an incident that opens, a provider that is down, and goes on to the console', async () => {
    const noc = await portal.signedIn('noc', { colorScheme: 'dark' });
    await noc.waitForURL(/\/overview$/);
    // A busy machine may have one of its own.
    const incidents = noc.getByRole('list', { name: 'Insiden terbuka' });
    await noc.getByText('Tidak ada insiden.').or(incidents).first().waitFor();
    await noc.getByRole('link', { name: /Jejak/ }).first().waitFor();
    expect(await axeFindings(noc)).toEqual([]);
    await pool.query(
      `insert into provider_health (provider, down, since) values ('smtp-test', true, now())
       on conflict (provider) do update set down = true, since = now()`,
    );
    await incidents.getByText('Penyedia smtp-test tidak dapat dihubungi').waitFor();
    await noc
      .getByRole('table', { name: 'Penyedia' })
      .getByRole('row', { name: /smtp-test Mati/ })
      .waitFor();
    expect(await axeFindings(noc)).toEqual([]);
    await noc
      .getByRole('main')
      .getByRole('link', { name: /Terlambat atau rusak$/ })
      .click();
    await noc.waitForURL(/\/operations$/);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('an administrator sees accounts, who is connected, queues, traces and the last deeds, also on a phone', async () => {
    const admin = await portal.signedIn('admin', { viewport: { width: 390, height: 844 } });
    await admin.waitForURL(/\/overview$/);
    await waitFor(async () => (await figure(admin, 'Akun aktif')) >= 9);
    await waitFor(async () => (await figure(admin, 'Sambungan langsung')) >= 1);
    await waitFor(async () => (await figure(admin, 'Tugas menunggu di antrean')) >= 0);
    await admin.getByRole('heading', { name: 'Alat' }).waitFor();
    await admin.getByRole('main').getByRole('link', { name: 'Log audit' }).waitFor();
    expect(await axeFindings(admin)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('customer service is with a customer or ticket after Ctrl-K and some letters, in either language', async () => {
    const service = await portal.signedIn('customer_service');
    const palette = service.getByRole('dialog');
    const customers = await read<{ data: Named[] }>(service, '/customers?limit=1');
    const customer = customers.data[0] as Named;
    const find = async (words: string) => {
      await service.keyboard.press('Control+k');
      await palette.locator('input:focus').waitFor();
      await service.keyboard.type(words);
      // At once: whoever types does not wait for the answer.
      await service.keyboard.press('Enter');
      await palette.waitFor({ state: 'detached' });
    };
    for (const words of [customer.code, customer.phone ?? customer.name]) {
      await service.goto(`${portal.url}/find`);
      await service.getByRole('heading', { level: 1, name: 'Pencarian' }).waitFor();
      await find(words);
      await service.waitForURL(new RegExp(`/customers/${customer.id}$`));
    }
    await find('T-000100');
    await service.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
    await service.getByText('T-000100').first().waitFor();

    await find('english');
    await service.keyboard.press('Control+k');
    await palette.locator('input:focus').waitFor();
    await service.keyboard.type(customer.name);
    await palette.getByRole('option', { name: customer.code }).waitFor();
    expect(await axeFindings(service)).toEqual([]);
    await service.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
    await service.keyboard.press('?');
    await palette.getByText('Keyboard shortcuts').waitFor();
    await palette.getByText('Open the ticket').waitFor();
    expect(await axeFindings(service)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a supervisor finds a technician, and reads on the board whose ticket a card is', async () => {
    const supervisor = await portal.signedIn('supervisor');
    const technicians = await read<{ data: Named[] }>(supervisor, '/technicians?limit=1');
    const technician = technicians.data[0] as Named;
    const { data } = await read<{ data: Ticket[] }>(
      supervisor,
      '/tickets?status=open&snoozed=no&sort=slaDueAt&limit=50',
    );
    const ticket = data.find(({ customer }) => customer) as Ticket;
    await supervisor
      .locator(`[data-card="${ticket.id}"]`)
      .getByText(ticket.customer?.name ?? '')
      .waitFor();
    await supervisor.keyboard.press('Control+k');
    await supervisor.getByRole('dialog').locator('input:focus').waitFor();
    await supervisor.keyboard.type(technician.employeeNumber);
    await supervisor
      .getByRole('option', { name: technician.name })
      .and(supervisor.locator('[data-highlighted]'))
      .waitFor();
    await supervisor.keyboard.press('Enter');
    await supervisor.waitForURL(new RegExp(`/technicians/${technician.id}$`));
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
