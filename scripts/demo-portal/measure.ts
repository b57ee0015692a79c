/**
 * How long a page makes people wait: a first visit with an empty cache on a CPU slowed down four times.
 *
 * LCP is the time of the largest paint of a visit that nothing records (`plain-visit.ts`), INP the slowest of some key
 * presses and clicks that every page knows, JS the size of all scripts that the visit asked for.
 */
import type { Browser, Page } from 'playwright-core';
import { median } from '../../bench/lib/stats.ts';
import { settled } from '../../test/support/browser.ts';
import { visitPlainly } from './plain-visit.ts';
import { drawn, type State } from './visit.ts';

const SLOWER = 4;

const observers = `
  globalThis.vitals = { inp: 0 };
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) vitals.inp = Math.max(vitals.inp, duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
`;

export interface Measured {
  readonly lcpMs: number;
  readonly inpMs: number;
  /** All scripts of the visit, gzipped. */
  readonly jsBytes: number;
}

/** What several visits say of a page. */
export interface MeasuredOften {
  readonly lcpMs: readonly number[];
  readonly inpMs: readonly number[];
  readonly jsBytes: number;
}

/** As if they had been made one after another: medians of a machine that does other things now and then. */
export function together(visits: readonly Measured[]): MeasuredOften {
  return {
    lcpMs: visits.map(({ lcpMs }) => Math.round(lcpMs)),
    inpMs: visits.map(({ inpMs }) => Math.round(inpMs)),
    jsBytes: median(visits.map(({ jsBytes }) => jsBytes)),
  };
}

/** @param state whose session it is; without one the visitor is a stranger */
export async function measurePage(browser: Browser, address: string, state?: State): Promise<Measured> {
  const lcpMs = await visitPlainly(browser, address, { slower: SLOWER, state });
  const context = await browser.newContext(state ? { storageState: state } : {});
  try {
    const page = await context.newPage();
    await page.addInitScript(observers);
    const debug = await context.newCDPSession(page);
    await debug.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.goto(address);
    if (state) await settled(page);
    else await page.locator('main form').waitFor();
    const scripts = await page.evaluate<string[]>(
      `[...new Set(performance.getEntriesByType('resource').map(({ name }) => name))]
        .filter((name) => name.startsWith(origin) && name.endsWith('.js'))`,
    );
    await operate(page);
    const { inp } = await page.evaluate<{ inp: number }>('vitals');
    const sizes = await Promise.all(scripts.map(gzippedBytes));
    return { lcpMs, inpMs: inp, jsBytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    await context.close();
  }
}

/** What people do everywhere: tab on, open the palette where there is one, type, close it, open the own menu. */
async function operate(page: Page): Promise<void> {
  const menu = page.locator('[aria-haspopup=menu]:visible').first();
  await page.keyboard.press('Tab');
  await drawn(page);
  if ((await page.getByText('Ctrl K').count()) > 0) {
    const palette = page.locator('[role=dialog]');
    await page.keyboard.press('Control+k');
    await palette.waitFor();
    await page.keyboard.type('ti');
    await drawn(page);
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
  }
  if ((await menu.count()) > 0) await menu.click();
  await drawn(page);
}

const known = new Map<string, Promise<number>>();

/** As the platform would send it to a browser that takes gzip. */
function gzippedBytes(url: string): Promise<number> {
  const size =
    known.get(url) ??
    fetch(url, { method: 'HEAD', headers: { 'accept-encoding': 'gzip' } }).then((answer) =>
      Number(answer.headers.get('content-length')),
    );
  known.set(url, size);
  return size;
}
