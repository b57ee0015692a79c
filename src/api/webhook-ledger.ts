/**
 * What a person does about deliveries to a webhook: send one again, or recover all that it missed since a time.
 *
 * - W3 Recovering is repeatable: an event's delivery has one id, so it is added once, however often it is asked.
 * - Nobody rings for these: the sweep does, within seconds.
 */
import type { By } from '../engine/actor-types.ts';
import type { Queryable } from '../engine/database.ts';
import {
  WEBHOOK_ATTEMPTS,
  WEBHOOK_FOLLOWER,
  WEBHOOK_PRIORITY,
  WEBHOOK_TEMPLATE,
  webhookDeliveryIdSql,
} from '../handlers/webhook-deliveries.ts';

/** Events are decided a little before they are numbered, and not in the same order. */
const SLACK_MS = 60_000;
/** What one call does, each statement a commit of its own; the rest is for the next one. */
const LIMITS = {
  /** Deliveries tried again by one statement, and statements. */
  again: 1_000,
  agains: 10,
  /** Positions looked through by one statement, and statements. */
  window: 5_000,
  windows: 10,
};

/** What it takes to be tried again from the first; a delivery that is on its way is not touched. */
const AGAIN = `status = 'queued', reason = null, next_attempt_at = clock_timestamp(),
  max_attempts = attempts + ${WEBHOOK_ATTEMPTS}, told = false,
  resolved_at = clock_timestamp(), resolved_by = $2, resolved_reason = $3`;

/** Whatever became of it before, and with the same `webhook-id`; false while an attempt is under way. */
export async function resendToWebhook(
  db: Queryable,
  webhookId: string,
  deliveryId: string,
  by: By,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'webhook_resend',
    text: `update deliveries set ${AGAIN}
      where id = $4 and channel = 'webhook' and recipient_id = $1 and status <> 'sending'`,
    values: [webhookId, by, 'resend', deliveryId],
  });
  return rowCount === 1;
}

export interface Missed {
  readonly webhookId: string;
  readonly types: readonly string[];
  /** ISO instant. */
  readonly since: string;
  readonly by: By;
}

export interface Recovered {
  readonly requeued: number;
  readonly added: number;
  /** Null when all of it is done. */
  readonly next: string | null;
}

/**
 * Tries again what failed or waits, then adds a delivery for each wanted event that has none, up to the follower's
 * position: what comes after is its own to deliver, and two that insert the same row would hold it up.
 *
 * @param cursor `next` of the call before
 */
export async function recoverMissed(
  db: Queryable,
  missed: Missed,
  cursor?: string,
  limits = LIMITS,
): Promise<Recovered> {
  const end = await readFollowerPosition(db);
  const [begun, from] = cursor?.split('.').map(Number) ?? [await databaseMs(db)];
  let requeued = 0;
  let whole = false;
  for (let count = 0; count < limits.agains && !whole; count++) {
    const again = await requeue(db, missed, new Date(begun as number), limits.again);
    requeued += again;
    whole = again < limits.again;
  }
  let after = from ?? (await positionBefore(db, new Date(Date.parse(missed.since) - SLACK_MS), end));
  let added = 0;
  for (let count = 0; count < limits.windows && after < end; count++) {
    const upTo = Math.min(end, after + limits.window);
    added += await addWindow(db, missed, after, upTo);
    after = upTo;
  }
  return { requeued, added, next: whole && after >= end ? null : `${begun}.${after}` };
}

async function databaseMs(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ ms: string }>(
    'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms',
  );
  return Number(rows[0]?.ms);
}

/**
 * Tried again now: what failed, and what waits for its next attempt, but for what was asked for again since `begun`.
 * Index: deliveries_webhook.
 */
async function requeue(
  db: Queryable,
  { webhookId, since, by }: Missed,
  begun: Date,
  limit: number,
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'webhook_requeue',
    text: `update deliveries set ${AGAIN} where id in (
        select id from deliveries where channel = 'webhook' and recipient_id = $1 and created_at >= $4
           and (status in ('failed', 'unknown', 'suppressed', 'discarded')
             or (status = 'queued' and next_attempt_at > clock_timestamp()))
           and (resolved_at is null or resolved_at < $5)
         order by created_at desc, id desc limit $6 for update)`,
    values: [webhookId, by, 'recover', since, begun, limit],
  });
  return rowCount ?? 0;
}

async function readFollowerPosition(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ position: string }>({
    name: 'webhook_follower_position',
    text: 'select position from followers where name = $1',
    values: [WEBHOOK_FOLLOWER],
  });
  return Number(rows[0]?.position ?? 0);
}

/** The last position of before the instant: positions are dense (L2) and grow with time, so some twenty look-ups do. */
async function positionBefore(db: Queryable, instant: Date, end: number): Promise<number> {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const { rows } = await db.query<{ at: Date }>({
      name: 'event_instant',
      text: 'select at from events where position = $1',
      values: [middle],
    });
    if (rows[0] && rows[0].at >= instant) high = middle - 1;
    else low = middle;
  }
  return low;
}

/** Index: events_position. */
async function addWindow(db: Queryable, missed: Missed, after: number, upTo: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'webhook_add_missed',
    text: `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, entity_kind, entity_id,
          event_id, trace, priority, status, next_attempt_at, max_attempts, created_at)
      select ${webhookDeliveryIdSql('$1', 'e.id')}, 'webhook', 'webhook', $1::text, '${WEBHOOK_TEMPLATE}', '{}',
          e.actor_kind, e.actor_id, e.id, e.trace, ${WEBHOOK_PRIORITY}, 'queued', clock_timestamp(),
          ${WEBHOOK_ATTEMPTS}, clock_timestamp()
        from events e
       where e.position > $2 and e.position <= $3 and e.at >= $4 and e.type = any($5)
         and e.audience @> '[{"class": "staff"}]'
       order by e.position
      on conflict (id) do nothing`,
    values: [missed.webhookId, after, upTo, missed.since, missed.types],
  });
  return rowCount ?? 0;
}
