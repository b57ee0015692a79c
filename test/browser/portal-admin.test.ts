import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Platform, startPlatform } from '../support/platform.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

describe.skipIf(!executablePath)('administration in the portal', () => {
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

  it('an account is made, and locked: its open page asks to sign in again at once', async () => {
    const admin = await signedIn('admin');
    const technician = await signedIn('technician2', { viewport: { width: 390, height: 844 } });
    await admin.getByRole('link', { name: 'Pengguna' }).click();
    await admin.getByRole('button', { name: 'Akun baru' }).click();
    await admin.getByRole('textbox', { name: 'Nama', exact: true }).fill('Budi Santoso');
    await admin.getByRole('textbox', { name: 'Nama pengguna' }).fill('budi.santoso');
    await admin.getByLabel('Kata sandi').fill('kurang');
    await admin.getByRole('button', { name: 'Simpan' }).click();
    await admin.getByRole('alert').first().waitFor();
    expect(await findings(admin)).toEqual([]);
    await admin.getByLabel('Kata sandi').fill('cukup-panjang-sekali');
    await admin.getByRole('button', { name: 'Simpan' }).click();
    await admin.getByRole('heading', { level: 1, name: 'Budi Santoso' }).waitFor();

    await admin.getByRole('link', { name: 'Pengguna' }).click();
    await admin.getByRole('searchbox').fill('technician2');
    await admin
      .getByRole('row', { name: /technician2/ })
      .getByRole('link')
      .click();
    await admin.getByRole('button', { name: 'Akhiri' }).first().waitFor();
    expect(await findings(admin)).toEqual([]);
    await admin.getByRole('button', { name: 'Tindakan' }).click();
    await admin.getByRole('menuitem', { name: 'Kunci' }).click();
    await admin.getByRole('alertdialog').getByRole('button', { name: 'Kunci' }).click();
    await admin.getByText('Terkunci', { exact: true }).waitFor();
    await technician.getByRole('dialog').getByLabel('Kata sandi').waitFor();
    complaints.splice(0);
  });

  it('a broadcast is read once more before it is sent, and said at once to who is told', async () => {
    const supervisor = await signedIn('supervisor', { colorScheme: 'dark' });
    const technician = await signedIn('technician', { viewport: { width: 390, height: 844 } });
    await supervisor.getByRole('link', { name: 'Siaran' }).click();
    await supervisor.getByRole('button', { name: 'Periksa dan kirim' }).click();
    await supervisor.getByRole('alert').first().waitFor();
    await supervisor.getByLabel('Perihal').fill('Hujan lebat');
    await supervisor.getByLabel('Pesan').fill('Tunda pekerjaan di tiang.');
    await supervisor.getByText(/Diterima \d+ akun/).waitFor();
    expect(await findings(supervisor)).toEqual([]);
    await supervisor.getByRole('button', { name: 'Periksa dan kirim' }).click();
    await supervisor.getByRole('alertdialog').getByText('Tunda pekerjaan di tiang.').waitFor();
    await supervisor.getByRole('alertdialog').getByRole('button', { name: 'Kirim' }).click();
    await supervisor.getByText('Siaran terkirim').first().waitFor();
    await technician.getByText('Tunda pekerjaan di tiang.').first().waitFor();
    expect(complaints.splice(0)).toEqual([]);
  });

  it('a schedule is let rest and run again; queues and traces open in the same session', async () => {
    const admin = await signedIn('admin', { colorScheme: 'dark' });
    await admin.getByRole('link', { name: 'Jadwal', exact: true }).click();
    const row = admin.getByRole('row').nth(1);
    await row.getByRole('button', { name: 'Jeda' }).click();
    await row.getByText('Dijeda').waitFor();
    await row.getByRole('button', { name: 'Lanjutkan' }).click();
    await row.getByRole('button', { name: 'Jeda' }).waitFor();
    expect(await findings(admin)).toEqual([]);
    for (const name of ['Antrean', 'Jejak']) {
      const [opened] = await Promise.all([
        admin.context().waitForEvent('page'),
        admin.getByRole('navigation').getByRole('link', { name }).click(),
      ]);
      await opened.waitForLoadState();
      expect(await opened.title()).not.toMatch(/Masuk|Sign in/);
      await opened.close();
    }
    expect(complaints.splice(0)).toEqual([]);
  });

  it('nobody is offered, or shown, what their role has no right to', async () => {
    const supervisor = await signedIn('supervisor');
    expect(await supervisor.getByRole('link', { name: 'Pengguna' }).count()).toBe(0);
    await supervisor.goto(`${platform.apiUrl}/users`);
    await supervisor.getByText('Halaman ini bukan untuk akun Anda').waitFor();
    complaints.splice(0);
  });
});
