import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/ops/demo/people.ts';
import {
  axeFindings,
  chromiumPath,
  enterPassword,
  type PortalInBrowser,
  startPortalInBrowser,
} from '../support/browser.ts';

describe.skipIf(!chromiumPath)('the own account in the portal', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  it('a password is changed: what is wrong stands at its field, other sessions end, the new one holds', async () => {
    const here = await portal.signedIn('customer2', { viewport: { width: 390, height: 844 } });
    const there = await portal.signedIn('customer2');
    await here.goto(`${portal.url}/account`);
    const change = async (current: string, next: string, again: string) => {
      await here.getByLabel('Kata sandi sekarang').fill(current);
      await here.getByLabel('Kata sandi baru', { exact: true }).fill(next);
      await here.getByLabel('Ulangi kata sandi baru').fill(again);
      await here.getByRole('button', { name: 'Ganti kata sandi' }).click();
    };
    await change(DEMO_PASSWORD, 'pendek', 'pendek');
    await here.getByRole('alert').getByText('Paling sedikit 10 karakter').waitFor();
    await change(DEMO_PASSWORD, 'kata-sandi-panjang', 'kata-sandi-lain');
    await here.getByText('Kedua kata sandi berbeda').waitFor();
    expect(await axeFindings(here)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
    await change('bukan-kata-sandi', 'kata-sandi-panjang', 'kata-sandi-panjang');
    await here.getByText('Ini bukan kata sandi Anda sekarang').waitFor();
    await change(DEMO_PASSWORD, 'kata-sandi-panjang', 'kata-sandi-panjang');
    await here.getByText('Kata sandi diganti').waitFor();

    const dialog = there.getByRole('dialog');
    await dialog.waitFor();
    await enterPassword(there, 'customer2', 'kata-sandi-panjang');
    await dialog.waitFor({ state: 'detached' });
    // The refusals that it provoked.
    portal.complaints.length = 0;
  });

  it('until somebody chooses, the language is that of whoever is signed in, and nobody else’s', async () => {
    const admin = await portal.signedIn('admin');
    const { user } = await (await admin.request.get(`${portal.url}/api/v1/session`)).json();
    const headers = { Origin: portal.url, 'Idempotency-Key': crypto.randomUUID(), 'If-Match': '*' };
    const answer = await admin.request.patch(`${portal.url}/api/v1/users/${user.id}`, {
      headers,
      data: { locale: 'en' },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    for (const [username, locale] of [
      ['admin', 'en'],
      ['supervisor', 'id'],
    ] as const) {
      await admin.context().clearCookies();
      await admin.goto(portal.url);
      await enterPassword(admin, username);
      await admin.locator(`html[lang=${locale}] [data-live=live]`).first().waitFor({ state: 'attached' });
    }
    portal.complaints.length = 0;
  });

  it('language and theme are this browser’s, remembered, and whole: dates and counts too', async () => {
    const page = await portal.signedIn('supervisor', { colorScheme: 'light' });
    await page.goto(`${portal.url}/tickets?view=all`);
    await page.getByText(/^\d\.\d{3} tiket$/).waitFor();
    await page.getByRole('button', { name: /^Akun / }).click();
    await page
      .getByRole('menuitemcheckbox', { name: 'English' })
      .or(page.getByRole('menuitemradio', { name: 'English' }))
      .click();
    await page.getByText(/^\d,\d{3} tickets$/).waitFor();
    await page.goto(`${portal.url}/account`);
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
    await page
      .getByText(/^Last active \d\d:\d\d/)
      .first()
      .waitFor();
    await page.locator('html[lang=en][data-theme=dark]').waitFor();
    await page.getByRole('radio', { name: 'Bahasa Indonesia' }).check({ force: true });
    await page
      .getByText(/^Terakhir aktif \d\d\.\d\d/)
      .first()
      .waitFor();
    await page.locator('html[lang=id]').waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
