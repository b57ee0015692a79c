import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Platform, startPlatform } from '../support/platform.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

describe.skipIf(!executablePath)('tickets in the portal', () => {
  let platform: Platform;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    // With its demo data: the portal is shown to people who have work.
    platform = await startPlatform({ env: { NODE_ENV: 'development' } });
    browser = await chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  });

  async function signedIn(username: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(platform.apiUrl);
    await page.getByLabel('Nama pengguna').fill(username);
    await page.getByLabel('Kata sandi').fill('trunkline-demo');
    await page.getByRole('button', { name: 'Masuk' }).click();
    await page.locator('[data-live=live]').first().waitFor();
    return page;
  }

  /** Through the debugger: the page's policy lets no script in, and should not be weakened to test it. */
  async function findings(page: Page): Promise<unknown> {
    const debug = await page.context().newCDPSession(page);
    await debug.send('Runtime.evaluate', { expression: axe.source });
    const { result } = await debug.send('Runtime.evaluate', {
      expression: `axe.run(document, { runOnly: ${JSON.stringify(rules)} }).then(({ violations }) =>
        violations.map(({ id, nodes }) => ({ id, html: nodes[0].html })))`,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  }

  it('one creates and assigns a ticket, the other sees both at once, without a reload', async () => {
    const supervisor = await signedIn('supervisor');
    const desk = await signedIn('customer_service', { colorScheme: 'dark' });
    await desk.getByRole('link', { name: 'Tiket', exact: true }).click();
    await supervisor.getByRole('link', { name: 'Tiket baru' }).click();
    await supervisor.getByRole('textbox', { name: 'Perihal', exact: true }).fill('Kabel putus di tiang 7');
    // Twice is once.
    await supervisor.getByRole('button', { name: 'Buat tiket' }).dblclick();
    await supervisor.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);

    const row = desk.getByRole('row').filter({ hasText: 'Kabel putus di tiang 7' });
    await row.waitFor();
    expect(await row.count()).toBe(1);
    await row.getByText('Terbuka').waitFor();
    expect(await findings(desk)).toEqual([]);

    await supervisor.getByRole('button', { name: 'Tugaskan' }).click();
    await supervisor.getByRole('combobox', { name: 'Teknisi' }).click();
    await supervisor.getByRole('option').first().click();
    await supervisor.getByRole('dialog').getByRole('button', { name: 'Tugaskan' }).click();
    await row.getByText('Ditugaskan').waitFor();
    await supervisor.getByText('menugaskan').waitFor();
    expect(await findings(supervisor)).toEqual([]);
    expect(complaints.splice(0)).toEqual([]);
  });

  it('a customer sees on a phone how far each report is', async () => {
    const customer = await signedIn('customer', { viewport: { width: 390, height: 844 } });
    await customer.getByRole('heading', { name: 'Laporan saya' }).waitFor();
    await customer.getByRole('article').first().waitFor();
    expect(await findings(customer)).toEqual([]);
    expect(await customer.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(complaints.splice(0)).toEqual([]);
  });

  it('what is not theirs is a page that says no more than one that does not exist', async () => {
    const customer = await signedIn('customer');
    await customer.goto(`${platform.apiUrl}/nowhere`);
    const nowhere = await customer.getByRole('main').textContent();
    await customer.goto(`${platform.apiUrl}/tickets/01890000-0000-7000-8000-000000000000`);
    await customer.getByText('Tidak ada di sini').waitFor();
    expect(await customer.getByRole('main').textContent()).toBe(nowhere);
    complaints.splice(0);
  });
});
