import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';

describe.skipIf(!chromiumPath)('administration in the portal', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  it('an account is made, and locked: its open page asks to sign in again at once', async () => {
    const admin = await portal.signedIn('admin');
    const technician = await portal.signedIn('technician2', { viewport: { width: 390, height: 844 } });
    await admin.getByRole('link', { name: 'Pengguna' }).click();
    await admin.getByRole('button', { name: 'Akun baru' }).click();
    await admin.getByRole('textbox', { name: 'Nama', exact: true }).fill('Budi Santoso');
    await admin.getByRole('textbox', { name: 'Nama pengguna' }).fill('budi.santoso');
    await admin.getByLabel('Kata sandi').fill('kurang');
    await admin.getByRole('button', { name: 'Simpan' }).click();
    await admin.getByRole('alert').first().waitFor();
    expect(await axeFindings(admin)).toEqual([]);
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
    expect(await axeFindings(admin)).toEqual([]);
    await admin.getByRole('button', { name: 'Tindakan' }).click();
    await admin.getByRole('menuitem', { name: 'Kunci' }).click();
    await admin.getByRole('alertdialog').getByRole('button', { name: 'Kunci' }).click();
    await admin.getByText('Terkunci', { exact: true }).waitFor();
    await technician.getByRole('dialog').getByLabel('Kata sandi').waitFor();
    portal.complaints.splice(0);
  });

  it('a broadcast is read once more before it is sent, and said at once to who is told', async () => {
    const supervisor = await portal.signedIn('supervisor', { colorScheme: 'dark' });
    const technician = await portal.signedIn('technician', { viewport: { width: 390, height: 844 } });
    await supervisor.getByRole('link', { name: 'Siaran' }).click();
    await supervisor.getByRole('button', { name: 'Periksa dan kirim' }).click();
    await supervisor.getByRole('alert').first().waitFor();
    await supervisor.getByLabel('Perihal').fill('Hujan lebat');
    await supervisor.getByLabel('Pesan').fill('Tunda pekerjaan di tiang.');
    await supervisor.getByText(/Diterima \d+ akun/).waitFor();
    expect(await axeFindings(supervisor)).toEqual([]);
    await supervisor.getByRole('button', { name: 'Periksa dan kirim' }).click();
    await supervisor.getByRole('alertdialog').getByText('Tunda pekerjaan di tiang.').waitFor();
    await supervisor.getByRole('alertdialog').getByRole('button', { name: 'Kirim' }).click();
    await supervisor.getByText('Siaran terkirim').first().waitFor();
    await technician.getByText('Tunda pekerjaan di tiang.').first().waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a broadcast of which nobody knows whether it was sent goes out once, pressed again or reviewed again', async () => {
    const supervisor = await portal.signedIn('supervisor');
    const keys: (string | undefined)[] = [];
    // It arrives; the answer does not.
    await supervisor.route('**/api/v1/broadcasts', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 1) return await route.continue();
      await route.fetch();
      await route.abort();
    });
    await supervisor.getByRole('link', { name: 'Siaran' }).click();
    await supervisor.getByLabel('Perihal').fill('Angin kencang');
    await supervisor.getByLabel('Pesan').fill('Turun dari tiang.');
    const send = async () => {
      await supervisor.getByRole('button', { name: 'Periksa dan kirim' }).click();
      await supervisor.getByRole('alertdialog').getByRole('button', { name: 'Kirim' }).click();
    };
    await send();
    await supervisor.getByRole('alert').getByText('Server tidak dapat dihubungi').waitFor();
    await send();
    await supervisor.getByText('Siaran terkirim').first().waitFor();
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
    portal.complaints.splice(0);
  });

  it('a schedule is let rest and run again; queues and traces open in the same session', async () => {
    const admin = await portal.signedIn('admin', { colorScheme: 'dark' });
    await admin.getByRole('link', { name: 'Jadwal', exact: true }).click();
    const row = admin.getByRole('row').nth(1);
    await row.getByRole('button', { name: 'Jeda' }).click();
    await row.getByText('Dijeda').waitFor();
    await row.getByRole('button', { name: 'Lanjutkan' }).click();
    await row.getByRole('button', { name: 'Jeda' }).waitFor();
    expect(await axeFindings(admin)).toEqual([]);
    for (const name of ['Antrean', 'Jejak']) {
      const [opened] = await Promise.all([
        admin.context().waitForEvent('page'),
        admin.getByRole('navigation').getByRole('link', { name }).click(),
      ]);
      await opened.waitForLoadState();
      expect(await opened.title()).not.toMatch(/Masuk|Sign in/);
      await opened.close();
    }
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('the audit log is filtered by a person whose name is typed, and its address keeps them', async () => {
    const admin = await portal.signedIn('admin');
    await admin.goto(`${portal.url}/audit`);
    await admin.getByRole('button', { name: 'Oleh', exact: true }).click();
    await admin.getByRole('searchbox', { name: 'Cari staf atau pelanggan' }).fill('admin');
    const dialog = admin.getByRole('dialog', { name: 'Oleh' });
    await dialog.getByRole('listitem').getByRole('button').first().click();
    await admin.waitForURL(/by=[0-9a-f-]{36}/);
    expect(await axeFindings(admin)).toEqual([]);
    await admin.reload();
    await admin.getByRole('button', { name: /^Oleh .+/ }).waitFor();
    await admin.getByRole('row').nth(1).waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('nobody is offered, or shown, what their role has no right to', async () => {
    const supervisor = await portal.signedIn('supervisor');
    expect(await supervisor.getByRole('link', { name: 'Pengguna' }).count()).toBe(0);
    await supervisor.goto(`${portal.url}/users`);
    await supervisor.getByText('Halaman ini bukan untuk akun Anda').waitFor();
    portal.complaints.splice(0);
  });
});
