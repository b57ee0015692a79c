/**
 * The statements of an attempt (D1, D2): what happens to a delivery row from `queued` to its end.
 *
 *   queued → sending → sent | queued again | failed | unknown | suppressed;  failed, unknown → queued | discarded
 *
 * - An attempt is committed with its lease before the call; only the holder of the lease token writes its outcome.
 * - All times are the database's, so two machines agree on when a lease ends.
 * - An attempt that was written and lost its process is `unknown`; one that was not written starts again.
 */
import type { ActorRef } from './actor-types.ts';
import type { Queryable } from './database.ts';
import type { DeliveryOutcome } from './delivery-policy.ts';

export interface Delivery {
  readonly id: string;
  readonly channel: string;
  readonly recipient: ActorRef;
  readonly template: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What only the recipient may read; null where there is nothing of the kind, and once it was sent. */
  readonly sealed: string | null;
  readonly entity: ActorRef | undefined;
  readonly eventId: string | null;
  readonly trace: string | null;
  readonly priority: number;
  readonly attempts: number;
  readonly maxAttempts: number;
  /** ISO instant. */
  readonly createdAt: string;
}

interface DeliveryRecord {
  id: string;
  channel: string;
  recipient_kind: string;
  recipient_id: string;
  template: string;
  params: Record<string, unknown>;
  sealed: string | null;
  entity_kind: string | null;
  entity_id: string | null;
  event_id: string | null;
  trace: string | null;
  priority: number;
  attempts: number;
  max_attempts: number;
  created_at: Date;
}

const COLUMNS = `id, channel, recipient_kind, recipient_id, template, params, sealed, entity_kind, entity_id,
  event_id, trace, priority, attempts, max_attempts, created_at`;

function toDelivery(row: DeliveryRecord): Delivery {
  return {
    id: row.id,
    channel: row.channel,
    recipient: { kind: row.recipient_kind, id: row.recipient_id },
    template: row.template,
    params: row.params,
    sealed: row.sealed,
    entity: row.entity_kind && row.entity_id ? { kind: row.entity_kind, id: row.entity_id } : undefined,
    eventId: row.event_id,
    trace: row.trace,
    priority: row.priority,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    createdAt: row.created_at.toISOString(),
  };
}

export interface Claim {
  readonly id: string;
  readonly token: string;
  readonly leaseMs: number;
  readonly provider: string;
  readonly enqueuedAt: Date;
  /** Recipients this worker is busy with: theirs have to wait. */
  readonly busy: readonly string[];
}

export type Claimed = Delivery & { readonly waitMs: number };

/** Takes the lease and records the attempt, in one committed statement; nothing when it is not to be sent now. */
export async function claimDelivery(db: Queryable, claim: Claim): Promise<Claimed | undefined> {
  const result = await db.query<DeliveryRecord & { wait_ms: number }>({
    name: 'delivery_claim',
    text: `with claimed as (
        update deliveries d
           set status = 'sending', attempts = d.attempts + 1, lease_token = $2, provider = $4,
               lease_until = clock_timestamp() + $3 * interval '1 ms',
               attempted_at = clock_timestamp(), enqueued_at = coalesce(d.enqueued_at, $5)
         where d.id = $1 and d.status = 'queued' and d.next_attempt_at <= clock_timestamp()
           and not d.recipient_id = any($6)
         returning ${COLUMNS}, next_attempt_at
      ), attempt as (
        insert into delivery_attempts (delivery_id, n, provider) select id, attempts, provider from (
          select id, attempts, $4 as provider from claimed) made
      )
      select ${COLUMNS}, extract(epoch from clock_timestamp() - greatest(created_at, next_attempt_at))::float8 * 1000
        as wait_ms from claimed`,
    values: [claim.id, claim.token, claim.leaseMs, claim.provider, claim.enqueuedAt, claim.busy],
  });
  const row = result.rows[0];
  return row && { ...toDelivery(row), waitMs: Math.max(0, Math.round(row.wait_ms)) };
}

/** Gives a claim back as if it had not been made: nothing was sent. */
export async function releaseClaim(db: Queryable, id: string, token: string): Promise<void> {
  await db.query({
    name: 'delivery_release',
    text: `with released as (
        update deliveries set status = 'queued', attempts = attempts - 1, lease_until = null
         where id = $1 and lease_token = $2 and status = 'sending' returning id, attempts
      )
      delete from delivery_attempts a using released r where a.delivery_id = r.id and a.n = r.attempts + 1`,
    values: [id, token],
  });
}

export interface Standing {
  readonly status: string;
  readonly recipientId: string;
  /** Until it is due; 0 when it is. */
  readonly dueInMs: number;
}

/** Why a delivery could not be claimed. */
export async function readStanding(db: Queryable, id: string): Promise<Standing | undefined> {
  const result = await db.query<{ status: string; recipient_id: string; due_in_ms: number }>({
    name: 'delivery_standing',
    text: `select status, recipient_id,
        greatest(0, extract(epoch from next_attempt_at - clock_timestamp())::float8 * 1000) as due_in_ms
      from deliveries where id = $1`,
    values: [id],
  });
  const row = result.rows[0];
  return row && { status: row.status, recipientId: row.recipient_id, dueInMs: Math.ceil(row.due_in_ms ?? 0) };
}

