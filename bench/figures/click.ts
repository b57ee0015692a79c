/** Click → another client's socket at 100 req/s, ÷ the predecessor's design: INSERT, then Redis pub/sub, then emit. */
import { freePort } from '../../src/ops/ports.ts';
import { waitFor } from '../../test/support/wait.ts';
import type { Bench } from '../lib/bench.ts';
import { POOL_SIZE } from '../lib/bench.ts';
import { chainIsDone } from '../lib/chain.ts';
import { startReferenceCluster } from '../lib/children.ts';
import { closedLoop, ticketBody } from '../lib/closed-loop.ts';
import type { Figure } from '../lib/figure.ts';
import { openLoop } from '../lib/open-loop.ts';
import { signIn } from '../lib/platform.ts';
import { startPredecessorRealtime, startSocketClients } from '../lib/realtime.ts';
import { median, percentile, round } from '../lib/stats.ts';

const PER_SECOND = 100;
const COUNT = 1_000;
const WARM_UP = 8_000;
const TARGET = 2;

export async function click(bench: Bench): Promise<Figure[]> {
  const { platform } = bench;
  const port = String(await freePort());
  const predecessor = await startReferenceCluster('predecessor-api', 8, {
    BENCH_DATABASE_URL: bench.referenceUrl,
    BENCH_REDIS_URL: platform.redisUrl,
    BENCH_PORT: port,
    POOL_SIZE,
  });
  const realtime = await startPredecessorRealtime(platform.redisUrl);
  const theirs = await startSocketClients({
    url: realtime.url,
    clients: [{ room: 'desk' }],
    event: 'ticket.created',
    key: 'id',
  });
  // The manager listens, the supervisor clicks.
  const cookie = await signIn(platform.apiUrl, 'manager');
  const mine = await startSocketClients({
    url: platform.realtimeUrl,
    clients: [{ cookie }],
    event: 'ticket.created',
    key: 'id',
  });
  const ours: number[][] = [];
  const reference: number[][] = [];
  try {
    // Neither side is measured cold.
    for (const [url, headers] of [
      [`http://127.0.0.1:${port}/tickets`, {}],
      [`${platform.apiUrl}/api/v1/tickets`, bench.headers],
    ] as const) {
      await closedLoop({ url, headers, connections: 16, amount: WARM_UP, idempotent: true });
    }
    await waitFor(() => chainIsDone(platform), { deadlineMs: 120_000, everyMs: 50 });
    for (const listener of [theirs, mine]) await listener.collect(0);
    for (let index = 0; index < bench.rounds; index++) {
      for (const [url, headers, listener, into] of [
        [`http://127.0.0.1:${port}/tickets`, {}, theirs, reference],
        [`${platform.apiUrl}/api/v1/tickets`, bench.headers, mine, ours],
      ] as const) {
        const clicks = await openLoop(url, headers, ticketBody, PER_SECOND, COUNT);
        const arrived = new Map(await listener.collect(COUNT));
        into.push(clicks.map(({ id, sentAtMs }) => (arrived.get(id) ?? Number.NaN) - sentAtMs));
      }
    }
  } finally {
    for (const part of [mine, theirs, realtime, predecessor]) await part.stop();
  }
  const lost = ours.flat().filter(Number.isNaN).length;
  const p50 = (rounds: readonly number[][]): number[] => rounds.map((values) => median(values));
  const ratio = round(median(p50(ours).map((value, index) => value / (p50(reference)[index] ?? Number.NaN))));
  return [
    {
      name: `click -> other socket, p50 at ${PER_SECOND} req/s`,
      unit: 'ms',
      ours: round(median(p50(ours))),
      reference: round(median(p50(reference))),
      ratio,
      target: `<= ${TARGET}`,
      reached: ratio <= TARGET && lost === 0,
      note: `p99 ${round(percentile(ours.flat(), 0.99))} against ${round(percentile(reference.flat(), 0.99))} ms; ${lost} lost`,
    },
  ];
}
