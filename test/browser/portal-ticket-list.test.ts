import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  chromiumPath,
  type PortalInBrowser,
  settled,
  startPortalInBrowser,
} from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

const MANY = 10_000;

describe.skipIf(!chromiumPath)('the list of tickets in the portal', () => {
  let portal: PortalInBrowser;
  let db: pg.Client;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
    db = new pg.Client({ connectionString: portal.platform.env.DATABASE_URL });
    await db.connect();
    // As rows alone: the list is what is tried here, not their story. The newest has number one.
    await db.query(
      `insert into tickets (id, seq, version, number, type, priority, status, title, zone, sla_started_at, sla_due_at,
          created_by, created_at, updated_at)
        select gen_random_uuid()::text, 1, 1, 'X-' || lpad(i::text, 6, '0'), 'maintenance', 'low', 'open',
          'Row ' || i, 'depok', now(), now() + interval '40 hours', '{"kind":"system","id":"test"}',
          '2020-01-01'::timestamptz - i * interval '1 minute', now()
        from generate_series(1, ${MANY}) i`,
    );
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await db?.end();
    await portal?.stop();
  });

  const open = async (page: Page, search: string) => {
    await page.goto(`${portal.url}/tickets${search}`);
    await settled(page);
  };
  /** What stands there now: it may be what was counted before. */
  const total = async (page: Page) =>
    Number((await page.getByText(/^[± \d.]+ tiket$/).textContent())?.replace(/\D/g, ''));
  const rowOf = (page: Page, words: string) =>
    page.getByRole('row').filter({ has: page.getByText(words, { exact: true }) });

  it('shows the total, stands for all of it, and jumps to any place', async () => {
    const page = await portal.signedIn('supervisor');
    await open(page, '?type=maintenance&zone=depok&q=Row');
    await rowOf(page, 'Row 1').waitFor();
    await waitFor(async () => (await total(page)) === MANY);
    await page.locator(`[role=grid][aria-rowcount="${MANY + 1}"]`).waitFor();
    await page.evaluate(
      `{ const grid = document.querySelector('[role=grid]'); grid.scrollTo(0, grid.scrollHeight / 2); }`,
    );
    await rowOf(page, `Row ${MANY / 2}`).waitFor();
    // Between the two nobody looked: those rows are not held.
    await rowOf(page, 'Row 1').waitFor({ state: 'detached' });
    await page.getByRole('row').nth(5).focus();
    await page.keyboard.press('End');
    await rowOf(page, `Row ${MANY}`).waitFor();
    await waitFor(async () => (await page.locator(':focus').getAttribute('data-index')) === String(MANY - 1));
    await page.keyboard.press('k');
    await waitFor(async () => (await page.locator(':focus').getAttribute('data-index')) === String(MANY - 2));
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('filters by several values, each taken away alone', async () => {
    const page = await portal.signedIn('supervisor', { locale: 'id-ID' });
    await open(page, '?view=all');
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'Zona' }).click();
    await page.getByRole('checkbox', { name: 'depok' }).check();
    await page.getByRole('checkbox', { name: 'bogor' }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Teknisi' }).click();
    await page.getByRole('checkbox', { name: 'Belum ada' }).check();
    await page.keyboard.press('Escape');
    await page.waitForURL(/zone=bogor,depok/);
    await page.waitForURL(/technicianId=nobody/);
    const both = await waitFor(async () => await total(page));
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /Zona\s*depok/i }).click();
    await page.waitForURL(/zone=bogor(&|$)/);
    await waitFor(async () => (await total(page)) < both - MANY / 2);
    await page.getByRole('button', { name: 'Hapus filter', exact: true }).click();
    await page.waitForURL(/view=all$/);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('counts what others do, row by row or soon after', async () => {
    const page = await portal.signedIn('supervisor');
    await open(page, '?status=open&q=Menghitung');
    await page.getByText('Tidak ada tiket yang cocok').waitFor();
    const other = await portal.signedIn('customer_service');
    const create = async (title: string) => {
      await other.goto(`${portal.url}/tickets/new`);
      await other.getByRole('textbox', { name: 'Perihal', exact: true }).fill(title);
      await other.getByRole('button', { name: 'Buat tiket' }).click();
      await other.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
    };
    await create('Menghitung satu');
    await rowOf(page, 'Menghitung satu').waitFor();
    await create('Menghitung dua');
    await rowOf(page, 'Menghitung dua').waitFor();
    await waitFor(async () => (await total(page)) === 2);
    await open(page, '?status=open&type=maintenance,repair');
    await rowOf(page, 'Menghitung dua').waitFor();
    const before = await total(page);
    await create('Menghitung tiga');
    await rowOf(page, 'Menghitung tiga').waitFor();
    await waitFor(async () => (await total(page)) === before + 1);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('keeps views: saved, changed, shared by a link, deleted and brought back', async () => {
    const page = await portal.signedIn('supervisor', { colorScheme: 'dark' });
    await open(page, '?status=open&zone=depok&sort=slaDueAt');
    await page.getByRole('row').nth(1).waitFor();
    await page.keyboard.press('v');
    await page.getByRole('menuitem', { name: 'Simpan sebagai tampilan baru' }).click();
    await page.getByLabel('Nama', { exact: true }).fill('Depok terbuka');
    await page.getByRole('combobox', { name: 'Siapa yang melihatnya' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('option', { name: 'Manajer' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Simpan' }).click();
    await page.waitForURL(/\?view=[0-9a-f-]{36}$/);
    const link = page.url();
    await page.getByRole('button', { name: /Depok terbuka/ }).waitFor();

    await page.getByRole('button', { name: 'Prioritas' }).first().click();
    await page.getByRole('checkbox', { name: 'Rendah' }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Depok terbuka.*diubah/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await page.waitForURL(link);

    const manager = await portal.signedIn('manager');
    await manager.goto(link);
    await manager
      .getByRole('button', { name: /Prioritas\s*Rendah/ })
      .first()
      .waitFor();
    await manager.getByRole('button', { name: /Depok terbuka/ }).waitFor();
    const service = await portal.signedIn('customer_service');
    await service.goto(link);
    await service.getByText('Tampilan ini tidak ada').waitFor();

    await page.keyboard.press('v');
    await page.getByRole('menuitem', { name: 'Hapus tampilan' }).click();
    await page.waitForURL(/view=all/);
    await manager.getByText('Tampilan ini tidak ada').waitFor();
    await page.getByRole('button', { name: 'Urungkan' }).click();
    await manager.getByRole('button', { name: /Depok terbuka/ }).waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('shows the columns that a person wants, in their order', async () => {
    const page = await portal.signedIn('noc', { viewport: { width: 1500, height: 800 } });
    await open(page, '?type=maintenance');
    await page.getByRole('columnheader', { name: 'Pelanggan' }).waitFor();
    const heads = async () =>
      (await page.locator('[role=columnheader][data-column]').allTextContents()).map((head) => head.trim());
    // The first change is on its way for longer than those that follow it.
    await page.route(
      '**/list-settings',
      async (route) => {
        await page.waitForTimeout(1_500);
        await route.continue();
      },
      { times: 1 },
    );
    await page.getByRole('button', { name: 'Kolom' }).click();
    await page.getByRole('checkbox', { name: 'Pelanggan' }).click();
    await page.getByRole('checkbox', { name: 'Jenis' }).click();
    await page.getByRole('button', { name: 'Naikkan Tenggat' }).click();
    await page.getByRole('checkbox', { name: 'Zona' }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    // The focus goes with the column.
    await page.locator('li:nth-child(2)[data-key=zone] :focus').waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await page.locator('li:nth-child(1)[data-key=zone] :focus').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const wanted = ['Zona', 'Nomor', 'Perihal', 'Status', 'Prioritas', 'Tenggat', 'Teknisi', 'Jenis'];
    await waitFor(async () => JSON.stringify(await heads()) === JSON.stringify(wanted));
    const kept = async () =>
      (await (await page.request.get(`${portal.url}/api/v1/views`)).json()).settings.columns as string[];
    await waitFor(async () => (await kept())[0] === 'zone');
    await page.reload();
    await waitFor(async () => JSON.stringify(await heads()) === JSON.stringify(wanted));
    await page.setViewportSize({ width: 980, height: 800 });
    await waitFor(async () => (await heads()).includes('Tenggat') && !(await heads()).includes('Jenis'));
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('does one command to many, and says why of those that it was refused for', async () => {
    await db.query(`update tickets set status = 'cancelled' where number = 'X-000003'`);
    const page = await portal.signedIn('supervisor');
    await open(page, '?type=maintenance&q=Row');
    await rowOf(page, 'Row 2').waitFor();
    await page.keyboard.press('j');
    await page.locator('[role=row][data-index="0"]:focus').waitFor();
    await page.keyboard.press('x');
    for (const index of [1, 2]) {
      await page.keyboard.press('Shift+ArrowDown');
      await page.locator(`[role=row][data-index="${index}"]:focus`).waitFor();
    }
    await page.getByText('3 dipilih').waitFor();
    await page
      .getByRole('row')
      .nth(7)
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] });
    await page.getByText('7 dipilih').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Prioritas' }).last().click();
    await page.getByRole('menuitem', { name: 'Tinggi' }).click();
    await page.getByText('Prioritas: 6 dari 7 selesai').waitFor();
    await rowOf(page, 'Row 2').getByText('Tinggi').waitFor();
    await page.getByRole('button', { name: 'Mengapa?' }).click();
    await page.getByRole('dialog').getByText('Row 3').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    // A toast is a dialog too, and has a button of that name.
    const refusals = page.getByRole('dialog', { name: 'Hasil' });
    await refusals.getByRole('button', { name: 'Tutup' }).last().click();
    await page.getByRole('button', { name: 'Singkirkan' }).click();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('does it to all that match, goes on while nobody looks, and stops when told', async () => {
    const page = await portal.signedIn('supervisor');
    await open(page, '?type=maintenance&q=Row&status=open');
    await rowOf(page, 'Row 2').waitFor();
    const all = await total(page);
    await page.getByRole('checkbox', { name: /Pilih semua yang/ }).click();
    await page.getByRole('button', { name: /Pilih semua 9\.\d+ yang cocok/ }).click();
    await page.getByRole('button', { name: 'Batalkan tiket' }).click();
    await page
      .getByRole('dialog')
      .getByText(/semua 9\.\d+ tiket/)
      .waitFor();
    await page.getByRole('textbox', { name: 'Alasan' }).fill('Pemeliharaan selesai');
    await page.getByRole('button', { name: /Jalankan untuk 9/ }).click();
    await page.getByRole('progressbar').waitFor();
    const state = page.context();
    await page.close();
    const again = await state.newPage();
    await open(again, '?view=all');
    const stop = again.getByRole('button', { name: 'Hentikan' });
    await stop.waitFor();
    const cancelled = async () =>
      (
        await db.query(
          `select count(*)::int as n from tickets where title like 'Row %' and status = 'cancelled'`,
        )
      ).rows[0].n as number;
    await waitFor(async () => (await cancelled()) > 100);
    await stop.click();
    await again.getByText(/dihentikan setelah/).waitFor();
    await waitFor(async () => {
      const before = await cancelled();
      await again.waitForTimeout(300);
      return before === (await cancelled());
    });
    expect(await cancelled()).toBeLessThan(all);
  });

  it('is a list of cards on a phone, with the due time', async () => {
    const page = await portal.signedIn('supervisor', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    await open(page, '?status=assigned,in_progress');
    await page.locator('[data-index="0"] time').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await axeFindings(page)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
