import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  chromiumPath,
  enterPassword,
  type PortalInBrowser,
  settled,
  startPortalInBrowser,
} from '../support/browser.ts';
import { webp } from '../support/photos.ts';
import { waitFor } from '../support/wait.ts';

const file = (name: string) => ({ name, mimeType: 'image/webp', buffer: webp });

describe.skipIf(!chromiumPath)('photos in the portal', () => {
  let portal: PortalInBrowser;
  let desk: Page;
  let phone: Page;
  let customer: Page;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
    desk = await portal.signedIn('supervisor');
    phone = await portal.signedIn('technician', { viewport: { width: 360, height: 740 } });
    customer = await portal.signedIn('customer', { viewport: { width: 390, height: 844 } });
  });
  afterAll(async () => {
    await portal?.stop();
  });

  const read = async (page: Page, path: string) =>
    await (await page.request.get(`${portal.url}/api/v1${path}`)).json();

  /** The customer’s, with the technician at work. */
  async function underWay(type: string): Promise<string> {
    const [{ user: worker }, { user: owner }] = await Promise.all([
      read(phone, '/session'),
      read(customer, '/session'),
    ]);
    const { customerId } = owner;
    const title = `Pekerjaan ${type}`;
    const { id } = await portal.post<{ id: string }>(desk, '/tickets', { type, title, customerId });
    const { technicianId } = worker;
    await portal.post(desk, `/tickets/${id}/assign`, { technicianId, overbook: true });
    await portal.post(phone, `/tickets/${id}/start`, {});
    return id;
  }

  it('an installation is not completed without one; they go up one by one, made small, and are for staff', async () => {
    const id = await underWay('installation');
    await phone.goto(`${portal.url}/tickets/${id}`);
    await phone.getByRole('button', { name: 'Selesaikan' }).click();
    const dialog = phone.getByRole('dialog');
    await dialog.getByLabel('Hasil pekerjaan').fill('Terpasang');
    await dialog.getByLabel(/Nomor seri/).fill('ONT-777001');
    await dialog.getByLabel(/Sinyal/).fill('-19');
    await dialog.getByRole('button', { name: 'Selesaikan' }).click();
    await dialog.getByText('Instalasi memerlukan setidaknya satu foto').waitFor();
    expect(portal.complaints.splice(0)).toEqual([expect.stringContaining('422')]);

    // Closed by mistake: what was written is still there.
    await dialog.getByRole('button', { name: 'Batal' }).click();
    await phone.getByRole('button', { name: 'Selesaikan' }).click();
    expect(await dialog.getByLabel('Hasil pekerjaan').inputValue()).toBe('Terpasang');
    await dialog
      .locator('input[type=file]:not([capture])')
      .setInputFiles([file('satu.webp'), file('dua.webp')]);
    await dialog.getByRole('button', { name: 'Buka satu.jpg' }).waitFor();
    await dialog.getByRole('button', { name: 'Buka dua.jpg' }).waitFor();
    expect(await axeFindings(phone)).toEqual([]);
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await dialog.getByRole('button', { name: 'Selesaikan' }).click();
    await dialog.waitFor({ state: 'detached' });
    await waitFor(async () => (await read(desk, `/tickets/${id}`)).status === 'completed');
    const { data } = await read(desk, `/tickets/${id}/attachments`);
    expect(data).toMatchObject([
      { name: 'satu.jpg', type: 'image/jpeg', internal: true },
      { name: 'dua.jpg', internal: true },
    ]);
    expect((await read(customer, `/tickets/${id}/attachments`)).data).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a customer’s appear live at the desk, are looked through by keyboard, and removed', async () => {
    const id = await underWay('repair');
    await Promise.all([desk, customer].map((page) => page.goto(`${portal.url}/tickets/${id}`)));
    await desk.getByText('Foto dan berkas').waitFor();
    await customer
      .locator('main input[type=file]:not([capture])')
      .setInputFiles([file('modem.webp'), file('kabel.webp')]);
    await desk.getByRole('button', { name: 'Buka kabel.jpg' }).waitFor();
    await desk.getByText('menambahkan foto').first().waitFor();

    await desk.getByRole('button', { name: 'Buka modem.jpg' }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('img', { name: 'Foto modem.jpg' }).waitFor();
    expect(await axeFindings(desk)).toEqual([]);
    await desk.keyboard.press('ArrowRight');
    await dialog.getByRole('img', { name: 'Foto kabel.jpg' }).waitFor();
    await desk.keyboard.press('ArrowRight');
    await dialog.getByRole('img', { name: 'Foto modem.jpg' }).waitFor();
    await dialog.getByRole('button', { name: 'Hapus' }).click();
    await desk.getByRole('alertdialog').getByRole('button', { name: 'Hapus' }).click();
    await dialog.waitFor({ state: 'detached' });
    await customer.getByRole('button', { name: 'Buka modem.jpg' }).waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: 'Buka kabel.jpg' }).waitFor();

    await desk.getByRole('button', { name: 'Buka kabel.jpg' }).click();
    await dialog.getByRole('img', { name: 'Foto kabel.jpg' }).waitFor();
    await desk.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('more than there is room for are said to be left out', async () => {
    const id = await underWay('repair');
    const { room } = await read(desk, `/tickets/${id}/attachments`);
    for (let sent = 1; sent < room; sent++) {
      const answer = await desk.request.post(`${portal.url}/api/v1/tickets/${id}/attachments`, {
        data: webp,
        headers: { origin: portal.url, 'content-type': 'image/webp' },
      });
      expect(answer.status()).toBe(201);
    }
    await desk.goto(`${portal.url}/tickets/${id}`);
    await desk.getByText('Foto dan berkas').waitFor();
    await desk
      .locator('main input[type=file]:not([capture])')
      .setInputFiles([file('muat.webp'), file('lebih.webp'), file('lagi.webp')]);
    await desk.getByText('2 berkas tidak dikirim').first().waitFor();
    await desk.getByRole('button', { name: 'Buka muat.jpg' }).waitFor();
    expect((await read(desk, `/tickets/${id}/attachments`)).data).toHaveLength(room);
    portal.complaints.splice(0);
  });

  it('one that fails says why, and is sent again when it is told to', async () => {
    const id = await underWay('repair');
    await customer.goto(`${portal.url}/tickets/${id}`);
    const path = `**/api/v1/tickets/${id}/attachments`;
    await customer.route(path, (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 500, body: '{}' }) : route.fallback(),
    );
    await customer.locator('main input[type=file]:not([capture])').setInputFiles([file('lampu.webp')]);
    await customer.getByRole('button', { name: 'Kirim lagi lampu.webp' }).waitFor();
    expect(await axeFindings(customer)).toEqual([]);
    await customer.unroute(path);
    await customer.getByRole('button', { name: 'Kirim lagi lampu.webp' }).click();
    await customer.getByRole('button', { name: 'Buka lampu.jpg' }).waitFor();
    portal.complaints.splice(0);
  });

  it('one that the server has no time for, or no session, goes up by itself', async () => {
    const id = await underWay('repair');
    await customer.goto(`${portal.url}/tickets/${id}`);
    const path = `**/api/v1/tickets/${id}/attachments`;
    let sent = 0;
    await customer.route(path, async (route) => {
      if (route.request().method() !== 'POST') return await route.fallback();
      sent += 1;
      if (sent > 1) return await route.fallback();
      await route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, body: '{}' });
    });
    const input = customer.locator('main input[type=file]:not([capture])');
    await input.setInputFiles([file('atap.webp')]);
    await customer.getByRole('button', { name: 'Buka atap.jpg' }).waitFor();
    expect(sent).toBe(2);

    await customer.context().clearCookies();
    await input.setInputFiles([file('pagar.webp')]);
    await customer.getByRole('dialog').getByText('Sesi Anda berakhir').waitFor();
    await enterPassword(customer, 'customer');
    await customer.getByRole('button', { name: 'Buka pagar.jpg' }).waitFor();
    portal.complaints.splice(0);
  });

  /** As a browser tells a page of what was let go over it, or pasted: a photo, or words. */
  const give = (how: 'drop' | 'paste', name: string | undefined) => `(() => {
    const data = new DataTransfer();
    const name = ${JSON.stringify(name)};
    const bytes = Uint8Array.from(atob('${webp.toString('base64')}'), (one) => one.charCodeAt(0));
    if (name) data.items.add(new File([bytes], name, { type: 'image/webp' }));
    else data.setData('text/plain', 'words');
    const fire = (target, event) => !target.dispatchEvent(event);
    if (${JSON.stringify(how)} === 'paste')
      return fire(document, new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    const all = { dataTransfer: data, bubbles: true, cancelable: true };
    const target = [...document.querySelectorAll('main h2')].find((one) => one.textContent === 'Foto dan berkas');
    return fire(target, new DragEvent('dragover', all)) && fire(target, new DragEvent('drop', all));
  })()`;

  it.each(['drop', 'paste'] as const)('one is attached by %s; words go where they always go', async (how) => {
    const id = await underWay('repair');
    await desk.goto(`${portal.url}/tickets/${id}`);
    await settled(desk);
    await desk.getByRole('heading', { name: 'Foto dan berkas' }).waitFor();
    expect(await desk.evaluate(give(how, undefined))).toBe(false);
    expect(await desk.evaluate(give(how, `${how}.webp`))).toBe(true);
    await desk.getByRole('button', { name: `Buka ${how}.jpg` }).waitFor();
    const { data } = await read(desk, `/tickets/${id}/attachments`);
    expect(data).toMatchObject([{ name: `${how}.jpg`, type: 'image/jpeg' }]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('one is taken by the camera of a phone, the one that looks away, and nothing but photos', async () => {
    const id = await underWay('repair');
    await phone.goto(`${portal.url}/tickets/${id}`);
    const camera = phone.locator('main input[type=file][capture]');
    await camera.waitFor({ state: 'attached' });
    expect(await camera.getAttribute('capture')).toBe('environment');
    expect(await camera.getAttribute('accept')).toBe('image/*');
    expect(await camera.getAttribute('multiple')).toBeNull();
    await camera.setInputFiles([file('kamera.webp')]);
    await phone.getByRole('button', { name: 'Buka kamera.jpg' }).waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
