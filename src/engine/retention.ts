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
