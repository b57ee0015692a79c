/** A row of the ledger as people read it. */
import type { Row } from '../engine/effects.ts';
import { traceIdOf } from '../engine/telemetry/spans.ts';
import { instant } from './reads.ts';

/** Names are read now, and stand in no row of the ledger. */
export const DELIVERY_ROW = `to_jsonb(d) || jsonb_build_object('recipient_name', case d.recipient_kind
  when 'user' then (select u.name from users u where u.id = d.recipient_id)
  when 'push_subscription' then (select u.name from push_subscriptions s join users u on u.id = s.user_id
    where s.id = d.recipient_id)
  when 'customer' then (select c.name from customers c where c.id = d.recipient_id) end,
  'entity_name', case d.entity_kind when 'ticket' then (select t.number from tickets t where t.id = d.entity_id) end)`;

export function deliveryView(row: Row, seesErrors: boolean) {
  return {
    id: row.id,
    channel: row.channel,
    recipient: { kind: row.recipient_kind, id: row.recipient_id, name: row.recipient_name ?? null },
    template: row.template,
    ...about(row),
    entity: row.entity_kind
      ? { kind: row.entity_kind, id: row.entity_id, name: row.entity_name ?? null }
      : null,
    status: row.status,
    reason: row.reason,
    wordsVersion: row.words_version,
    attempts: row.attempts,
    provider: row.provider,
    lastError: seesErrors ? row.last_error : null,
    digestId: row.digest_id,
    createdAt: instant(row.created_at),
    heldUntil: row.status === 'queued' ? instant(row.next_attempt_at) : null,
    enqueuedAt: instant(row.enqueued_at),
    attemptedAt: instant(row.attempted_at),
    acceptedAt: instant(row.accepted_at),
    deliveredAt: instant(row.delivered_at),
    shownAt: instant(row.shown_at),
    seenAt: instant(row.seen_at),
    readAt: instant(row.read_at),
  };
}

/** What a notice and a delivery tell of. */
export function about(row: Row) {
  return {
    entity: row.entity_kind ? { kind: row.entity_kind, id: row.entity_id } : null,
    eventId: row.event_id === null ? null : String(row.event_id),
    traceId: traceIdOf(row.trace as string | null) ?? null,
    priority: row.priority,
  };
}
