// The main flows without a mouse.

import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/ops/demo/people.ts';
import {
  chromiumPath,
  noteComplaints,
  type PortalInBrowser,
  startPortalInBrowser,
} from '../support/browser.ts';

/** More stops than any page has before what one looks for. */
const MOST_TABS = 60;

const hasFocus = async (page: Page, target: Locator) =>
  (await target.and(page.locator(':focus')).count()) > 0;

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await hasFocus(page, target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not reach it');
}

describe.skipIf(!chromiumPath)('the portal by keyboard alone', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  async function signIn(username: string): Promise<Page> {
    const page = await portal.browser.newPage();
    noteComplaints(page, portal.complaints);
    await page.goto(portal.url);
    await page.locator('[autocomplete=username]:focus').waitFor();
    await page.keyboard.type(username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(DEMO_PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('[data-live=live]').first().waitFor({ state: 'attached' });
    return page;
  }

  it('signs in, goes through the list, opens a ticket and gives it to a technician', async () => {
    const page = await signIn('supervisor');
    await page.keyboard.press('Tab');
    await page.getByRole('link', { name: 'Lompat ke isi' }).and(page.locator(':focus')).waitFor();
    await tabTo(page, page.getByRole('link', { name: 'Tiket', exact: true }));
    await page.keyboard.press('Enter');
    await page.getByRole('row').nth(1).waitFor();

    await tabTo(page, page.getByRole('button', { name: 'Belum ditugaskan' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/view=unassigned/);
    // The list of before stands until this one is there; a row of it that has the focus takes it away.
    const others = page.getByRole('row').filter({ hasText: /Ditugaskan|Dikerjakan|Selesai|Dibatalkan/ });
    await others.first().waitFor({ state: 'detached' });
    await page.getByRole('row').nth(1).getByText('Terbuka').waitFor();
    await page.keyboard.press('j');
    await page.locator('[role=row][data-index="0"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);

    // Exactly: on the list, which is left a moment after the address, "Belum ditugaskan" is a button, too.
    const assign = page.getByRole('main').getByRole('button', { name: 'Tugaskan', exact: true });
    await tabTo(page, assign);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    // Changed one's mind: back where one was.
    await page.keyboard.press('Escape');
    await assign.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await tabTo(page, dialog.getByRole('radio').first());
    await page.keyboard.press('ArrowDown');
    await dialog.getByRole('radio').nth(1).and(page.locator(':checked')).waitFor();
    await tabTo(page, dialog.getByRole('button', { name: 'Tugaskan' }));
    await page.keyboard.press('Enter');
    await page.getByText('menugaskan').first().waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('sorts by the head of a column, and stays on the list', async () => {
    const page = await signIn('manager');
    await page.goto(`${portal.url}/tickets`);
    await page.getByRole('row').nth(1).waitFor();
    const head = page.getByRole('columnheader').getByRole('button', { name: 'Nomor' });
    await head.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/sort=number/);
    await page.getByRole('row').nth(1).waitFor();
    expect(new URL(page.url()).pathname).toBe('/tickets');
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('finds a ticket, a page and a setting in the palette', async () => {
    const page = await signIn('manager');
    const palette = page.getByRole('dialog');
    const open = async (words: string, option: string) => {
      await page.keyboard.press('Control+k');
      await palette.locator('input:focus').waitFor();
      await page.keyboard.type(words);
      await palette.getByRole('option', { name: option }).first().waitFor();
      await page.keyboard.press('Enter');
      await palette.waitFor({ state: 'detached' });
    };
    // As browsers send them when they fill in a form: a key without a name is nobody's.
    await page.evaluate("document.body.dispatchEvent(new Event('keydown', { bubbles: true }))");
    await open('T-000100', 'T-000100');
    await page.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
    await page.getByText('T-000100').first().waitFor();
    await open('siaran', 'Siaran');
    await page.waitForURL(/\/broadcast$/);
    await open('tema gelap', 'Tema gelap');
    await page.locator('html[data-theme=dark]').waitFor();
    await open('english', 'Switch to English');
    await page.getByRole('heading', { level: 1, name: 'Broadcast' }).waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a technician takes work, a customer reports', async () => {
    const technician = await signIn('technician2');
    const take = technician.getByRole('button', { name: /^(Ambil|Mulai)$/ }).first();
    await take.waitFor();
    const title = await technician
      .getByRole('article')
      .filter({ has: take })
      .getByRole('link')
      .first()
      .textContent();
    await tabTo(technician, take);
    await technician.keyboard.press('Enter');
    await technician
      .getByRole('article')
      .filter({ hasText: title as string })
      .getByText(/Ditugaskan|Dikerjakan/)
      .first()
      .waitFor();

    const customer = await signIn('customer2');
    await tabTo(customer, customer.getByRole('link', { name: 'Laporkan gangguan' }));
    await customer.keyboard.press('Enter');
    await tabTo(customer, customer.getByRole('textbox', { name: 'Apa yang terganggu?' }));
    await customer.keyboard.type('Sinyal hilang saat hujan');
    await tabTo(customer, customer.getByRole('button', { name: 'Kirim laporan' }));
    await customer.keyboard.press('Enter');
    await customer.getByRole('heading', { level: 1, name: 'Sinyal hilang saat hujan' }).waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('leaves single keys alone for those who switch them off', async () => {
    const page = await signIn('noc');
    await page.goto(`${portal.url}/tickets`);
    await page.getByRole('row').nth(1).waitFor();
    await tabTo(page, page.getByRole('button', { name: /^Akun / }));
    await page.keyboard.press('Enter');
    const item = page.getByRole('menuitemcheckbox', { name: 'Pintasan satu tombol' });
    await item.waitFor();
    while (!(await hasFocus(page, item))) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    expect(await page.locator('[role=row]:focus').count()).toBe(0);
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
