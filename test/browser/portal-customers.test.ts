import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  chromiumPath,
  messageTo,
  type PortalInBrowser,
  startPortalInBrowser,
} from '../support/browser.ts';

describe.skipIf(!chromiumPath)('customers in the portal', () => {
  let portal: PortalInBrowser;
  let supervisor: Page;
  let desk: Page;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
    supervisor = await portal.signedIn('supervisor');
    desk = await portal.signedIn('customer_service', {
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
    });
  });
  afterAll(async () => {
    await portal?.stop();
  });

  it('one is found misspelt, suspended for a reason, and taken back, while somebody else looks on', async () => {
    const name = 'Zulkarnain Zamrud';
    const made = await portal.post<{ id: string }>(desk, '/customers', {
      name,
      zone: 'depok',
      status: 'active',
    });
    await supervisor.goto(`${portal.url}/customers`);
    await supervisor.getByRole('searchbox', { name: 'Nama, kode, telepon, alamat' }).fill('zulkarnian');
    await supervisor.getByRole('link', { name }).click();
    await desk.goto(`${portal.url}/customers/${made.id}?tab=history`);
    await desk.getByText('mendaftarkan pelanggan').waitFor();
    await desk.locator('[data-live=live]').first().waitFor({ state: 'attached' });

    await supervisor.getByRole('button', { name: 'Tangguhkan' }).click();
    const dialog = supervisor.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Sudah dihubungi dua kali');
    expect(await axeFindings(supervisor)).toEqual([]);
    await dialog.getByRole('button', { name: 'Tangguhkan' }).click();
    await supervisor.getByRole('main').getByText('Tagihan belum dibayar').first().waitFor();
    await desk.getByText('dari Aktif menjadi Ditangguhkan').waitFor();
    expect(await axeFindings(desk)).toEqual([]);

    await supervisor.getByRole('tab', { name: 'Catatan' }).click();
    await supervisor.getByText('Sudah dihubungi dua kali').waitFor();
    await supervisor.getByRole('button', { name: 'Aktifkan kembali' }).click();
    await desk.getByText('dari Ditangguhkan menjadi Aktif').waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a customer sees the own line on a phone, and changes where messages go', async () => {
    const phone = await portal.signedIn('customer', { viewport: { width: 360, height: 740 } });
    await phone.getByRole('link', { name: 'Langganan saya' }).click();
    await phone.getByRole('heading', { name: 'Perangkat' }).waitFor();
    await phone.getByRole('button', { name: 'Ubah telepon dan surel' }).click();
    const dialog = phone.getByRole('dialog');
    await dialog.getByLabel('Telepon').fill('+6281277712345');
    expect(await axeFindings(phone)).toEqual([]);
    await dialog.getByRole('button', { name: 'Kirim kode' }).click();
    await dialog.getByText('kami kirim ke +6281277712345').waitFor();
    // Looking for the message they close the form: the code is still on its way, and another one would be refused.
    await phone.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await phone.getByRole('button', { name: 'Ubah telepon dan surel' }).click();
    await dialog.getByLabel('Telepon').fill('+6281277712345');
    await dialog.getByRole('button', { name: 'Kirim kode' }).click();
    await dialog.getByText('kami kirim ke +6281277712345').waitFor();
    const field = dialog.getByLabel('Kode enam angka');
    await dialog.getByRole('button', { name: 'Simpan' }).click();
    await dialog.getByText('Enam angka', { exact: true }).waitFor();
    const admin = await portal.signedIn('admin');
    const code = await messageTo(admin, portal.url, '+6281277712345', /(\d{6})/);
    await field.fill(code === '000000' ? '000001' : '000000');
    await dialog.getByRole('button', { name: 'Simpan' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'Kodenya salah' }).waitFor();
    expect(portal.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
    expect(await axeFindings(phone)).toEqual([]);
    await field.fill(code);
    await dialog.getByRole('button', { name: 'Simpan' }).click();
    await dialog.waitFor({ state: 'detached' });
    await phone.getByText('+6281277712345').waitFor();
    expect(await axeFindings(phone)).toEqual([]);
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  const read = async (path: string) => {
    const answer = await supervisor.request.get(`${portal.url}/api/v1${path}`);
    return (await answer.json()) as { data: { id: string; status: string }[]; total: number };
  };

  it('some are selected, then all that match, and suspended together', async () => {
    for (const name of ['Massal Satu', 'Massal Dua', 'Massal Tiga'])
      await portal.post(supervisor, '/customers', { name, zone: 'depok', status: 'active' });
    await supervisor.goto(`${portal.url}/customers?q=massal`);
    const mark = (name: string) => supervisor.getByRole('checkbox', { name: `Pilih ${name}` });
    await mark('Massal Satu').click();
    await mark('Massal Dua').click();
    const bar = supervisor.getByRole('region', { name: 'Tindakan untuk pelanggan terpilih' });
    await bar.getByText('2 dipilih').waitFor();
    await mark('Massal Dua').click();
    await bar.getByText('1 dipilih').waitFor();
    expect(await axeFindings(supervisor)).toEqual([]);
    await bar.getByRole('button', { name: 'Batalkan pilihan' }).click();
    await bar.waitFor({ state: 'detached' });

    await mark('Massal Tiga').click();
    await bar.getByRole('button', { name: 'Pilih semua 3 yang cocok' }).click();
    await bar.getByText('Semua 3 pelanggan yang cocok').waitFor();
    expect(await mark('Massal Satu').isChecked()).toBe(true);
    await bar.getByRole('button', { name: 'Tangguhkan' }).click();
    const dialog = supervisor.getByRole('dialog', { name: 'Tangguhkan: 3 pelanggan' });
    expect(await axeFindings(supervisor)).toEqual([]);
    await dialog.getByRole('button', { name: 'Jalankan untuk 3 pelanggan' }).click();
    await supervisor.getByText('Tangguhkan: 3 dari 3 selesai').waitFor();
    await bar.waitFor({ state: 'detached' });
    const { data } = await read('/customers?q=massal&limit=10');
    expect(data.map(({ status }) => status)).toEqual(['suspended', 'suspended', 'suspended']);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('registrations are selected and checked together, in one zone', async () => {
    const { data } = await read('/registrations?status=pending_verification&limit=2&sort=-createdAt');
    expect(data).toHaveLength(2);
    await supervisor.goto(`${portal.url}/registrations?status=pending_verification`);
    const marks = supervisor.getByRole('checkbox', { name: /^Pilih (?!semua)/ });
    await marks.nth(0).click();
    await marks.nth(1).click();
    const bar = supervisor.getByRole('region', { name: 'Tindakan untuk pendaftaran terpilih' });
    await bar.getByText('2 dipilih').waitFor();
    await bar.getByRole('button', { name: 'Data benar' }).click();
    const dialog = supervisor.getByRole('dialog', { name: 'Data benar: 2 pendaftaran' });
    const run = dialog.getByRole('button', { name: 'Jalankan untuk 2 pendaftaran' });
    await run.click();
    await dialog.getByText('Wajib diisi').waitFor();
    expect(await axeFindings(supervisor)).toEqual([]);
    await dialog.getByLabel('Zona').fill('depok');
    await run.click();
    await supervisor.getByText('Data benar: 2 dari 2 selesai').waitFor();
    const now = await Promise.all(data.map(({ id }) => read(`/registrations/${id}`)));
    expect(now).toMatchObject([
      { status: 'verified', zone: 'depok' },
      { status: 'verified', zone: 'depok' },
    ]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
