/**
 * `npm run demo:portal`, against a running platform: the main job in two browsers, then every page of the registry
 * as every role in both themes and three widths. Screenshots go to `artifacts/portal`; a table says how long each
 * page takes, how much script it loads, what the console says and what axe finds. Exits 1 on any finding.
 *
 * `npm run demo:portal -- --readme` makes the pictures of README and docs instead; `--compare <role>:<path>,…
 * <address> <address>` measures pages of two builds in turns.
 */
import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser, noteComplaints, signInToPortal } from '../test/support/browser.ts';
import {
  addressOfPage,
  type PortalPage,
  pagesOfRole,
  readOpenPages,
  readPortalPages,
} from '../test/support/portal-pages.ts';
import { comparePages } from './demo-portal/compare.ts';
import { runFlows } from './demo-portal/flows.ts';
import { type Measured, measurePage, together } from './demo-portal/measure.ts';
import { takeReadmePictures } from './demo-portal/readme.ts';
import { createReport, type Report } from './demo-portal/report.ts';
import { artifactsDir, readAs, type State } from './demo-portal/visit.ts';
import { lookAt, nameOf, type Walker, walkAll } from './demo-portal/walk.ts';

const portalUrl = `http://127.0.0.1:${process.env.API_PORT ?? '3001'}`;
const MOST_JS_BYTES = 200_000;

/** Those with few pages first: what only they see is measured as theirs. Both languages are seen by somebody. */
const walkers: readonly Walker[] = [
  {
    role: 'customer',
    language: 'id',
    extra: [
      { name: 'not theirs', address: '/users' },
      { name: 'not there', address: '/tickets/01890000-0000-7000-8000-000000000000' },
    ],
  },
  { role: 'technician', language: 'id' },
  { role: 'supervisor', language: 'id' },
  { role: 'customer_service', language: 'id' },
  { role: 'noc', language: 'en' },
  { role: 'manager', language: 'en' },
  { role: 'admin', language: 'en' },
];

const VISITS = 3;

async function measureOften(browser: Browser, path: string, state?: State) {
  const visits: Measured[] = [];
  while (visits.length < VISITS) visits.push(await measurePage(browser, `${portalUrl}${path}`, state));
  return together(visits);
}

/** Each page alone on the machine, by the first who may open it; a start by everybody who has one. */
async function measureAll(browser: Browser, pages: readonly PortalPage[], report: Report): Promise<void> {
  for (const path of await openPaths()) {
    report.measured(nameOfOpen(path), await measureOften(browser, path));
  }
  const done = new Set<string>();
  for (const { role } of walkers) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signInToPortal(page, portalUrl, role);
    const leadsOn = new URL(page.url()).pathname !== '/';
    const state = await context.storageState();
    for (const { path } of pagesOfRole(pages, role)) {
      const name = nameOf(path, role);
      if (done.has(name) || (path === '/' && leadsOn)) continue;
      done.add(name);
      const address = await addressOfPage(path, readAs(page, portalUrl));
      try {
        const measured = await measureOften(browser, address, state);
        report.measured(name, measured);
        if (name === nameOf('/', 'customer') && measured.jsBytes > MOST_JS_BYTES) {
          report.wrong(name, `${measured.jsBytes} bytes of scripts, more than ${MOST_JS_BYTES}`);
        }
      } catch (error) {
        report.wrong(name, `could not be measured: ${String(error).split('\n')[0]}`);
      }
    }
    await context.close();
  }
}

/** The sign-in stands at every address; the others have their own. */
const openPaths = async (): Promise<readonly string[]> => ['/', ...(await readOpenPages())];

const nameOfOpen = (path: string): string => (path === '/' ? 'signed out' : path);

/** What is shown to whoever has no account: the sign-in, the form for applicants, the tracking page. */
async function lookAtOpenPages(browser: Browser, report: Report): Promise<void> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  noteComplaints(page, complaints);
  for (const path of await openPaths()) {
    const name = nameOfOpen(path);
    await page.goto(`${portalUrl}${path}`);
    await page.locator('main form').waitFor();
    await lookAt(page, name, 'nobody', report);
    report.complaints(name, 'nobody', complaints.splice(0));
  }
  await page.close();
}

async function main(): Promise<number> {
  const browsers = [await launchBrowser(), await launchBrowser()] as const;
  try {
    if (process.argv.includes('--readme')) {
      await takeReadmePictures(browsers[0], portalUrl);
      return 0;
    }
    const compare = process.argv.indexOf('--compare');
    if (compare > 0) {
      const [stops, ...urls] = process.argv.slice(compare + 1);
      await comparePages(browsers[0], stops, urls);
      return 0;
    }
    rmSync(artifactsDir, { recursive: true, force: true });
    const report = createReport();
    const pages = await readPortalPages();
    const startedAtMs = performance.now();
    console.log('The main job in two browsers');
    await runFlows(...browsers, portalUrl, report);
    console.log('Load times of every page');
    await measureAll(browsers[0], pages, report);
    await lookAtOpenPages(browsers[0], report);
    console.log('Every page, role, theme and width');
    // The longest walks begin first.
    const waiting = walkers.toReversed();
    await Promise.all(
      browsers.map(async (browser) => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          await walkAll({ browser, portalUrl, pages, report }, next);
        }
      }),
    );
    const findings = report.print();
    const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(0);
    console.log(`\n${findings} findings in ${seconds} s; the screenshots are in ${artifactsDir}`);
    return findings;
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
  }
}

process.exit((await main()) > 0 ? 1 : 0);
