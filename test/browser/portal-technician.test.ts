import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Platform, startPlatform } from '../support/platform.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

describe.skipIf(!executablePath)('a technician on a phone', () => {
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

  it('claims, starts and completes with one thumb, and says whether more may come', async () => {
    const desk = await signedIn('customer_service');
    const phone = await signedIn('technician', { viewport: { width: 360, height: 740 } });
    const { user } = await (await phone.request.get(`${platform.apiUrl}/api/v1/session`)).json();
    const title = 'Antena miring di atap';
    await post(desk, '/tickets', { type: 'repair', title, zone: user.zone });

    const card = phone.getByRole('article').filter({ hasText: title });
    await card.getByRole('button', { name: 'Ambil' }).click();
    await card.getByText('Ditugaskan').waitFor();
    await card.getByRole('button', { name: 'Mulai' }).click();
    await card.getByText('Dikerjakan').waitFor();
    expect(await findings(phone)).toEqual([]);
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(360);

    await card.getByRole('button', { name: 'Selesaikan' }).click();
    const dialog = phone.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('Antena diluruskan');
    await dialog.getByRole('button', { name: 'Selesaikan' }).click();
    await phone.getByRole('region', { name: 'Selesai hari ini' }).getByText(title).waitFor();

    await phone.getByRole('radio', { name: 'sibuk' }).check();
    await phone.reload();
    await phone.locator('input[value=busy]:checked').waitFor({ state: 'attached' });
    expect(complaints.splice(0)).toEqual([]);
  });
});
