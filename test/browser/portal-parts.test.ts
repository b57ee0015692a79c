// What opens beside a button has a file of its own: when it is fetched, and what is seen when it cannot be had.

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, type PortalInBrowser, settled, startPortalInBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

const isFetched = (page: Page, part: string) =>
  page.evaluate<boolean>(
    `performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/${part}-') && responseEnd > 0)`,
  );

describe.skipIf(!chromiumPath)('what opens beside a button', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  it('is fetched once the page is calm, and opens without a connection; the focus goes in and comes back', async () => {
    const page = await portal.signedIn('supervisor');
    await page.goto(`${portal.url}/tickets`);
    await settled(page);
    for (const part of ['popover-panel', 'menu-panel'])
      await waitFor(() => isFetched(page, part), { deadlineMs: 20_000, everyMs: 50 });
    expect(portal.complaints.splice(0)).toEqual([]);
    await page.context().setOffline(true);

    const filter = page.getByRole('button', { name: 'Status', exact: true });
    expect(await filter.getAttribute('aria-haspopup')).toBe('dialog');
    await filter.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Status' });
    await panel.waitFor();
    await waitFor(() => page.evaluate<boolean>("document.activeElement.closest('[role=dialog]') !== null"));
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await filter.and(page.locator(':focus')).waitFor();

    const views = page.getByRole('button', { name: 'Tampilan tersimpan' });
    await views.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await views.and(page.locator(':focus')).waitFor();
  });

  it('keeps what is typed when somebody taps beside the window', async () => {
    const page = await portal.signedIn('supervisor');
    const made = await portal.post<{ id: string }>(page, '/tickets', {
      type: 'repair',
      title: 'Soket longgar',
    });
    await page.goto(`${portal.url}/tickets/${made.id}`);
    await page.getByRole('button', { name: 'Ubah', exact: true }).click();
    const title = page.getByRole('dialog').getByRole('textbox', { name: 'Perihal' });
    await title.fill('Soket longgar di dapur');
    await page.mouse.click(5, 5);
    expect(await title.inputValue()).toBe('Soket longgar di dapur');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('is missed with a word, and the page stays', async () => {
    const page = await portal.signedIn('supervisor');
    await page.route('**/assets/popover-panel-*', (route) => route.abort());
    await page.goto(`${portal.url}/tickets`);
    await settled(page);
    await page.getByRole('button', { name: 'Status', exact: true }).click();
    await page.getByText('Server tidak dapat dihubungi').first().waitFor();
    await page.getByRole('heading', { level: 1, name: 'Tiket' }).waitFor();
  });
});
