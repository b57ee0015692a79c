/**
 * `POST /tickets`, authorised, traced, idempotent, closed loop, ÷ bare Express 5 + one INSERT: with consumers
 * paused (the API's own cost), and until the whole chain of every click has been worked off.
 */
import { freePort } from '../../src/ops/ports.ts';
import { waitFor } from '../../test/support/wait.ts';
import { type Bench, POOL_SIZE } from '../lib/bench.ts';
import { chainIsDone, withConsumersPaused } from '../lib/chain.ts';
import { startReferenceCluster } from '../lib/children.ts';
import { closedLoop } from '../lib/closed-loop.ts';
import type { Figure } from '../lib/figure.ts';
import { median, round } from '../lib/stats.ts';

const CONNECTIONS = 64;
const WARM_UP = 32_000;
/** Below the five seconds after which the supervisor would replace a paused process. */
const SECONDS = 4;

export async function create(bench: Bench): Promise<Figure[]> {
  const port = String(await freePort());
  const reference = await startReferenceCluster('bare-api', 8, {
    BENCH_DATABASE_URL: bench.referenceUrl,
    BENCH_PORT: port,
    POOL_SIZE,
  });
  const bare: number[] = [];
  const paused: number[] = [];
  const whole: number[] = [];
  const ours = {
    url: `${bench.platform.apiUrl}/api/v1/tickets`,
    headers: bench.headers,
    connections: CONNECTIONS,
    idempotent: true,
  };
  const theirs = {
    url: `http://127.0.0.1:${port}/tickets`,
    headers: {},
    connections: CONNECTIONS,
    idempotent: false,
  };
  try {
    // A process compiles its hot path during its first 4,000 requests or so (2.3 ms each at first, 1.2 then):
    // neither side is measured cold.
    await closedLoop({ ...theirs, amount: WARM_UP });
    await closedLoop({ ...ours, amount: WARM_UP });
    await waitFor(() => chainIsDone(bench.platform), { deadlineMs: 300_000, everyMs: 500 });
    for (let index = 0; index < bench.rounds; index++) {
      bare.push((await closedLoop({ ...theirs, seconds: SECONDS })).perSecond);
      await withConsumersPaused(bench.platform, async () => {
        paused.push((await closedLoop({ ...ours, seconds: SECONDS })).perSecond);
      });
      await waitFor(() => chainIsDone(bench.platform), { deadlineMs: 120_000, everyMs: 50 });
      const startedAt = performance.now();
      const { count } = await closedLoop({ ...ours, seconds: SECONDS });
      await waitFor(() => chainIsDone(bench.platform), { deadlineMs: 120_000, everyMs: 20 });
      whole.push(count / ((performance.now() - startedAt) / 1_000));
    }
  } finally {
    await reference.stop();
  }
  const figure = (name: string, values: readonly number[], target: number): Figure => {
    const ratio = round(median(values.map((value, index) => value / (bare[index] ?? Number.NaN))));
    return {
      name,
      unit: 'req/s',
      ours: round(median(values), 0),
      reference: round(median(bare), 0),
      ratio,
      target: `>= ${target}`,
      reached: ratio >= target,
    };
  };
  return [
    figure('create, consumers paused', paused, 0.4),
    figure('create, whole chain delivered', whole, 0.25),
  ];
}
