/**
 * Puts what somebody answered by WhatsApp where it belongs:
 *
 * - a customer's answer to a message about a ticket of theirs becomes a public comment on it, in their name;
 * - another word of a customer becomes a note of the customer, and customer service is told;
 * - of an applicant or a stranger customer service is told.
 *
 * Whose it is, the sender's number says, never the message alone: a number that is not the customer's puts no word on
 * their ticket. An answer without a message counts for the last message about a ticket that the customer got by
 * WhatsApp within a week.
 */
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { ProviderReplyCommand } from '../../actors/provider_reply/actor.ts';
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import { shorten } from '../../contracts/text.ts';
import type { By } from '../../engine/actor-types.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

/** So long our own commit of a message's id may take; see `provider-report.ts`. */
const PATIENCE_MS = 60_000;
const SINCE = '7 days';
/** Of a comment or note; what is longer stands whole in the reply. */
const LONGEST = 2_000;

interface Reply {
  readonly id: string;
  readonly text: string;
  /** It answers a message that we do not know (yet). */
  readonly unknown: boolean;
  readonly ticketId: string | null;
  readonly customerId: string | null;
  /** The customer's portal account. */
  readonly userId: string | null;
  readonly registrationId: string | null;
}

export const providerReplies: Handler<ReadonlyMap<string, Reply>> = {
  name: 'business.provider_reply',
  group: 'business',
  types: ['provider_reply.received'],
  attempts: 20,
  onDead: 'continue',
  load: readReplies,
  handle(event, replies, { now, newId }) {
    const reply = replies.get(event.actorId);
    if (!reply) return [];
    if (reply.unknown && Date.parse(now) - Date.parse(event.at) < PATIENCE_MS)
      throw new Error('No message has this id of the provider yet');
    const { ticketId, customerId, registrationId } = reply;
    const text = shorten(reply.text, LONGEST);
    const settle = (as: 'comment' | 'note' | 'notice'): Effect => {
      const command: ProviderReplyCommand = { type: 'settle', as, ticketId, customerId, registrationId };
      return { effect: 'command', actor: { kind: 'provider_reply', id: event.actorId }, command };
    };
    if (customerId === null) return [settle('notice')];
    const by: By = reply.userId
      ? { kind: 'user', id: reply.userId }
      : { kind: 'system', id: String(event.data.provider) };
    if (ticketId === null) {
      const command: CustomerCommand = { type: 'note', note: { id: newId(), text } };
      return [
        { effect: 'command', actor: { kind: 'customer', id: customerId }, command, by },
        settle('note'),
      ];
    }
    const command: TicketCommand = {
      type: 'comment',
      commentId: newId(),
      text,
      internal: false,
      // Under the lock: should it be another's by now, this is tried again and finds it out.
      guard: { customerId },
    };
    return [{ effect: 'command', actor: { kind: 'ticket', id: ticketId }, command, by }, settle('comment')];
  },
};

/** Indexes: deliveries_provider_message, customers_phone, deliveries_recipient, registrations_phone. */
async function readReplies(
  events: readonly LoggedEvent[],
  db: Queryable,
): Promise<ReadonlyMap<string, Reply>> {
  const { rows } = await db.query<Reply>({
    name: 'read_replies',
    text: `select r.id, r.text, r.reply_to is not null and d.id is null as unknown,
        c.id as "customerId", c.user_id as "userId", coalesce(answered.id, last.id) as "ticketId",
        case when c.id is null then g.id end as "registrationId"
      from provider_replies r
      left join lateral (
        select d.id, d.entity_kind, d.entity_id, case d.recipient_kind when 'customer' then d.recipient_id
            when 'user' then (select u.customer_id from users u where u.id = d.recipient_id) end as customer_id
          from deliveries d where d.channel = 'whatsapp' and d.provider_message_id = r.reply_to limit 1) d on true
      left join lateral (
        select c.id, c.user_id from customers c where c.phone = r.from_phone
          order by (c.id = d.customer_id) desc nulls last, c.status = 'terminated', c.created_at desc limit 1) c on true
      left join tickets answered on d.entity_kind = 'ticket' and answered.id = d.entity_id and answered.customer_id = c.id
      left join lateral (
        select t.id from deliveries m join tickets t on t.id = m.entity_id
          where r.reply_to is null and m.channel = 'whatsapp' and m.recipient_kind = 'customer'
           and m.recipient_id = c.id and m.entity_kind = 'ticket' and t.customer_id = c.id
           and m.created_at > now() - interval '${SINCE}' and t.status not in ('completed', 'cancelled')
          order by m.created_at desc limit 1) last on true
      left join lateral (
        select g.id from registrations g where g.phone = r.from_phone order by g.created_at desc limit 1) g on true
      where r.id = any($1) and r.settled_as is null`,
    values: [events.map(({ actorId }) => actorId)],
  });
  return new Map(rows.map((row) => [row.id, row]));
}
