import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';

/** In whole pixels: the corners of what is moved for the screen are floats, and 44 may be 43.99997 there. */
async function heightOf(target: Locator): Promise<number> {
  return Math.round((await target.boundingBox())?.height ?? 0);
}

describe.skipIf(!chromiumPath)('a technician on a phone', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterAll(async () => {
    await portal?.stop();
  });

  it('claims, starts and completes with one thumb, and says whether more may come', async () => {
    const desk = await portal.signedIn('customer_service');
    const phone = await portal.signedIn('technician', { viewport: { width: 360, height: 740 } });
    const { user } = await (await phone.request.get(`${portal.url}/api/v1/session`)).json();
    const title = 'Antena miring di atap';
    await portal.post(desk, '/tickets', { type: 'repair', title, zone: user.zone });

    const card = phone.getByRole('article').filter({ hasText: title });
    await card.getByRole('button', { name: 'Ambil' }).click();
    await card.getByText('Ditugaskan').waitFor();
    // The card is in another list now, and the focus at its next step.
    await card.getByRole('button', { name: 'Mulai' }).and(phone.locator(':focus')).waitFor();
    await card.getByRole('button', { name: 'Mulai' }).click();
    await card.getByText('Dikerjakan').waitFor();
    await card.getByRole('button', { name: 'Selesaikan' }).and(phone.locator(':focus')).waitFor();
    expect(await axeFindings(phone)).toEqual([]);
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(360);

    await card.getByRole('button', { name: 'Selesaikan' }).click();
    const dialog = phone.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('Antena diluruskan');
    await dialog.getByRole('button', { name: 'Selesaikan' }).click();
    await phone.getByRole('region', { name: 'Selesai hari ini' }).getByText(title).waitFor();

    await Promise.all([
      phone.waitForResponse((answer) => answer.url().includes('/availability') && answer.ok()),
      phone.getByRole('radio', { name: 'sibuk' }).check(),
    ]);
    await phone.reload();
    await phone.locator('input[value=busy]:checked').waitFor({ state: 'attached' });
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('has targets for fingers in menus and windows on a tablet, too', async () => {
    const tablet = await portal.signedIn('technician2', { viewport: { width: 1_024, height: 768 } });
    await tablet.getByRole('button', { name: /^Akun / }).click();
    const out = tablet.getByRole('menuitem', { name: 'Keluar' });
    await out.waitFor();
    expect(await heightOf(out)).toBeGreaterThanOrEqual(44);
    await tablet.request.delete(`${portal.url}/api/v1/session`, { headers: { Origin: portal.url } });
    const submit = tablet.getByRole('dialog').getByRole('button', { name: 'Masuk' });
    await submit.waitFor();
    expect(await heightOf(submit)).toBeGreaterThanOrEqual(44);
  });

  it('a refusal is said, and takes nothing of what was written', async () => {
    const desk = await portal.signedIn('supervisor');
    const phone = await portal.signedIn('technician', { viewport: { width: 360, height: 740 } });
    const { user } = await (await phone.request.get(`${portal.url}/api/v1/session`)).json();
    const title = 'Kabel terjepit pintu';
    const { id } = await portal.post<{ id: string }>(desk, '/tickets', {
      type: 'repair',
      title,
      zone: user.zone,
    });
    const refuse = (command: string, status: number, problem: object) =>
      phone.route(
        `**/tickets/${id}/${command}`,
        (route) =>
          route.fulfill({
            status,
            contentType: 'application/problem+json',
            body: JSON.stringify({ status, ...problem }),
          }),
        { times: 1 },
      );

    await refuse('claim', 409, { code: 'at_capacity' });
    const card = phone.getByRole('article').filter({ hasText: title });
    await card.getByRole('button', { name: 'Ambil' }).click();
    const full = phone.getByRole('alertdialog');
    await full.getByText('melebihi batas harian Anda').waitFor();
    await full.getByRole('button', { name: 'Tugaskan juga' }).click();
    await full.waitFor({ state: 'detached' });
    await card.getByRole('button', { name: 'Mulai' }).click();

    await card.getByRole('button', { name: 'Selesaikan' }).click();
    const dialog = phone.getByRole('dialog');
    await dialog.getByLabel('Hasil pekerjaan').fill('Kabel diganti');
    await refuse('complete', 422, {
      code: 'not_possible',
      detail: 'Completing a change of package also needs packageChange: edit the ticket.',
    });
    await dialog.getByRole('button', { name: 'Selesaikan' }).click();
    await dialog.getByRole('alert').getByText('Paket barunya belum dipilih').waitFor();
    expect(await dialog.getByLabel('Hasil pekerjaan').inputValue()).toBe('Kabel diganti');
    await dialog.getByRole('button', { name: 'Selesaikan' }).click();
    await dialog.waitFor({ state: 'detached' });
    await phone.getByRole('region', { name: 'Selesai hari ini' }).getByText(title).waitFor();
    portal.complaints.splice(0);
  });
});
