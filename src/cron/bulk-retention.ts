/**
 * Bulk jobs that ended long ago, and their results: items first, a job when it has none left, so that a job of ten
 * thousand is no longer statement than any other. What was done to each ticket stays in the log. Ids begin with their
 * time (uuid v7), so the old ones are found by the primary key. One that still runs stays however old it is.
 */
import { firstIdOf, type RetentionStep } from '../engine/retention.ts';

const DAY_MS = 24 * 3_600_000;

/** In this order. */
export function expireBulk(days: number, nowMs: () => number): readonly RetentionStep[] {
  return [
    {
      name: 'bulk_items',
      async remove(db, limit) {
        const untilMs = nowMs() - days * DAY_MS;
        const result = await db.query({
          name: 'bulk_items_expire',
          text: `delete from bulk_items where ctid = any(array(
            select i.ctid from bulk_jobs b join bulk_items i on i.bulk_id = b.id
             where b.id < $1 and b.ended_at < $2 order by b.id limit $3))`,
          values: [firstIdOf(untilMs), new Date(untilMs), limit],
        });
        return result.rowCount ?? 0;
      },
    },
    {
      name: 'bulk_jobs',
      async remove(db, limit) {
        const untilMs = nowMs() - days * DAY_MS;
        const result = await db.query({
          name: 'bulk_jobs_expire',
          text: `delete from bulk_jobs where id = any(array(
            select b.id from bulk_jobs b
             where b.id < $1 and b.ended_at < $2 and not exists (select from bulk_items i where i.bulk_id = b.id)
             order by b.id limit $3))`,
          values: [firstIdOf(untilMs), new Date(untilMs), limit],
        });
        return result.rowCount ?? 0;
      },
    },
  ];
}
