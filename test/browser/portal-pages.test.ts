// Every page of the registry, as every role that may open it: what axe and the console say, in both themes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../src/contracts/permissions.ts';
import {
  axeFindings,
  chromiumPath,
  colourRules,
  noteComplaints,
  type PortalInBrowser,
  settled,
  startPortalInBrowser,
} from '../support/browser.ts';
import {
  addressOfPage,
  type PortalPage,
  pagesOfRole,
  readOpenPages,
  readPortalPages,
} from '../support/portal-pages.ts';
import { waitFor } from '../support/wait.ts';

const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };

describe.skipIf(!chromiumPath)('every page of the portal', () => {
  let portal: PortalInBrowser;
  let pages: readonly PortalPage[];

  beforeAll(async () => {
    [portal, pages] = await Promise.all([startPortalInBrowser(), readPortalPages()]);
  });
  afterAll(async () => {
    await portal?.stop();
  });

  it.each(roles)('holds WCAG 2.2 AA in light and dark, without a complaint, for %s', async (role) => {
    const viewport = role === 'customer' || role === 'technician' ? phone : desk;
    // Colours that are still on their way to the other theme are no finding.
    const page = await portal.signedIn(role, { viewport, reducedMotion: 'reduce' });
    await settled(page);
    const here = () => new URL(page.url()).pathname;
    const start = here();
    const found: unknown[] = [];
    for (const { path } of pagesOfRole(pages, role)) {
      const address = await addressOfPage(path, async (list) =>
        (await page.request.get(`${portal.url}${list}`)).json(),
      );
      // A start that leads on is met where it leads.
      if (address === '/' && start !== '/') continue;
      if (here() !== address) {
        const before = await page.title();
        // As a link would: the page stays, its parts come as they are needed.
        await page.evaluate(`history.pushState(null, '', ${JSON.stringify(address)})`);
        await waitFor(async () => (await page.title()) !== before);
        await settled(page);
      }
      await page.emulateMedia({ colorScheme: 'light' });
      found.push(...(await axeFindings(page)).map((finding) => ({ path, ...finding })));
      await page.emulateMedia({ colorScheme: 'dark' });
      found.push(...(await axeFindings(page, colourRules)).map((finding) => ({ path, ...finding })));
      if (viewport === phone) expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
    expect(found).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
    await page.context().close();
  });

  it('holds it for whoever has no account, too', async () => {
    const page = await (
      await portal.browser.newContext({ viewport: phone, reducedMotion: 'reduce' })
    ).newPage();
    noteComplaints(page, portal.complaints);
    const found: unknown[] = [];
    for (const path of ['/', ...(await readOpenPages())]) {
      await page.goto(`${portal.url}${path}`);
      await page.locator('main form').waitFor();
      await page.emulateMedia({ colorScheme: 'light' });
      found.push(...(await axeFindings(page)).map((finding) => ({ path, ...finding })));
      await page.emulateMedia({ colorScheme: 'dark' });
      found.push(...(await axeFindings(page, colourRules)).map((finding) => ({ path, ...finding })));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
    expect(found).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
    await page.context().close();
  });
});
