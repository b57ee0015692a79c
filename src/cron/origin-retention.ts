/**
 * Where requests came from, long after the last one from there: addresses and user agents of people, which the audit
 * log needs as long as anybody asks it who that was. Its entries stay and say less, as after an erasure.
 */
import type { RetentionStep } from '../engine/retention.ts';

const DAY_MS = 24 * 3_600_000;

/** Index: request_origins_seen. */
export function expireOrigins(days: number, nowMs: () => number): RetentionStep {
  return {
    name: 'request_origins',
    async remove(db, limit) {
      const result = await db.query({
        name: 'request_origins_expire',
        text: `delete from request_origins where ctid = any(array(
          select ctid from request_origins where seen_at < $1 order by seen_at limit $2))`,
        values: [new Date(nowMs() - days * DAY_MS), limit],
      });
      return result.rowCount ?? 0;
    },
  };
}
