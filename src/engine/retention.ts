/**
 * The duty that removes what has served its time: idempotency keys after a day (L5), and whatever else the portal
 * names. In chunks of short statements, so that it never holds a lock for long nor meets a statement time-out.
 */
import type { Pool, Queryable } from './database.ts';
import type { Logger } from './logger.ts';

export interface RetentionStep {
  readonly name: string;
  /** Removes at most `limit` rows and says how many it did. */
  readonly remove: (db: Queryable, limit: number) => Promise<number>;
}

export interface RetentionOptions {
  readonly pool: Pool;
  readonly steps: readonly RetentionStep[];
  readonly logger: Logger;
  readonly chunk?: number;
  /** Chunks of one step in one run; the rest has time until the next. */
  readonly maxChunks?: number;
}

/** A step that fails holds up no other. */
export function createRetention(options: RetentionOptions): {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
} {
  const chunk = options.chunk ?? 1_000;
  return {
    name: 'retention',
    everyMs: 60_000,
    async run() {
      for (const step of options.steps) {
        try {
          for (let count = 0; count < (options.maxChunks ?? 50); count++) {
            if ((await step.remove(options.pool, chunk)) < chunk) break;
          }
        } catch (error) {
          options.logger.warn({ err: error, step: step.name }, 'retention step failed');
        }
      }
    },
  };
}

/** Keys older than a day. Index: idempotency_created. */
export const expireIdempotency: RetentionStep = {
  name: 'idempotency',
  async remove(db, limit) {
    const result = await db.query({
      name: 'idempotency_expire',
      text: `delete from idempotency where ctid = any(array(
        select ctid from idempotency where created_at < now() - interval '24 hours' order by created_at limit $1))`,
      values: [limit],
    });
    return result.rowCount ?? 0;
  },
};

const DAY_MS = 24 * 3_600_000;

/**
 * Attempts of deliveries; the delivery itself stays. Not every delivery's id begins with its time, so the oldest are
 * found by when they began. Index: delivery_attempts_started.
 */
export function expireAttempts(days: number, nowMs: () => number): RetentionStep {
  return {
    name: 'delivery_attempts',
    async remove(db, limit) {
      const result = await db.query({
        name: 'delivery_attempts_expire',
        text: `delete from delivery_attempts where ctid = any(array(
          select ctid from delivery_attempts where started_at < $1 order by started_at limit $2))`,
        values: [new Date(nowMs() - days * DAY_MS), limit],
      });
      return result.rowCount ?? 0;
    },
  };
}

/** Runs of schedules, but for the last one of each. Index: cron_runs_pkey, schedule by schedule. */
export function expireRuns(days: number, nowMs: () => number): RetentionStep {
  return {
    name: 'cron_runs',
    async remove(db, limit) {
      const result = await db.query({
        name: 'cron_runs_expire',
        text: `delete from cron_runs where ctid = any(array(
          select old.ctid from schedules s, lateral (
            select ctid from cron_runs r
             where r.name = s.id and r.instant < $1
               and r.instant < (select max(instant) from cron_runs where name = s.id)
             order by instant limit $2) old
           limit $2))`,
        values: [new Date(nowMs() - days * DAY_MS), limit],
      });
      return result.rowCount ?? 0;
    },
  };
}

/** No uuid v7 of this millisecond or later is smaller. */
export function firstIdOf(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
