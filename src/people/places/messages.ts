/** Messages: the ledger, its attempts, and codes. What waits to be sent is not sent any more. */
import type { Place } from '../place.ts';
import { keys, literals, mentions, words } from './sql.ts';

/** Themselves, and the browsers that show their notices. */
const TO_THEM = `(t.recipient_id = any(:ids)
  or t.recipient_id in (select s.id from push_subscriptions s where s.user_id = any(:users)))`;
const ABOUT = `(t.entity_id = any(:ids) or ${TO_THEM})`;
/** Codes are for a phone, not for somebody. */
const CODES = `t.recipient_id in (select c.id from one_time_codes c where c.phone = any(:literals))`;
/** A customer names any phone as theirs, so it leads to answers of others: theirs are those that were settled as theirs. */
const REPLIES = `(t.customer_id = any(:customers) or t.registration_id = any(:registrations)
  or t.ticket_id = any(:tickets))`;
/** What belongs to nobody and came from their phone goes with them. */
const STRAY = `(t.from_phone = any(:literals) and t.customer_id is null and t.registration_id is null and t.ticket_id is null)`;
/** What it says is theirs to read: it stands on their ticket, or came from a phone that a code has proven. */
const OWN_REPLY = `t.ticket_id = any(:tickets)
  or t.from_phone in (select r.phone from registrations r where r.id = any(:registrations))`;
const reply = `jsonb_build_object('from_phone', t.from_phone, 'text', t.text, 'received_at', t.received_at)`;
const params = ['title', 'text', 'reason', 'message', 'username', 'name'] as const;

export const messagePlaces: readonly Place[] = [
  {
    table: 'delivery_attempts',
    holds: ['error'],
    taken: [
      {
        rows: `t.delivery_id in (select t.id from deliveries t where ${ABOUT} or ${CODES})`,
        set: { error: words('t.error') },
      },
    ],
  },
  {
    table: 'deliveries',
    holds: ['params', 'sealed', 'last_error', 'resolved_reason'],
    taken: [
      {
        rows: `${ABOUT} or ${CODES}`,
        set: {
          params: keys('t.params', params),
          sealed: 'null',
          last_error: words('t.last_error'),
          resolved_reason: words('t.resolved_reason'),
        },
      },
      {
        rows: `t.status in ('queued', 'gathered') and ${TO_THEM}`,
        set: { status: `'suppressed'`, reason: `'recipient_erased'`, next_attempt_at: 'null' },
      },
    ],
    exported: [
      {
        as: 'messages',
        rows: TO_THEM,
        select: `jsonb_build_object('channel', t.channel, 'template', t.template, 'params', t.params, 'status', t.status,
          'reason', t.reason, 'created_at', t.created_at, 'accepted_at', t.accepted_at, 'delivered_at', t.delivered_at,
          'seen_at', t.seen_at, 'read_at', t.read_at)`,
        order: 't.id',
      },
    ],
  },
  {
    table: 'one_time_codes',
    holds: ['phone', 'hash'],
    taken: [{ rows: 't.phone = any(:literals)', set: { phone: 'null', hash: 'null' } }],
  },
  {
    table: 'provider_replies',
    holds: ['from_phone', 'text'],
    taken: [
      { rows: `${REPLIES} or ${STRAY}`, set: { from_phone: words('t.from_phone'), text: words('t.text') } },
    ],
    exported: [
      {
        as: 'answers',
        rows: REPLIES,
        select: reply,
        own: `case when ${OWN_REPLY} then ${reply} end`,
        order: 't.id',
      },
    ],
  },
  {
    // The last error of a provider can name an address.
    table: 'provider_health',
    holds: ['last_error'],
    taken: [{ rows: mentions('t.last_error'), set: { last_error: literals('t.last_error') } }],
  },
];
