import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Platform, startPlatform } from '../support/platform.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

describe.skipIf(!executablePath)('inbox and account in the portal', () => {
  let platform: Platform;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
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

  /** Through the debugger: the page's policy lets no script in. */
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

  /** As the page itself would ask. */
  async function post(page: Page, path: string, data: object): Promise<void> {
    const headers = { Origin: platform.apiUrl, 'Idempotency-Key': crypto.randomUUID() };
    const answer = await page.request.post(`${platform.apiUrl}/api/v1${path}`, { data, headers });
    if (!answer.ok()) throw new Error(await answer.text());
  }

  it('a notice rings the bell at once, is seen on the screen, read, and put away', async () => {
    const page = await signedIn('admin', { colorScheme: 'dark' });
    await post(page, '/notifications/test', { message: 'Halo dari uji coba' });
    const bell = page.locator('[data-unseen]').first();
    await page.locator('[data-unseen="1"]').first().waitFor();
    await bell.click();
    const row = page.getByRole('listitem').filter({ hasText: 'Halo dari uji coba' });
    await row.waitFor();
    await page.locator('[data-unseen="0"]').first().waitFor();
    expect(await findings(page)).toEqual([]);

    await row.getByRole('button', { name: 'Tandai dibaca' }).click();
    await row.getByRole('button', { name: 'Arsipkan' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Arsip' }).click();
    await row.waitFor();
    expect(await row.getByRole('link', { name: 'jejak' }).getAttribute('href')).toMatch(
      /^\/ops\/traces\/\w{32}$/,
    );
    expect(complaints.splice(0)).toEqual([]);
  });

  it('a session is ended from another one; a token is shown once and revoked', async () => {
    const [here, there] = [await signedIn('customer'), await signedIn('customer')];
    await here.goto(`${platform.apiUrl}/account`);
    await here
      .getByRole('button', { name: /^Akhiri:/ })
      .first()
      .click();
    await here.getByRole('alertdialog').getByRole('button', { name: 'Akhiri' }).click();
    await there.getByRole('dialog').waitFor();
    complaints.splice(0);

    await here.getByRole('button', { name: 'Buat token' }).click();
    const dialog = here.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Buat token' }).click();
    await dialog.getByText('Wajib diisi').first().waitFor();
    await dialog.getByLabel('Nama').fill('laporan');
    await dialog.getByRole('checkbox', { name: 'Membuat tiket' }).check();
    expect(await findings(here)).toEqual([]);
    await dialog.getByRole('button', { name: 'Buat token' }).click();
    await here.locator('code').waitFor();
    await here.getByRole('button', { name: 'Sudah saya simpan' }).click();
    await here.getByRole('button', { name: 'Cabut: laporan' }).click();
    await here.getByRole('alertdialog').getByRole('button', { name: 'Cabut' }).click();
    await here.getByText('Belum ada token.').waitFor();
    expect(complaints.splice(0)).toEqual([]);
  });
});
