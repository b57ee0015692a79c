/**
 * `npm run bench:compare -- <folder of another checkout> [--pairs 8] [--per-second 60]`: clicks on this version and on
 * another, built one, in turns on two platforms that run side by side. A machine whose speed changes by the minute
 * changes it for both. Prints each window, the medians, and this version ÷ the other window by window.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { waitFor } from '../test/support/wait.ts';
import type { Bench } from './lib/bench.ts';
import { chainIsDone } from './lib/chain.ts';
import { closedLoop, ticketBody } from './lib/closed-loop.ts';
import { openLoop } from './lib/open-loop.ts';
import { signIn } from './lib/platform.ts';
import { perClick, processorByRole } from './lib/processor.ts';
import { type SocketClients, startSocketClients } from './lib/realtime.ts';
import { median, percentile, round } from './lib/stats.ts';

const WARM_UP = 6_000;
const WINDOW_S = 8;
const CHAIN_LIMIT_MS = 120_000;

type Window = Readonly<Record<string, number>>;

interface Version {
  readonly name: string;
  readonly bench: Bench;
  readonly listener: SocketClients;
  readonly windows: Window[];
}

async function start(name: string, folder: string): Promise<Version> {
  const lib = (await import(join(folder, 'bench/lib/bench.ts'))) as typeof import('./lib/bench.ts');
  const bench = await lib.startBench(1);
  const cookie = await signIn(bench.platform.apiUrl, 'manager');
  const listener = await startSocketClients({
    url: bench.platform.realtimeUrl,
    clients: [{ cookie }],
    event: 'ticket.created',
    key: 'id',
  });
  await closedLoop({
    url: `${bench.platform.apiUrl}/api/v1/tickets`,
    headers: bench.headers,
    connections: 16,
    amount: WARM_UP,
    idempotent: true,
  });
  await workedOff(bench);
  await listener.collect(0);
  return { name, bench, listener, windows: [] };
}

const workedOff = (bench: Bench): Promise<unknown> =>
  waitFor(() => chainIsDone(bench.platform), { deadlineMs: CHAIN_LIMIT_MS, everyMs: 50 });

/** Milliseconds: p50 and p99 of a click, processor time of one, in all and by role. */
async function measure({ bench, listener }: Version, perSecond: number): Promise<Window> {
  const { platform, headers } = bench;
  const count = perSecond * WINDOW_S;
  const before = await processorByRole(platform);
  const clicks = await openLoop(`${platform.apiUrl}/api/v1/tickets`, headers, ticketBody, perSecond, count);
  await workedOff(bench);
  const after = await processorByRole(platform);
  const arrived = new Map(await listener.collect(count));
  const delays = clicks.map(({ id, sentAtMs }) => (arrived.get(id) ?? Number.NaN) - sentAtMs);
  const lost = delays.filter(Number.isNaN).length;
  if (lost > 0) throw new Error(`${lost} clicks did not arrive`);
  const roles = perClick(before, after, count);
  return {
    p50: median(delays),
    p99: percentile(delays, 0.99),
    processor: roles.reduce((sum, [, ms]) => sum + ms, 0),
    ...Object.fromEntries(roles),
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '8' },
    'per-second': { type: 'string', default: '60' },
  },
});
const [other] = positionals;
if (other === undefined) throw new Error('usage: npm run bench:compare -- <folder of another checkout>');
const versions: Version[] = [];
try {
  versions.push(await start('other', other));
  versions.push(await start('this', join(import.meta.dirname, '..')));
  for (let pair = 0; pair < Number(values.pairs); pair++) {
    // Whoever comes first in a pair has not had the caches of the processor for a while: they take turns in that, too.
    for (const version of pair % 2 === 0 ? versions : versions.toReversed()) {
      const window = await measure(version, Number(values['per-second']));
      version.windows.push(window);
      console.error(version.name, rounded(window));
    }
  }
} finally {
  for (const { listener, bench } of versions) {
    await listener.stop();
    await bench.stop();
  }
}
const figures = Object.keys(versions[0]?.windows[0] ?? {});
console.table(
  figures.map((figure) => {
    const [theirs = [], ours = []] = versions.map(({ windows }) =>
      windows.map((window) => window[figure] ?? 0),
    );
    return {
      figure,
      other: round(median(theirs)),
      this: round(median(ours)),
      'this / other': round(median(ours.map((value, index) => value / (theirs[index] ?? Number.NaN)))),
    };
  }),
);

function rounded(window: Window): string {
  return Object.entries(window)
    .map(([figure, value]) => `${figure} ${round(value)}`)
    .join(' ');
}
