import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Platform, startPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

describe.skipIf(!executablePath)('the board and the search of the desk', () => {
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

  it('a card that is dragged to a technician, and one that is given by keyboard, move on every board', async () => {
    const supervisor = await signedIn('supervisor');
    const manager = await signedIn('manager', { colorScheme: 'dark' });
    const waiting = supervisor.locator('[data-column=unassigned] [data-card]');
    const columns = supervisor.locator('[data-column]:not([data-column=unassigned])');
    await waiting.first().waitFor();
    const target = (await columns.first().getAttribute('data-column')) as string;

    const first = (await waiting.first().getAttribute('data-card')) as string;
    await waiting.first().dragTo(columns.first());
    await supervisor.locator(`[data-column="${target}"] [data-card="${first}"]`).waitFor();
    await manager.locator(`[data-column="${target}"] [data-card="${first}"]`).waitFor();

    const second = (await waiting.first().getAttribute('data-card')) as string;
    await waiting.first().getByRole('link').focus();
    await supervisor.keyboard.press('a');
    await supervisor.getByRole('menu').waitFor();
    await supervisor.keyboard.press('ArrowDown');
    await supervisor.keyboard.press('Enter');
    await waiting.and(supervisor.locator(`[data-card="${second}"]`)).waitFor({ state: 'detached' });
    await manager.locator(`[data-column=unassigned] [data-card="${second}"]`).waitFor({ state: 'detached' });
    // Whoever moved it stays with it.
    await supervisor.locator(`[data-card="${second}"] a:focus`).waitFor();
    expect(await findings(supervisor)).toEqual([]);
    expect(await findings(manager)).toEqual([]);
    expect(complaints.splice(0)).toEqual([]);
  });

  it('a refused move returns to its place, with an explanation', async () => {
    const supervisor = await signedIn('supervisor');
    const card = supervisor.locator('[data-column=unassigned] [data-card]').first();
    const id = (await card.getAttribute('data-card')) as string;
    await supervisor.route('**/assign', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 409, code: 'wrong_state', traceId: 'f'.repeat(32) }),
      }),
    );
    await card.dragTo(supervisor.locator('[data-column]:not([data-column=unassigned])').first());
    await supervisor.getByText('f'.repeat(32)).first().waitFor();
    await supervisor.locator(`[data-column=unassigned] [data-card="${id}"]`).waitFor();
    complaints.splice(0);
  });

  it('a customer is found while typing, and a ticket made for them', async () => {
    const desk = await signedIn('customer_service');
    await desk.getByRole('searchbox', { name: 'Cari pelanggan' }).and(desk.locator(':focus')).waitFor();
    // Faster than the answer.
    await desk.keyboard.type('C-000002');
    await desk.keyboard.press('Enter');
    await desk.waitForURL(/\/customers\/[0-9a-f-]{36}$/);
    await desk.getByRole('button', { name: 'Ubah status' }).waitFor();
    const name = (await desk.getByRole('heading', { level: 1 }).textContent()) as string;
    expect(await findings(desk)).toEqual([]);
    await desk.getByRole('link', { name: 'Tiket baru' }).click();
    await desk.getByRole('textbox', { name: 'Perihal', exact: true }).fill('Lampu modem merah');
    await waitFor(
      async () => (await desk.getByRole('combobox', { name: 'Pelanggan' }).inputValue()) === name,
    );
    await desk.getByRole('button', { name: 'Buat tiket' }).click();
    await desk.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
    await desk.getByRole('complementary').getByText(name).waitFor();
    expect(complaints.splice(0)).toEqual([]);
  });
});
