import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';

describe.skipIf(!chromiumPath)('webhooks in the portal', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterAll(async () => {
    await portal?.stop();
  });

  it('one is made, its secret shown once; refused inward it fails, is disabled, said to be, and enabled again', async () => {
    const admin = await portal.signedIn('admin');
    await admin.getByRole('link', { name: 'Webhook', exact: true }).click();
    await admin.getByRole('button', { name: 'Webhook baru' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Alamat').fill('https://127.0.0.1/hook');
    await dialog.getByRole('button', { name: 'Buat webhook' }).click();
    await dialog.getByText('Pilih sedikitnya satu jenis kejadian.').waitFor();
    expect(await axeFindings(admin)).toEqual([]);
    await dialog.getByRole('checkbox', { name: 'ticket.created' }).click();
    await dialog.getByRole('button', { name: 'Buat webhook' }).click();
    await dialog
      .getByRole('textbox', { name: 'Alamat', disabled: false })
      .and(admin.locator('[aria-invalid=true]'))
      .waitFor();
    // The first refusal is the API's, 400: the browser says so, too.
    expect(portal.complaints.splice(0)).toEqual([expect.stringContaining('400')]);

    // A name says nothing until it is asked for: that it leads inward shows when something is sent.
    await dialog.getByLabel('Alamat').fill('https://localhost:1/hook');
    await dialog.getByRole('button', { name: 'Buat webhook' }).click();
    const secret = await admin.getByRole('dialog').locator('code').textContent();
    expect(secret).toMatch(/^whsec_/);
    expect(await axeFindings(admin)).toEqual([]);
    await admin.getByRole('button', { name: 'Sudah saya simpan' }).click();
    await admin.getByText('Belum ada kiriman.').waitFor();

    await admin.getByRole('button', { name: 'Uji' }).click();
    await admin.getByRole('cell', { name: /webhook\.tested/ }).waitFor();
    await admin.getByText(/address_refused/).waitFor();
    await admin.getByText('Penerima terus gagal', { exact: true }).waitFor();
    expect(await axeFindings(admin)).toEqual([]);
    await admin.reload();
    await admin.getByText('Penerima terus gagal', { exact: true }).waitFor();
    expect(await admin.content()).not.toContain(secret);

    await admin.getByRole('button', { name: 'Aktifkan' }).click();
    await admin.getByText('Aktif', { exact: true }).waitFor();
    await admin.getByRole('button', { name: 'Pulihkan yang terlewat' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Pulihkan yang terlewat' }).click();
    await admin.getByText('Yang terlewat sedang dikirim').first().waitFor();
    // Of more than one call takes, the portal asks on by itself.
    const asked: unknown[] = [];
    await admin.route('**/recover', async (route) => {
      asked.push(route.request().postDataJSON().cursor);
      const next = asked.length < 3 ? `1764400000000.${asked.length}` : null;
      await route.fulfill({ json: { requeued: 0, added: 0, more: next !== null, next } });
    });
    await admin.getByRole('button', { name: 'Pulihkan yang terlewat' }).click();
    const recover = admin.getByRole('dialog', { name: 'Pulihkan yang terlewat' });
    await recover.getByRole('button', { name: 'Pulihkan yang terlewat' }).click();
    await recover.waitFor({ state: 'detached' });
    expect(asked).toEqual([undefined, '1764400000000.1', '1764400000000.2']);
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
