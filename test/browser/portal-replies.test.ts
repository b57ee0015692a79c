// What people answer by WhatsApp, as customer service meets it: listed as it comes, and a ticket away.

import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  chromiumPath,
  colourRules,
  type PortalInBrowser,
  settled,
  startPortalInBrowser,
} from '../support/browser.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** The page may have to be loaded first. */
const patient = { timeout: 10_000 };

describe.skipIf(!chromiumPath)('answers by WhatsApp', () => {
  let portal: PortalInBrowser;
  let service: Page;

  beforeAll(async () => {
    portal = await startPortalInBrowser({ WHATSAPP_HOOK_SECRET: secret });
    service = await portal.signedIn('customer_service', { reducedMotion: 'reduce' });
  });
  afterAll(async () => {
    await portal?.stop();
  });

  /** As the gateway passes it on. */
  async function answers(from: string, text: string): Promise<void> {
    const body = JSON.stringify({ type: 'message.received', data: { id: randomUUID(), from, text } });
    const [id, at] = [randomUUID(), new Date()];
    const answer = await fetch(`${portal.url}/api/v1/hooks/whatsapp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
      body,
    });
    expect(answer.status).toBe(204);
  }

  it('that belong to no ticket stand on a page of their own, and come to it by themselves', async () => {
    const { id } = await portal.post<{ id: string }>(service, '/customers', {
      name: 'Ratna Dewi',
      phone: '+6281299990001',
      zone: 'depok',
    });
    await service.getByRole('link', { name: 'Balasan WhatsApp' }).click();
    // What the demo brings along.
    await service.getByText('Apakah sudah ada jaringan di Cinere?').waitFor();
    expect(await axeFindings(service)).toEqual([]);

    await answers('+6281299990001', 'Internet saya mati sejak pagi.\nLampu LOS merah.');
    await answers('+6281299990002', 'Apakah sudah ada di Cinere?');
    const known = service.getByRole('row').filter({ hasText: 'Ratna Dewi' });
    await known.getByText('Catatan pelanggan').waitFor();
    await known.getByText(/Lampu LOS merah/).waitFor();
    expect(await known.getByRole('link', { name: 'Ratna Dewi' }).first().getAttribute('href')).toBe(
      `/customers/${id}`,
    );
    const stranger = service.getByRole('row').filter({ hasText: '+6281299990002' });
    await stranger.getByText('Nomor tidak dikenal').waitFor();
    expect(await axeFindings(service)).toEqual([]);
    await service.emulateMedia({ colorScheme: 'dark' });
    expect(await axeFindings(service, colourRules)).toEqual([]);
    await service.emulateMedia({ colorScheme: 'light' });
  });

  it('are a ticket away: for whom it is and what they wrote is filled in', async () => {
    await service
      .getByRole('row')
      .filter({ hasText: 'Ratna Dewi' })
      .getByRole('link', { name: /Tiket baru/ })
      .click();
    const words = service.getByLabel('Keterangan');
    await expect
      .poll(() => words.inputValue(), patient)
      .toBe('Internet saya mati sejak pagi.\nLampu LOS merah.');
    const customer = service.getByRole('combobox', { name: /Pelanggan/ });
    await expect.poll(() => customer.inputValue(), patient).toBe('Ratna Dewi');

    // The next one brings its own words, whatever was begun before.
    await service.goBack();
    await service
      .getByRole('row')
      .filter({ hasText: '+6281299990002' })
      .getByRole('link', { name: /Tiket baru/ })
      .click();
    await expect.poll(() => words.inputValue(), patient).toBe('Apakah sudah ada di Cinere?');
    expect(await customer.inputValue()).toBe('');
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('are done without a ticket, until that is taken back, or by the ticket that is made of them', async () => {
    await service.goto(`${portal.url}/replies`);
    const stranger = service.getByRole('row').filter({ hasText: '+6281299990002' });
    await stranger.getByRole('button', { name: /Selesai/ }).click();
    await stranger.waitFor({ state: 'detached' });
    await service.getByRole('button', { name: 'Urungkan' }).first().click();
    await stranger.waitFor();

    const known = service.getByRole('row').filter({ hasText: 'Ratna Dewi' });
    await known.getByRole('link', { name: /Tiket baru/ }).click();
    const customer = service.getByRole('combobox', { name: /Pelanggan/ });
    await expect.poll(() => customer.inputValue(), patient).toBe('Ratna Dewi');
    await service.getByLabel('Perihal').fill('Lampu LOS merah');
    await service.getByRole('button', { name: 'Buat tiket' }).click();
    await service.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
    const made = new URL(service.url()).pathname;
    await service.goto(`${portal.url}/replies`);
    await stranger.waitFor();
    expect(await known.count()).toBe(0);
    await service.getByRole('radio', { name: 'Semua' }).check();
    await known.getByText('Menjadi tiket').waitFor();
    expect(await known.getByRole('link', { name: /^T-/ }).getAttribute('href')).toBe(made);
    expect(await axeFindings(service)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('are told of in the inbox, which leads to them', async () => {
    await service.getByRole('link', { name: 'Kotak masuk' }).first().click();
    await service
      .getByRole('link', { name: /nomor tidak dikenal/ })
      .first()
      .click();
    await service.getByRole('row').filter({ hasText: '+6281299990002' }).waitFor();
    expect(new URL(service.url()).pathname).toBe('/replies');
  });

  it('fit a phone', async () => {
    const phone = await portal.signedIn('customer_service', { viewport: { width: 360, height: 740 } });
    await phone.goto(`${portal.url}/replies`);
    await settled(phone);
    await phone.getByText('Nomor tidak dikenal').first().waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
