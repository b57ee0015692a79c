/** What every process tells of itself: memory, processor, event loop, spans; and of its pool and ringer, if any. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type MetricRole, metricTable } from '../contracts/generic/metrics.ts';
import type { Pool } from './database.ts';
import { counter, declareMetrics, gauge, observe } from './metrics.ts';
import type { Ringer } from './ring.ts';
import { ownSpans } from './telemetry/span-counts.ts';

/**
 * Each tick wakes a process, also one that has nothing to do: at 20 ms those of a dozen processes were a fifth of what an
 * idle platform took. A loop that is blocked for longer than this is seen at once; of shorter delays these are samples.
 */
const DELAY_RESOLUTION_MS = 100;

export function measureProcess(role: MetricRole): void {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  gauge('eventLoopDelay', () => {
    // It measures the gaps between its own ticks, so an idle loop shows them: they are no delay.
    const seconds = (percentile: number): number =>
      Math.max(0, delay.percentile(percentile) / 1e9 - DELAY_RESOLUTION_MS / 1_000);
    const values = [
      [{ quantile: '0.5' }, seconds(50)],
      [{ quantile: '0.99' }, seconds(99)],
    ] as const;
    delay.reset();
    return values;
  });
  gauge('residentMemory', () => [[{}, process.memoryUsage.rss()]]);
  gauge('heapUsed', () => [[{}, process.memoryUsage().heapUsed]]);
  counter('cpuTime', () => {
    const { user, system } = process.cpuUsage();
    return [[{}, (user + system) / 1e6]];
  });
  const startedAtSeconds = Math.round(Date.now() / 1_000 - process.uptime());
  gauge('processStart', () => [[{}, startedAtSeconds]]);
  if (!(metricTable.spans.roles as readonly MetricRole[]).includes(role)) return;
  counter('spans', () => {
    const { sent, failed, dropped } = ownSpans.counts();
    return [
      [{ outcome: 'sent' }, sent],
      [{ outcome: 'failed' }, failed],
      [{ outcome: 'dropped' }, dropped],
    ];
  });
}

/** For those who work for the platform: all instruments of the role, and what pool and ringer count anyway. */
export function measureWork(role: MetricRole, pool: Pool, rings: Ringer['stats']): void {
  declareMetrics(role);
  measurePool(pool);
  measureRings(rings);
}

function measurePool(pool: Pool): void {
  gauge('databasePool', () => [
    [{ db_client_connection_state: 'used' }, pool.totalCount - pool.idleCount],
    [{ db_client_connection_state: 'idle' }, pool.idleCount],
  ]);
  gauge('databasePoolPending', () => [[{}, pool.waitingCount]]);
  timeWaits(pool);
}

function measureRings(stats: Ringer['stats']): void {
  counter('rings', () => {
    const { sent, dropped, failed } = stats();
    return [
      [{ outcome: 'sent' }, sent],
      [{ outcome: 'dropped' }, dropped],
      [{ outcome: 'failed' }, failed],
    ];
  });
  gauge('ringsPending', () => [[{}, stats().pending]]);
}

type Connect = (done?: (...args: unknown[]) => void) => unknown;

/** Whoever finds a connection idle passes through untouched; both `query` and `connect` come this way. */
function timeWaits(pool: Pool): void {
  const connect = pool.connect.bind(pool) as Connect;
  const timed: Connect = (done) => {
    if (pool.idleCount > 0) return connect(done);
    const askedMs = performance.now();
    const waited = (): void => observe('databasePoolWait', (performance.now() - askedMs) / 1_000, {});
    if (!done) {
      const connecting = connect() as Promise<unknown>;
      connecting.then(waited, waited);
      return connecting;
    }
    return connect((...answer) => {
      waited();
      done(...answer);
    });
  };
  pool.connect = timed as Pool['connect'];
}
