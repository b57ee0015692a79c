// Where the focus is after a change of page.

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, type PortalInBrowser, settled, startPortalInBrowser } from '../support/browser.ts';

const headingHasFocus = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).and(page.locator(':focus')).waitFor();

describe.skipIf(!chromiumPath)('after a change of page', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  it('the heading has the focus: by the navigation, from a list, back again, by the palette and by a menu', async () => {
    const page = await portal.signedIn('supervisor');
    await settled(page);
    // Nobody went anywhere yet: the first stop is the way past the navigation.
    expect(await page.evaluate('document.activeElement === document.body')).toBe(true);

    await page.getByRole('link', { name: 'Tiket', exact: true }).click();
    await headingHasFocus(page, 'Tiket');
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);

    // A ticket's heading comes with the ticket.
    const row = page.getByRole('row').nth(1);
    const title = (await row.locator('[data-column=title]').textContent()) as string;
    await row.click();
    await page.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
    await headingHasFocus(page, title);
    await page.goBack();
    await headingHasFocus(page, 'Tiket');

    const palette = page.getByRole('dialog');
    await page.keyboard.press('Control+k');
    await palette.locator('input:focus').waitFor();
    await page.keyboard.type('siaran');
    await palette.getByRole('option', { name: 'Siaran' }).first().waitFor();
    await page.keyboard.press('Enter');
    await headingHasFocus(page, 'Siaran');

    await page.getByRole('button', { name: /^Akun / }).click();
    await page.getByRole('menuitem', { name: 'Akun saya' }).click();
    await page.waitForURL(/\/account$/);
    await headingHasFocus(page, /./);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('the field of a page that begins with one keeps it, and so does what is changed on the page itself', async () => {
    const page = await portal.signedIn('supervisor');
    await page.getByRole('link', { name: 'Pencarian', exact: true }).click();
    await page.locator('main input:focus').waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('main input:focus').count()).toBe(1);

    await page.getByRole('link', { name: 'Tiket', exact: true }).click();
    await headingHasFocus(page, 'Tiket');
    const view = page.getByRole('button', { name: 'Belum ditugaskan' });
    await view.click();
    await page.waitForURL(/view=unassigned/);
    await page.locator('[aria-pressed=true]').and(view).waitFor();
    expect(await view.and(page.locator(':focus')).count()).toBe(1);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('on a phone: the drawer closes, and the heading has the focus', async () => {
    const page = await portal.signedIn('supervisor', { viewport: { width: 390, height: 780 } });
    await page.getByRole('button', { name: 'Buka navigasi' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('link', { name: 'Tiket', exact: true }).click();
    await drawer.waitFor({ state: 'detached' });
    await headingHasFocus(page, 'Tiket');
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
