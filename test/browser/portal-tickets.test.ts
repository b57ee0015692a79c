import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';

describe.skipIf(!chromiumPath)('tickets in the portal', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  it('one creates and assigns a ticket, the other sees both at once, without a reload', async () => {
    const supervisor = await portal.signedIn('supervisor');
    const desk = await portal.signedIn('customer_service', { colorScheme: 'dark' });
    await desk.getByRole('link', { name: 'Tiket', exact: true }).click();
    await supervisor.getByRole('link', { name: 'Tiket baru' }).click();
    await supervisor.getByRole('textbox', { name: 'Perihal', exact: true }).fill('Kabel putus di tiang 7');
    // Twice is once.
    await supervisor.getByRole('button', { name: 'Buat tiket' }).dblclick();
    await supervisor.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);

    const row = desk.getByRole('row').filter({ hasText: 'Kabel putus di tiang 7' });
    await row.waitFor();
    expect(await row.count()).toBe(1);
    await row.getByText('Terbuka').waitFor();
    expect(await axeFindings(desk)).toEqual([]);

    await supervisor.getByRole('button', { name: 'Tugaskan' }).click();
    // Whoever suits it best is chosen already, with the sum.
    const dialog = supervisor.getByRole('dialog');
    await dialog.getByRole('radio').first().and(dialog.locator(':checked')).waitFor();
    await dialog.getByText(/tersedia \+ .* jarak = /).waitFor();
    expect(await axeFindings(supervisor)).toEqual([]);
    await supervisor.getByRole('dialog').getByRole('button', { name: 'Tugaskan' }).click();
    await row.getByText('Ditugaskan').waitFor();
    await supervisor.getByText('menugaskan').waitFor();
    expect(await axeFindings(supervisor)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a customer sees on a phone how far each report is', async () => {
    const customer = await portal.signedIn('customer', { viewport: { width: 390, height: 844 } });
    await customer.getByRole('heading', { name: 'Laporan saya' }).waitFor();
    await customer.getByRole('article').first().waitFor();
    expect(await axeFindings(customer)).toEqual([]);
    expect(await customer.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('what is not theirs is a page that says no more than one that does not exist', async () => {
    const customer = await portal.signedIn('customer');
    await customer.goto(`${portal.url}/nowhere`);
    const nowhere = await customer.getByRole('main').textContent();
    await customer.goto(`${portal.url}/tickets/01890000-0000-7000-8000-000000000000`);
    await customer.getByText('Tidak ada di sini').waitFor();
    expect(await customer.getByRole('main').textContent()).toBe(nowhere);
    portal.complaints.splice(0);
  });
});
