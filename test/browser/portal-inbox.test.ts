import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

describe.skipIf(!chromiumPath)('inbox and account in the portal', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  it('a notice rings the bell at once, is seen on the screen, read, and put away', async () => {
    const page = await portal.signedIn('admin', { colorScheme: 'dark' });
    const bell = page.locator('[data-unseen]').first();
    const unseen = async () => Number(await bell.getAttribute('data-unseen'));
    // An incident of this moment is told to an administrator, too.
    const before = await unseen();
    await portal.post(page, '/notifications/test', { message: 'Halo dari uji coba' });
    await waitFor(async () => (await unseen()) > before);
    await bell.click();
    const row = page.getByRole('listitem').filter({ hasText: 'Halo dari uji coba' });
    await row.waitFor();
    await page.locator('[data-unseen="0"]').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await row.getByRole('button', { name: 'Tandai dibaca' }).click();
    await row.getByRole('button', { name: 'Arsipkan' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Arsip' }).click();
    await row.waitFor();
    expect(await row.getByRole('link', { name: 'jejak' }).getAttribute('href')).toMatch(
      /^\/ops\/traces\/\w{32}$/,
    );
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a session is ended from another one; a token is shown once and revoked', async () => {
    const [here, there] = [await portal.signedIn('customer'), await portal.signedIn('customer')];
    await here.goto(`${portal.url}/account`);
    await here
      .getByRole('button', { name: /^Akhiri:/ })
      .first()
      .click();
    await here.getByRole('alertdialog').getByRole('button', { name: 'Akhiri' }).click();
    await there.getByRole('dialog').waitFor();
    portal.complaints.splice(0);

    await here.getByRole('button', { name: 'Buat token' }).click();
    const dialog = here.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Buat token' }).click();
    await dialog.getByText('Wajib diisi').first().waitFor();
    await dialog.getByLabel('Nama').fill('laporan');
    await dialog.getByRole('checkbox', { name: 'Membuat tiket' }).check();
    expect(await axeFindings(here)).toEqual([]);
    await dialog.getByRole('button', { name: 'Buat token' }).click();
    await here.locator('code').waitFor();
    await here.getByRole('button', { name: 'Sudah saya simpan' }).click();
    await here.getByRole('button', { name: 'Cabut: laporan' }).click();
    await here.getByRole('alertdialog').getByRole('button', { name: 'Cabut' }).click();
    await here.getByText('Belum ada token.').waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
