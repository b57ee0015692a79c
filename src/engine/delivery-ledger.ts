/**
 * The ledger as people and the sweep read it (D2): what is due, what is dead, every attempt; replay and discard.
 *
 * A delivery that `failed`, or is `unknown`, is a dead letter: it stays until a person replays or discards it.
 */
import type { By } from './actor-types.ts';
import type { Queryable } from './database.ts';

export interface DueDelivery {
  readonly id: string;
  readonly channel: string;
  readonly priority: number;
  readonly trace: string | null;
  readonly attempts: number;
}

/**
 * Due for longer than the grace and not leased: their ring is lost or late. At most `limit` of the urgent ones and as
 * many of the others, so that a campaign hides no code. Indexes: deliveries_urgent, deliveries_due.
 */
export async function dueDeliveries(
  db: Queryable,
  channel: string,
  graceMs: number,
  limit: number,
): Promise<DueDelivery[]> {
  const result = await db.query<DueDelivery>({
    name: 'delivery_due',
    text: `(select id, channel, priority, trace, attempts from deliveries
        where channel = $1 and status = 'queued' and priority <= 2
          and next_attempt_at <= now() - $2 * interval '1 ms'
        order by next_attempt_at limit $3)
      union all
      (select id, channel, priority, trace, attempts from deliveries
        where channel = $1 and status = 'queued' and priority > 2
          and next_attempt_at <= now() - $2 * interval '1 ms'
        order by next_attempt_at limit $3)`,
    values: [channel, graceMs, limit],
  });
  return result.rows;
}

/** A person sends it again, with ten more attempts; nothing when it is not failed or unknown. */
export async function replayDelivery(
  db: Queryable,
  id: string,
  by: By,
  reason: string,
): Promise<DueDelivery | undefined> {
  const result = await db.query<DueDelivery>({
    name: 'delivery_replay',
    text: `update deliveries set status = 'queued', next_attempt_at = clock_timestamp(), max_attempts = attempts + 10,
        told = false,
        resolved_at = clock_timestamp(), resolved_by = $2, resolved_reason = $3
       where id = $1 and status in ('failed', 'unknown') returning id, channel, priority, trace, attempts`,
    values: [id, by, reason],
  });
  return result.rows[0];
}

/** A person gives it up; false when it is not failed or unknown. */
export async function discardDelivery(db: Queryable, id: string, by: By, reason: string): Promise<boolean> {
  const result = await db.query({
    name: 'delivery_discard',
    text: `update deliveries set status = 'discarded', next_attempt_at = null,
        resolved_at = clock_timestamp(), resolved_by = $2, resolved_reason = $3
       where id = $1 and status in ('failed', 'unknown')`,
    values: [id, by, reason],
  });
  return result.rowCount === 1;
}

export interface DeadDelivery {
  readonly id: string;
  readonly channel: string;
  readonly template: string;
  readonly recipientKind: string;
  readonly recipientId: string;
  readonly status: 'failed' | 'unknown';
  readonly error: string | null;
  readonly attempts: number;
  readonly trace: string | null;
  readonly createdAt: Date;
}

export interface DeadDeliveryFilter {
  readonly channel?: string;
  readonly template?: string;
  readonly recipientId?: string;
  /** The last one of the page before. */
  readonly before?: { readonly createdAt: Date; readonly id: string };
}

/** Dead letters, newest first. Index: deliveries_dead. */
export async function listDeadDeliveries(
  db: Queryable,
  filter: DeadDeliveryFilter,
  limit: number,
): Promise<DeadDelivery[]> {
  const result = await db.query<DeadDelivery>({
    name: 'delivery_dead',
    text: `select id, channel, template, recipient_kind as "recipientKind", recipient_id as "recipientId", status,
        last_error as error, attempts, trace, created_at as "createdAt"
      from deliveries
     where status in ('failed', 'unknown')
       and ($1::text is null or channel = $1) and ($2::text is null or template = $2)
       and ($3::text is null or recipient_id = $3)
       and ($4::timestamptz is null or (created_at, id) < ($4, $5::text))
     order by created_at desc, id desc limit $6`,
    values: [
      filter.channel ?? null,
      filter.template ?? null,
      filter.recipientId ?? null,
      filter.before?.createdAt ?? null,
      filter.before?.id ?? null,
      limit,
    ],
  });
  return result.rows;
}

export interface DeliveryAttempt {
  readonly n: number;
  readonly provider: string;
  readonly startedAt: Date;
  readonly writtenAt: Date | null;
  readonly finishedAt: Date | null;
  readonly outcome: string | null;
  readonly error: string | null;
  readonly trace: string | null;
}

/** Every attempt of one delivery, oldest first. */
export async function readAttempts(db: Queryable, id: string): Promise<DeliveryAttempt[]> {
  const result = await db.query<DeliveryAttempt>({
    name: 'delivery_attempts',
    text: `select n, provider, started_at as "startedAt", written_at as "writtenAt", finished_at as "finishedAt",
        outcome, error, trace
      from delivery_attempts where delivery_id = $1 order by n`,
    values: [id],
  });
  return result.rows;
}
