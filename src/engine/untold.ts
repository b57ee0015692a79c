/**
 * What failed for good and nobody was told of yet: taken once, within the caller's transaction, so that telling and
 * the mark commit together. No order and no watermark: rows commit in any order, and a mark in the row misses none.
 */
import type { Queryable } from './database.ts';

export interface Untold {
  /** The provider, or the handler. */
  readonly subject: string;
  readonly count: number;
}

/**
 * Deliveries that failed or are unknown, by provider. `settleMs`: younger ones wait, until it is known whether their
 * provider is down altogether. Index: deliveries_untold.
 */
export async function takeUntoldDeliveries(
  db: Queryable,
  settleMs: number,
  limit: number,
): Promise<Untold[]> {
  const result = await db.query<Untold>({
    name: 'take_untold_deliveries',
    text: `with told as (
        update deliveries set told = true where id = any(array(
          select id from deliveries where status in ('failed', 'unknown') and not told
             and coalesce(attempted_at, created_at) <= clock_timestamp() - $1 * interval '1 ms'
           limit $2 for update skip locked))
        returning coalesce(provider, channel) as subject
      )
      select subject, count(*)::int as count from told group by subject order by subject`,
    values: [settleMs, limit],
  });
  return result.rows;
}

/** Dead letters by handler. Index: dead_letters_untold. */
export async function takeUntoldLetters(db: Queryable, limit: number): Promise<Untold[]> {
  const result = await db.query<Untold>({
    name: 'take_untold_letters',
    text: `with told as (
        update dead_letters set told = true where id = any(array(
          select id from dead_letters where status = 'dead' and not told limit $1 for update skip locked))
        returning handler as subject
      )
      select subject, count(*)::int as count from told group by subject order by subject`,
    values: [limit],
  });
  return result.rows;
}
