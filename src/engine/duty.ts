/**
 * The duty worker: the one process that carries the duties (sweep, timers, schedules, retention), by holding the
 * lease `duty` (M8). Any other takes over within 4 s of its death.
 *
 * - Each second the lease is prolonged, and what is due is run. A task runs once at a time; a slow one holds up none,
 *   and one with a share rests longer the longer it took.
 * - When the lease is lost, or could not be prolonged for its lifetime, no task starts, and those under way see their
 *   signal aborted. What must not be done twice is done with `inLease`, which fails then.
 */
import type pg from 'pg';
import type { Pool } from './database.ts';
import { LeaseLost, releaseLease, tryLease, withLease } from './lease.ts';
import type { Logger } from './logger.ts';
import { within } from './queues.ts';
import { outsideTrace } from './telemetry/spans.ts';

export interface DutyContext {
  /** Aborted when the lease is lost and when the process stops. */
  readonly signal: AbortSignal;
  /** The first run of this task since this process took the duty. */
  readonly first: boolean;
  /** Runs work in a transaction that fails once another process has the duty. */
  readonly inLease: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>;
}

export interface DutyTask {
  readonly name: string;
  readonly everyMs: number;
  /** Of the time: where a run takes long, the next one comes later. */
  readonly mostShare?: number;
  /** A rejection is logged; the task comes again. */
  readonly run: (context: DutyContext) => Promise<void>;
}

export interface DutyOptions {
  readonly pool: Pool;
  /** Unique to the process. */
  readonly holder: string;
  readonly tasks: readonly DutyTask[];
  readonly logger: Logger;
  readonly ttlMs?: number;
  readonly tickMs?: number;
}

export interface Duty {
  isHeld(): boolean;
  stop(): Promise<void>;
}

interface Run {
  readonly startedMs: number;
  tookMs: number;
}

interface Tenure {
  readonly token: number;
  readonly abort: AbortController;
  /** Monotonic time at which the lease ends unless it is prolonged, seen from before it was asked for. */
  endsMs: number;
  readonly lastRuns: Map<string, Run>;
}

const DUTY = 'duty';
const TTL_MS = 3_000;
const TICK_MS = 1_000;
const STOP_LIMIT_MS = 3_000;

export function startDuty(options: DutyOptions): Duty {
  const { pool, holder, tasks, logger, ttlMs = TTL_MS, tickMs = TICK_MS } = options;
  const underWay = new Map<string, Promise<void>>();
  let tenure: Tenure | undefined;
  let stopped = false;
  let prolonging: Promise<void> | undefined;

  const isHeld = (): boolean => tenure !== undefined && performance.now() < tenure.endsMs;

  const lose = (why: string): void => {
    if (!tenure) return;
    logger.warn({ why }, 'duty lost');
    tenure.abort.abort(new LeaseLost(DUTY));
    tenure = undefined;
  };

  const prolong = async (): Promise<void> => {
    const askedMs = performance.now();
    const token = await tryLease(pool, { name: DUTY, holder, ttlMs });
    if (stopped) return;
    if (token === undefined) {
      lose('another process has it');
      return;
    }
    if (tenure && tenure.token !== token) lose('it had run out');
    if (!tenure) logger.info({ fencing: token }, 'duty taken');
    tenure ??= { token, abort: new AbortController(), endsMs: 0, lastRuns: new Map() };
    tenure.endsMs = askedMs + ttlMs;
  };

  const runDue = (): void => {
    const current = tenure;
    if (!current) return;
    for (const task of tasks) {
      if (!isHeld()) {
        lose('it could not be prolonged in time');
        return;
      }
      const last = current.lastRuns.get(task.name);
      const startedMs = performance.now();
      const dueMs = last && last.startedMs + Math.max(task.everyMs, last.tookMs / (task.mostShare ?? 1));
      // A tick that comes a little early still counts as the task's turn.
      if (underWay.has(task.name) || (dueMs !== undefined && startedMs < dueMs - tickMs / 10)) continue;
      const own: Run = { startedMs, tookMs: 0 };
      current.lastRuns.set(task.name, own);
      const run = task
        .run({
          signal: current.abort.signal,
          first: last === undefined,
          inLease: (work) => withLease(pool, DUTY, current.token, work),
        })
        .catch((error: unknown) => {
          const level = error instanceof LeaseLost ? 'debug' : 'warn';
          logger[level]({ err: error, task: task.name }, 'duty task failed');
        })
        .finally(() => {
          own.tookMs = performance.now() - startedMs;
          underWay.delete(task.name);
        });
      underWay.set(task.name, run);
    }
  };

  const tick = (): void => {
    if (tenure && !isHeld()) lose('it could not be prolonged in time');
    prolonging ??= prolong()
      .catch((error: unknown) => logger.debug({ err: error }, 'duty lease not reached'))
      .finally(() => {
        prolonging = undefined;
        if (!stopped) runDue();
      });
  };

  const timer = outsideTrace(() => {
    tick();
    return setInterval(tick, tickMs);
  });

  return {
    isHeld,
    async stop() {
      stopped = true;
      clearInterval(timer);
      const last = tenure;
      tenure?.abort.abort(new LeaseLost(DUTY));
      await within(STOP_LIMIT_MS, Promise.all([prolonging, ...underWay.values()]));
      tenure = undefined;
      if (last) await within(STOP_LIMIT_MS / 3, releaseLease(pool, DUTY, last.token));
    },
  };
}