/** False when the lease is lost: another may be at it, so nothing may be sent. Locks the row against the sweep. */
export async function markWritten(db: Queryable, id: string, token: string): Promise<boolean> {
  const result = await db.query({
    name: 'delivery_written',
    text: `with held as materialized (
        select id, attempts from deliveries
         where id = $1 and lease_token = $2 and status = 'sending' and lease_until > clock_timestamp() for update
      )
      update delivery_attempts a set written_at = clock_timestamp()
        from held where a.delivery_id = held.id and a.n = held.attempts`,
    values: [id, token],
  });
  return result.rowCount === 1;
}

/** A lease that has run out is not renewed: somebody may have read it as lost already. */
export async function renewLeases(
  db: Queryable,
  held: ReadonlyMap<string, string>,
  leaseMs: number,
): Promise<void> {
  await db.query({
    name: 'delivery_renew',
    text: `update deliveries d set lease_until = clock_timestamp() + $3 * interval '1 ms'
        from unnest($1::text[], $2::text[]) as mine (id, token)
       where d.id = mine.id and d.lease_token = mine.token and d.status = 'sending'
         and d.lease_until > clock_timestamp()`,
    values: [[...held.keys()], [...held.values()], leaseMs],
  });
}

const STATUS_AFTER = {
  sent: 'sent',
  suppressed: 'suppressed',
  retry: 'queued',
  failed: 'failed',
  unknown: 'unknown',
} as const satisfies Record<DeliveryOutcome['outcome'], string>;

/**
 * Writes an attempt's outcome; false when the row belongs to another attempt by now. A late answer to an attempt
 * that was given up as `unknown` still counts: it is the truth.
 */
export async function finishDelivery(
  db: Queryable,
  id: string,
  token: string,
  outcome: DeliveryOutcome,
  trace: string | undefined,
): Promise<boolean> {
  const result = await db.query({
    name: 'delivery_finish',
    text: `with done as (
        update deliveries d
           set status = $3, lease_until = null, sealed = case when $3 = 'queued' then d.sealed end, last_error = $5, reason = coalesce($6, d.reason),
               next_attempt_at = case when $3 = 'queued' then clock_timestamp() + $4 * interval '1 ms' end,
               provider_message_id = coalesce($7, d.provider_message_id),
               words_version = coalesce($10, d.words_version),
               accepted_at = case when $3 = 'sent' then clock_timestamp() else d.accepted_at end
         where d.id = $1 and d.lease_token = $2 and d.status in ('sending', 'unknown')
         returning d.id, d.attempts
      ), attempt as (
        update delivery_attempts a set finished_at = clock_timestamp(), outcome = $8, error = $5, trace = $9
          from done where a.delivery_id = done.id and a.n = done.attempts
      )
      select id from done`,
    values: [
      id,
      token,
      STATUS_AFTER[outcome.outcome],
      outcome.outcome === 'retry' ? outcome.delayMs : 0,
      'error' in outcome ? outcome.error : null,
      outcome.outcome === 'suppressed' ? outcome.reason : null,
      outcome.outcome === 'sent' ? outcome.providerMessageId : null,
      outcome.outcome,
      trace ?? null,
      outcome.outcome === 'sent' ? (outcome.wordsVersion ?? null) : null,
    ],
  });
  return result.rowCount === 1;
}

export type Recovered = Delivery & { readonly status: 'queued' | 'failed' | 'unknown' };

/**
 * Deliveries whose lease has run out, within the caller's transaction. Two statements: the second one's snapshot
 * is newer than the locks, so it sees every mark of `markWritten`, which holds the same lock.
 * Index: deliveries_leased.
 */
export async function recoverExpired(client: Queryable, limit: number): Promise<Recovered[]> {
  const locked = await client.query<{ id: string }>({
    name: 'delivery_expired',
    text: `select id from deliveries where status = 'sending' and lease_until < now()
      order by lease_until limit $1 for update skip locked`,
    values: [limit],
  });
  if (locked.rows.length === 0) return [];
  const result = await client.query<DeliveryRecord & { status: Recovered['status'] }>({
    name: 'delivery_recover',
    text: `with lost as (
        update delivery_attempts a set finished_at = clock_timestamp(),
               outcome = case when a.written_at is null then 'lost' else 'unknown' end
          from deliveries d
         where d.id = any($1) and a.delivery_id = d.id and a.n = d.attempts
         returning a.delivery_id, a.written_at is not null as written
      )
      update deliveries d
         set status = case when lost.written then 'unknown'
                           when d.attempts >= d.max_attempts then 'failed' else 'queued' end,
             sealed = case when lost.written or d.attempts >= d.max_attempts then null else d.sealed end,
             lease_until = null, next_attempt_at = case when lost.written then null else clock_timestamp() end,
             last_error = case when lost.written then 'The process ended after the message was handed over'
                               else 'The process ended during the attempt' end
        from lost where d.id = lost.delivery_id
      returning ${COLUMNS.replace(/\w+/g, 'd.$&')}, d.status`,
    values: [locked.rows.map(({ id }) => id)],
  });
  return result.rows.map((row) => ({ ...toDelivery(row), status: row.status }));
}
