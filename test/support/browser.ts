/**
 * A real browser for tests and for `npm run demo:portal`: where it is, how it starts, what it complains of, what axe
 * finds in a page, and people who sign in to the portal.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../../src/ops/demo/people.ts';
import { type Platform, startPlatform } from './platform.ts';
import { waitFor } from './wait.ts';

/** Undefined where the machine has none: such tests are skipped. */
export const chromiumPath = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
].find(existsSync);

/**
 * The last four draw the address bar's popup as pages of their own, in a process for each window, which takes twice the
 * time of a small page and is there whether anybody sees an address bar or not. The others are those of playwright,
 * whose list ours takes the place of.
 */
const withoutFeatures = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'PreloadTopChromeWebUI',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
];

const wcagTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('There is no Chromium here; `npm test` installs one where it may.');
  return await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', `--disable-features=${withoutFeatures.join()}`],
  });
}

/** Every error and warning of the page, a breach of its policy among them, is added to `complaints`. */
export function noteComplaints(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
}

export interface Finding {
  readonly id: string;
  readonly html: string;
}

/** Rules whose answer a theme can change. */
export const colourRules = ['color-contrast', 'link-in-text-block'] as const;

/** What is fading has neither its colours nor its place yet. What turns for ever (a spinner) does not count. */
const isCalm = `document.querySelector('[data-starting-style], [data-ending-style]') === null &&
  document.getAnimations().every((one) => one.playState !== 'running' ||
    one.effect.getComputedTiming().endTime === Infinity)`;

/** Violations, and whether the page stayed as it was meanwhile: a toast, say, may leave at any time. */
const audit = (rules: readonly string[]): string => `(async () => {
  let moves = 0;
  const note = () => { moves += 1; };
  document.addEventListener('transitionrun', note);
  const { violations } = await axe.run(document, {
    runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] });
  document.removeEventListener('transitionrun', note);
  return { still: moves === 0, findings: violations.map(({ id, nodes }) => ({ id, html: nodes[0].html })) };
})()`;

const AUDITS = 4;

/**
 * What axe has against the page, WCAG A to 2.2 AA. Through the debugger: the page's policy lets no script in.
 * @param rules only these; all of WCAG unless it says otherwise
 */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<readonly Finding[]> {
  const debug = await page.context().newCDPSession(page);
  try {
    await debug.send('Runtime.evaluate', { expression: `globalThis.axe ?? ${axe.source}` });
    for (let turn = 1; ; turn++) {
      await waitFor(() => page.evaluate(isCalm), { deadlineMs: 10_000, everyMs: 20 });
      const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
        expression: audit(rules ?? wcagTags),
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      const { still, findings } = result.value as { still: boolean; findings: Finding[] };
      if (findings.length === 0 || still || turn === AUDITS) return findings;
    }
  } finally {
    await debug.detach();
  }
}

/** Through the form, in whichever language it is, until the page is live. */
export async function signInToPortal(page: Page, portalUrl: string, username: string): Promise<void> {
  await page.goto(portalUrl);
  await enterPassword(page, username);
  await page.locator('[data-live=live]').first().waitFor({ state: 'attached' });
}

export async function enterPassword(page: Page, username: string, password = DEMO_PASSWORD): Promise<void> {
  await page.locator('[autocomplete=username]').fill(username);
  await page.locator('[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
}

/** Whether a page of somebody signed in is live and whole. */
export const isSettled = `document.querySelector('[data-live=live]') !== null &&
  document.querySelector('main :is(h1, h2)') !== null &&
  document.querySelector('[class*="_bone_"]') === null && document.fonts.status === 'loaded'`;

/** Live, with a heading, its font there, without the shapes of what is still coming. */
export async function settled(page: Page): Promise<void> {
  // By hand: a function that waits inside the page would be compiled there, which its policy forbids.
  await waitFor(() => page.evaluate(isSettled), { deadlineMs: 20_000, everyMs: 50 });
}

/** As the page itself would ask. */
export async function postAs<T>(page: Page, portalUrl: string, path: string, data: object): Promise<T> {
  const headers = { Origin: portalUrl, 'Idempotency-Key': randomUUID() };
  const answer = await page.request.post(`${portalUrl}/api/v1${path}`, { data, headers });
  if (!answer.ok()) throw new Error(`POST ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** What the newest WhatsApp message to a phone says that has it, as the local provider got it; read by an administrator. */
export async function messageTo(
  admin: Page,
  portalUrl: string,
  to: string,
  pattern: RegExp,
): Promise<string> {
  return await waitFor(
    async () => {
      const query = `channel=whatsapp&to=${encodeURIComponent(to)}`;
      const headers = { Accept: 'application/json' };
      const answer = await admin.request.get(`${portalUrl}/ops/outbox?${query}`, { headers });
      const { data } = (await answer.json()) as { data: { text: string }[] };
      return data.map(({ text }) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
    },
    { deadlineMs: 20_000 },
  );
}

export interface PortalInBrowser {
  readonly platform: Platform;
  readonly url: string;
  readonly browser: Browser;
  /** Of all pages that `signedIn` opened, so far; a test that provokes some takes them out. */
  readonly complaints: string[];
  /** A browser of one's own, with one of the demo's people in it. */
  signedIn(username: string, options?: BrowserContextOptions): Promise<Page>;
  /** While `act` goes on no page is rendered on the server: what it asks the API for can be seen, and refused. */
  drawnByBrowsers(act: () => Promise<void>): Promise<void>;
  /** As the page itself would ask. */
  post<T = unknown>(page: Page, path: string, data: object): Promise<T>;
  /** After each test: closes all pages, whose late complaints are none of the next test's. */
  leave(): Promise<void>;
  stop(): Promise<void>;
}

/** A platform with its demo data, since the portal is shown to people who have work, and a browser before it. */
export async function startPortalInBrowser(
  env: Readonly<Record<string, string>> = {},
): Promise<PortalInBrowser> {
  const platform = await startPlatform({ holds: 'demo', env });
  const browser = await launchBrowser();
  const complaints: string[] = [];
  const url = platform.apiUrl;
  return {
    platform,
    url,
    browser,
    complaints,
    async signedIn(username, options = {}) {
      const page = await (await browser.newContext(options)).newPage();
      noteComplaints(page, complaints);
      await signInToPortal(page, url, username);
      return page;
    },
    async drawnByBrowsers(act) {
      const halted = await platform.pids('renderer');
      for (const pid of halted) process.kill(pid, 'SIGSTOP');
      try {
        await act();
      } finally {
        // One that did not answer for long has been replaced.
        for (const pid of await platform.pids('renderer'))
          if (halted.includes(pid)) process.kill(pid, 'SIGCONT');
      }
    },
    post: (page, path, data) => postAs(page, url, path, data),
    async leave() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      complaints.length = 0;
    },
    async stop() {
      await browser.close();
      await platform.stop();
    },
  };
}
