/**
 * The same pages of several builds, in turns: on a machine that others use as well only what was measured at the same
 * time can be compared.
 */
import type { Browser } from 'playwright-core';
import { median } from '../../bench/lib/stats.ts';
import { signInToPortal } from '../../test/support/browser.ts';
import { type Measured, measurePage, together } from './measure.ts';
import type { State } from './visit.ts';

const TURNS = 7;

/** @param stops who opens what: `supervisor:/tickets,supervisor:/board` */
export async function comparePages(
  browser: Browser,
  stops: string | undefined,
  urls: readonly string[],
): Promise<void> {
  if (!stops || urls.length === 0)
    throw new Error(
      '--compare takes pages, as supervisor:/tickets,supervisor:/board, and addresses of portals',
    );
  for (const stop of stops.split(',')) {
    const [role = '', path = '/'] = stop.split(':');
    const visits = [];
    for (const url of urls)
      visits.push({ url, state: await stateOf(browser, url, role), all: [] as Measured[] });
    for (let turn = 0; turn < TURNS; turn++) {
      for (const { url, state, all } of visits) all.push(await measurePage(browser, `${url}${path}`, state));
    }
    for (const { url, all } of visits) {
      const { lcpMs, inpMs, jsBytes } = together(all);
      console.log(
        `${stop} ${url}: LCP ${median(lcpMs)} ms (${lcpMs.join(' ')}), INP ${median(inpMs)} ms, JS ${jsBytes} bytes`,
      );
    }
  }
}

async function stateOf(browser: Browser, url: string, role: string): Promise<State> {
  const context = await browser.newContext();
  await signInToPortal(await context.newPage(), url, role);
  const state = await context.storageState();
  await context.close();
  return state;
}
