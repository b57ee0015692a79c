import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signForm } from '../../src/api/public-form.ts';
import { createSecrets } from '../../src/engine/secrets.ts';
import {
  axeFindings,
  chromiumPath,
  messageTo,
  noteComplaints,
  type PortalInBrowser,
  startPortalInBrowser,
} from '../support/browser.ts';
import { webp } from '../support/photos.ts';
import { waitFor } from '../support/wait.ts';

describe.skipIf(!chromiumPath)('an applicant', () => {
  let portal: PortalInBrowser;
  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterAll(async () => {
    await portal?.stop();
  });

  const arrived = (admin: Page, pattern: RegExp, to = '+6281234567890') =>
    messageTo(admin, portal.url, to, pattern);

  async function read(admin: Page, path: string): Promise<Record<string, unknown>> {
    return (await (await admin.request.get(`${portal.url}/api/v1${path}`)).json()) as Record<string, unknown>;
  }

  it('goes from the form to the active line, and watches it from a phone', async () => {
    const admin = await portal.signedIn('admin');
    const phone = await (
      await portal.browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
    ).newPage();
    noteComplaints(phone, portal.complaints);
    await phone.goto(portal.url);
    await phone.getByRole('link', { name: 'Daftar sambungan baru' }).click();
    await phone.getByRole('button', { name: 'Kirim kode ke WhatsApp saya' }).click();
    await phone.getByText('Wajib diisi').first().waitFor();
    const fill = (label: string, value: string) => phone.getByLabel(label, { exact: true }).fill(value);
    await fill('Nama', 'Siti Rahayu');
    await fill('Telepon', '0812-3456-7890');
    await fill('Jalan dan nomor rumah', 'Jalan Margonda 12');
    await fill('Kelurahan', 'Kemiri Muka');
    await fill('Kecamatan', 'Beji');
    // What was written is kept.
    await phone.reload();
    await fill('Kota', 'Depok');
    await fill('Kode pos', '16423');
    expect(await phone.getByLabel('Nama', { exact: true }).inputValue()).toBe('Siti Rahayu');
    await phone.getByText('Keluarga 100').click();
    await fill(
      'Tanggal survei yang diinginkan',
      new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
    );
    await phone.getByRole('button', { name: 'Kirim kode ke WhatsApp saya' }).click();
    await phone.getByLabel('Kode enam angka').waitFor();
    // A phone may have put the page away while they read the message.
    await phone.reload();
    await phone.getByRole('button', { name: 'Kirim kode ke WhatsApp saya' }).click();
    await phone.getByLabel('Kode enam angka').fill(await arrived(admin, /^(\d{6}) /));
    expect(await axeFindings(phone)).toEqual([]);
    // It arrives, its answer does not: after a reload the portal asks what came of it.
    await phone.route(
      '**/public/registrations',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await phone.getByRole('button', { name: 'Kirim pendaftaran' }).click();
    await phone.getByRole('alert').first().waitFor();
    await phone.reload();
    await phone.getByText('Kode enam angka').waitFor({ state: 'detached' });
    await phone.getByRole('button', { name: 'Lihat perkembangannya' }).click();
    await phone.locator('[data-tracking=live]').waitFor();
    const number = (await phone.getByRole('heading', { level: 2 }).textContent()) ?? '';
    expect(number).toMatch(/^R-\d{6}$/);
    expect(await axeFindings(phone)).toEqual([]);
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(390);

    const service = await portal.signedIn('customer_service');
    await service.getByRole('link', { name: 'Pendaftaran', exact: true }).click();
    await service.getByRole('link', { name: 'Siti Rahayu' }).click();
    await service.getByRole('button', { name: 'Data benar' }).click();
    await service.getByRole('dialog').getByLabel('Zona').fill('depok');
    await service.getByRole('dialog').getByRole('button', { name: 'Data benar' }).click();
    // Live, on a page that was not touched.
    await phone.getByText('Sudah diperiksa').waitFor();

    const supervisor = await portal.signedIn('supervisor');
    await supervisor.goto(service.url());
    await supervisor.getByRole('button', { name: 'Setujui', exact: true }).click();
    await supervisor.getByRole('dialog').getByRole('button', { name: 'Setujui tanpa survei' }).click();
    await supervisor.getByRole('button', { name: 'Jadikan pelanggan' }).click();
    await supervisor.getByRole('dialog').getByRole('button', { name: 'Jadikan pelanggan' }).click();
    await phone.getByText(/Anda pelanggan C-/).waitFor();
    await arrived(admin, /kata sandi (\S{16})/);
    await supervisor.getByText('menjadikan pelanggan').waitFor();
    expect(await axeFindings(supervisor)).toEqual([]);

    const id = new URL(service.url()).pathname.split('/').at(-1);
    const { customerId, installationTicket } = await read(admin, `/registrations/${id}`);
    const ticket = (installationTicket as { id: string }).id;
    const { data } = await read(admin, '/technicians?limit=1');
    const command = (name: string, body: object) => portal.post(admin, `/tickets/${ticket}/${name}`, body);
    await command('assign', { technicianId: (data as { id: string }[])[0]?.id });
    await command('start', {});
    await admin.request.post(`${portal.url}/api/v1/tickets/${ticket}/attachments`, {
      data: webp,
      headers: { origin: portal.url, 'content-type': 'image/webp' },
    });
    await command('complete', {
      resolution: 'Terpasang',
      equipmentSerials: ['ONT-990001'],
      signalDbm: -19,
    });
    await waitFor(async () => (await read(admin, `/customers/${customerId}`)).status === 'active', {
      deadlineMs: 20_000,
    });
    // Of the answer that was lost on purpose.
    const others = portal.complaints.splice(0).filter((line) => !line.includes('ERR_FAILED'));
    expect(others).toEqual([]);
  }, 150_000);

  it('whose form was open for longer than half a day sends what was typed all the same, code and registration', async () => {
    const key = readFileSync(join(portal.platform.dataDir, 'secret-key'), 'utf8').trim();
    const yesterday = signForm(createSecrets(key, randomBytes), new Date(Date.now() - 13 * 3_600_000));
    const admin = await portal.signedIn('admin');
    const page = await (await portal.browser.newContext()).newPage();
    let isOpening = true;
    await page.route('**/public/registrations/form', async (route) => {
      if (!isOpening) return await route.continue();
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), form: yesterday } });
    });
    const opened = page.waitForResponse('**/public/registrations/form');
    await page.goto(`${portal.url}/register`);
    const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
    await fill('Nama', 'Budi Malam');
    await fill('Telepon', '0812-3456-7891');
    await fill('Jalan dan nomor rumah', 'Jalan Margonda 13');
    await fill('Kelurahan', 'Kemiri Muka');
    await fill('Kecamatan', 'Beji');
    await fill('Kota', 'Depok');
    await fill('Kode pos', '16423');
    await page.getByText('Keluarga 100').click();
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await fill('Tanggal survei yang diinginkan', day);
    await page.evaluate('globalThis.notLoadedAnew = true');
    // That was yesterday.
    await opened;
    isOpening = false;
    await page.getByRole('button', { name: 'Kirim kode ke WhatsApp saya' }).click();
    await page.getByLabel('Kode enam angka').fill(await arrived(admin, /^(\d{6}) /, '+6281234567891'));
    // And left open over another night with the code typed in.
    await page.route(
      '**/public/registrations',
      async (route) => {
        const body = route.request().postDataJSON() as object;
        await route.continue({ postData: JSON.stringify({ ...body, form: yesterday }) });
      },
      { times: 1 },
    );
    await page.getByRole('button', { name: 'Kirim pendaftaran' }).click();
    await page.getByRole('button', { name: 'Lihat perkembangannya' }).waitFor();
    expect(await page.evaluate('globalThis.notLoadedAnew')).toBe(true);
  }, 60_000);
});
