import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

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

  /** By the palette, so that the page stays and only what it shows is another. */
  async function goTo(page: Page, { id, number }: { readonly id: string; readonly number: string }) {
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog');
    await palette.locator('input:focus').waitFor();
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
    await palette.waitFor({ state: 'detached' });
    await page.waitForURL(new RegExp(`/tickets/${id}$`));
    await page.getByRole('main').getByText(number).first().waitFor();
  }

  it('what is written about one ticket is never that of another, also while it is being sent', async () => {
    const desk = await portal.signedIn('customer_service');
    const make = (title: string) =>
      portal.post<{ id: string; number: string }>(desk, '/tickets', { type: 'repair', title });
    const [one, other] = [await make('Yang pertama'), await make('Yang kedua')];
    const field = desk.getByRole('textbox', { name: 'Komentar' });
    const holds = (words: string) => waitFor(async () => (await field.inputValue()) === words);
    await goTo(desk, other);
    await goTo(desk, one);
    await field.fill('Untuk yang pertama');
    await goTo(desk, other);
    await holds('');
    await field.fill('Untuk yang kedua');
    await desk.goBack();
    await holds('Untuk yang pertama');

    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await desk.route(`**/tickets/${one.id}/comments`, (route) => held.then(() => route.continue()));
    await desk.getByRole('button', { name: 'Kirim' }).click();
    await desk.goForward();
    await holds('Untuk yang kedua');
    // Back before it is answered: what shows the words now forgets them as well.
    await desk.goBack();
    await holds('Untuk yang pertama');
    const answered = desk.waitForResponse((answer) => answer.url().endsWith(`${one.id}/comments`));
    letGo();
    expect((await answered).ok()).toBe(true);
    await holds('');
    await desk.goForward();
    await holds('Untuk yang kedua');
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('what is typed while a comment is being sent stays', async () => {
    const desk = await portal.signedIn('customer_service');
    const made = await portal.post<{ id: string }>(desk, '/tickets', {
      type: 'repair',
      title: 'Dua kalimat',
    });
    await desk.goto(`${portal.url}/tickets/${made.id}`);
    const field = desk.getByRole('textbox', { name: 'Komentar' });
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await desk.route('**/comments', (route) => held.then(() => route.continue()));
    await field.fill('Yang pertama.');
    await desk.getByRole('button', { name: 'Kirim' }).click();
    await field.fill('Yang kedua.');
    const answered = desk.waitForResponse('**/comments');
    letGo();
    await answered;
    await desk.getByText('Yang pertama.').first().waitFor();
    expect(await field.inputValue()).toBe('Yang kedua.');
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a customer whose rating or complaint is refused reads so, and has not to write it again', async () => {
    const [desk, customer] = [await portal.signedIn('supervisor'), await portal.signedIn('customer')];
    const read = async (page: Page, path: string) =>
      await (await page.request.get(`${portal.url}/api/v1${path}`)).json();
    const [{ user }, { data }] = [await read(customer, '/session'), await read(desk, '/technicians?limit=1')];
    const title = 'Dinilai pelanggan';
    const { id } = await portal.post<{ id: string }>(desk, '/tickets', {
      type: 'repair',
      title,
      customerId: user.customerId,
    });
    await portal.post(desk, `/tickets/${id}/assign`, { technicianId: data[0].id, overbook: true });
    await portal.post(desk, `/tickets/${id}/start`, {});
    await portal.post(desk, `/tickets/${id}/complete`, { resolution: 'Selesai.' });
    // Without a reload: what may be done now comes with the change.

    const card = customer.getByRole('article').filter({ hasText: title });
    await card.getByRole('radio', { name: '2 dari 5' }).check({ force: true });
    await card.getByLabel('Ceritakan sedikit').fill('Masih lambat di malam hari');
    for (const command of ['rate', 'reopen'])
      await customer.route(`**/tickets/${id}/${command}`, (route) => route.abort(), { times: 1 });
    await card.getByRole('button', { name: 'Kirim penilaian' }).click();
    await customer.getByText('Server tidak dapat dihubungi').first().waitFor();
    expect(await card.getByLabel('Ceritakan sedikit').inputValue()).toBe('Masih lambat di malam hari');
    await card.getByRole('button', { name: 'Kirim penilaian' }).click();
    await card.getByText('Masih lambat di malam hari').waitFor();

    await card.getByRole('button', { name: /Buka lagi/ }).click();
    const dialog = customer.getByRole('dialog', { name: /^Buka lagi/ });
    await dialog.getByRole('textbox').fill('Mati lagi sejak pagi');
    await dialog.getByRole('button', { name: 'Buka lagi' }).click();
    await dialog.getByRole('alert').getByText('Server tidak dapat dihubungi').waitFor();
    expect(await dialog.getByRole('textbox').inputValue()).toBe('Mati lagi sejak pagi');
    await dialog.getByRole('button', { name: 'Buka lagi' }).click();
    await dialog.waitFor({ state: 'detached' });
    await waitFor(async () => (await read(desk, `/tickets/${id}`)).status === 'open');
    portal.complaints.splice(0);
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
