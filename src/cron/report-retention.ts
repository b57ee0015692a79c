/**
 * What providers reported, and what people answered, long ago: what came of it stands in the ledger, on tickets and
 * among notes. A repetition is believed for five minutes only, so nothing of these is needed to know one.
 */
import type { RetentionStep } from '../engine/retention.ts';

const DAY_MS = 24 * 3_600_000;

/** Indexes: provider_reports_received, provider_replies_received. */
export function expireReports(days: number, nowMs: () => number): readonly RetentionStep[] {
  const step = (table: 'provider_reports' | 'provider_replies'): RetentionStep => ({
    name: table,
    async remove(db, limit) {
      const result = await db.query({
        name: `${table}_expire`,
        text: `delete from ${table} where ctid = any(array(
          select ctid from ${table} where received_at < $1 order by received_at limit $2))`,
        values: [new Date(nowMs() - days * DAY_MS), limit],
      });
      return result.rowCount ?? 0;
    },
  });
  return [step('provider_reports'), step('provider_replies')];
}
