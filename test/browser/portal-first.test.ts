// What a first screen is made of comes with its page: who is signed in is asked of nobody, and nothing is asked twice.

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstReads } from '../../web/build/first-reads.ts';
import { chromiumPath, type PortalInBrowser, settled, startPortalInBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

/** Chromium says so a few seconds after the page was loaded. */
const UNUSED = /preloaded using link preload but not used/;
const SAID_AFTER_MS = 6_000;

interface Visit {
  readonly asked: readonly string[];
  readonly unused: readonly string[];
}

describe.skipIf(!chromiumPath)('a first screen', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  /** Everything that the API was asked until the page had said whether something was fetched in vain. */
  async function visit(page: Page, path: string): Promise<Visit> {
    const asked: string[] = [];
    const unused: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/api/v1/')) asked.push(`${pathname.slice('/api/v1'.length)}${search}`);
    });
    page.on('console', (message) => void (UNUSED.test(message.text()) && unused.push(message.text())));
    await page.goto(`${portal.url}${path}`);
    await settled(page);
    const inTime = `performance.now() - performance.timing.loadEventEnd + performance.timeOrigin > ${SAID_AFTER_MS}`;
    await waitFor(() => page.evaluate<boolean>(inTime), { deadlineMs: 20_000, everyMs: 200 });
    return { asked, unused };
  }

  it.each([
    ['customer', '/', 'customer-start'],
    ['technician', '/', 'technician-start'],
    ['supervisor', '/board', '/board'],
    ['supervisor', '/tickets', '/tickets'],
  ])('of a %s at %s asks once for what it shows, and nobody who is signed in', async (role, path, name) => {
    const page = await portal.signedIn(role);
    const { asked, unused } = await visit(page, path);
    const reads = firstReads[name]?.map((read) => read.path) ?? [];
    expect(reads).not.toEqual([]);
    expect(asked.filter((one) => reads.includes(one)).toSorted()).toEqual(reads.toSorted());
    expect(asked).not.toContain('/session');
    expect(unused).toEqual([]);
  });

  it('of a page that is not theirs asks for nothing of it', async () => {
    const page = await portal.signedIn('customer');
    const { asked, unused } = await visit(page, '/board');
    expect(asked.filter((one) => /^\/(?:technicians|staff|tickets)/.test(one))).toEqual([]);
    expect(unused).toEqual([]);
  });

  it('with another filter in its address asks for that alone', async () => {
    const page = await portal.signedIn('supervisor');
    const { asked, unused } = await visit(page, '/tickets?status=open');
    expect(asked.filter((one) => one.startsWith('/tickets?'))).toEqual([
      '/tickets?status=open&limit=50&offset=0',
    ]);
    expect(unused).toEqual([]);
  });

  it('of whoever names no session asks for the password, and is told of nobody', async () => {
    const context = await portal.browser.newContext();
    const cookies = [{ name: 'trunkline_session', value: 'f'.repeat(43), url: portal.url }];
    await context.addCookies(cookies);
    const stranger = await context.newPage();
    await stranger.goto(`${portal.url}/tickets`);
    await stranger.locator('[autocomplete=username]').waitFor();
    expect(await stranger.locator('[id="trunkline:session"]').count()).toBe(0);
    await context.close();
  });
});
