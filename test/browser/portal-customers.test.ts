import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';

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
    await dialog.getByRole('button', { name: 'Simpan' }).click();
    await phone.getByText('+6281277712345').waitFor();
    expect(await axeFindings(phone)).toEqual([]);
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
