import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';

describe.skipIf(!chromiumPath)('merging, snoozing and rating in the portal', () => {
  let portal: PortalInBrowser;
  let supervisor: Page;
  let desk: Page;
  let customer: Page;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
    supervisor = await portal.signedIn('supervisor');
    desk = await portal.signedIn('customer_service', { colorScheme: 'dark' });
    customer = await portal.signedIn('customer', { viewport: { width: 390, height: 844 } });
  });
  afterAll(async () => {
    await portal?.stop();
  });

  interface Made {
    readonly id: string;
    readonly number: string;
  }

  const report = (title: string) => portal.post<Made>(customer, '/tickets', { type: 'repair', title });
  const open = async (page: Page, { id, number }: Made) => {
    await page.goto(`${portal.url}/tickets/${id}`);
    await page.getByText(number).first().waitFor();
    await page.locator('[data-live=live]').first().waitFor({ state: 'attached' });
  };
  const choose = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'Tindakan lain' }).click();
    await page.getByRole('menuitem', { name }).click();
  };

  it('a duplicate is merged, and whoever looks at it goes on with the survivor', async () => {
    const survivor = await report('Kabel putus di depan rumah');
    const duplicate = await report('Internet mati lagi');
    await open(supervisor, duplicate);
    await open(desk, duplicate);
    await open(customer, duplicate);

    await choose(supervisor, 'Gabungkan');
    const dialog = supervisor.getByRole('dialog');
    await dialog.getByRole('combobox').fill(survivor.number);
    await supervisor.getByRole('option').filter({ hasText: survivor.number }).click();
    expect(await axeFindings(supervisor)).toEqual([]);
    await dialog.getByRole('button', { name: 'Gabungkan' }).click();

    for (const page of [supervisor, desk, customer]) {
      await page.getByRole('main').getByRole('link', { name: survivor.number }).waitFor();
    }
    await desk.getByText(`menggabungkan tiket ini ke ${survivor.number}`).waitFor();
    const note = desk.getByRole('status').filter({ hasText: survivor.number });
    await note.getByText('Terbuka').waitFor();
    await portal.post<Made>(supervisor, `/tickets/${survivor.id}/cancel`, { reason: 'Sudah beres' });
    await note.getByText('Dibatalkan').waitFor();
    expect(await axeFindings(desk)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a ticket is snoozed, others see it at once, and the toast takes it back', async () => {
    const ticket = await report('Menunggu suku cadang');
    await open(supervisor, ticket);
    await open(desk, ticket);

    // Who looks on has done nothing here yet, and is known by name.
    const { user } = await (await supervisor.request.get(`${portal.url}/api/v1/session`)).json();
    await desk.getByRole('status').getByLabel(user.name).waitFor();
    await choose(supervisor, 'Sisihkan');
    const dialog = supervisor.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Besok pagi' }).waitFor();
    expect(await axeFindings(supervisor)).toEqual([]);
    await dialog.getByRole('button', { name: 'Sisihkan' }).click();
    // A toast stays while one points at it.
    await supervisor.getByRole('button', { name: 'Urungkan' }).hover();
    const note = desk.getByRole('status').filter({ hasText: 'Disisihkan sampai' });
    await note.waitFor();
    expect(await axeFindings(desk)).toEqual([]);

    await supervisor.getByRole('button', { name: 'Urungkan' }).click();
    await note.waitFor({ state: 'detached' });
    await desk.getByText('menampilkan tiket lagi').waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('the customer rates by keyboard alone, and the desk sees it at once', async () => {
    const ticket = await report('Sinyal lemah');
    await open(customer, ticket);
    await open(desk, ticket);
    const technicians = await (await supervisor.request.get(`${portal.url}/api/v1/technicians`)).json();
    await portal.post<Made>(supervisor, `/tickets/${ticket.id}/assign`, {
      technicianId: technicians.data[0].id,
      overbook: true,
    });
    await portal.post<Made>(supervisor, `/tickets/${ticket.id}/start`, {});
    await portal.post<Made>(supervisor, `/tickets/${ticket.id}/complete`, { resolution: 'Konektor diganti' });

    await customer.getByRole('group', { name: 'Bagaimana pelayanan kami?' }).waitFor();
    await customer.getByRole('radio', { name: '1 dari 5' }).focus();
    for (const stars of [2, 3, 4]) {
      await customer.keyboard.press('ArrowRight');
      await customer.getByRole('radio', { name: `${stars} dari 5`, checked: true }).waitFor();
    }
    await customer.getByLabel('Ceritakan sedikit').fill('Cepat dan ramah');
    expect(await axeFindings(customer)).toEqual([]);
    expect(await customer.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await customer.getByRole('button', { name: 'Kirim penilaian' }).focus();
    await customer.keyboard.press('Enter');
    await customer.getByText('Penilaian Anda').waitFor();

    const facts = desk.getByRole('complementary', { name: 'Rincian' });
    await facts.getByRole('img', { name: '4 dari 5' }).waitFor();
    await facts.getByText('Cepat dan ramah').waitFor();
    expect(await axeFindings(desk)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
