/**
 * Writes into the ledger what a provider, or a browser, reported of a message: sent, delivered, shown, read, failed.
 *
 * - A provider that gives our own id back settles what was *unknown*, and says its own id of it, by which answers to it
 *   are known.
 * - A report only ever takes a message further: one that comes late or out of order changes no later step.
 * - It can come before our own commit of the provider's answer: then it is tried again for a minute.
 * - What was opened in the browser is read in the inbox, too.
 */
import type { NotificationCommand } from '../../actors/notification/commands.ts';
import type { EventData } from '../../contracts/events.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Effect, Row } from '../../engine/effects.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

const PATIENCE_MS = 60_000;

interface Accepted {
  readonly id: string;
  readonly status: string;
  /** As reports name it: the provider's id, or ours. */
  readonly messageId: string;
  /** The provider's id is not known yet. */
  readonly nameless: boolean;
  /** The same in the inbox, of what a browser showed. */
  readonly notice: string | null;
}

type Report = EventData<'provider_report.received'>;

export const providerReports: Handler<ReadonlyMap<string, Accepted>> = {
  name: 'business.provider_report',
  group: 'business',
  types: ['provider_report.received'],
  attempts: 20,
  onDead: 'continue',
  load: loadAccepted,
  handle(event, accepted, { now }) {
    const report = event.data as Report;
    const delivery = accepted.get(report.messageId) ?? accepted.get(report.deliveryId ?? '');
    if (delivery?.status === 'sending') throw new Error('The message is still being handed over');
    if (delivery) return after(delivery, report, event.at);
    if (Date.parse(now) - Date.parse(event.at) < PATIENCE_MS)
      throw new Error('No message has this id of the provider yet');
    return [];
  },
};

/** A browser says our own id, and so may WhatsApp. Indexes: deliveries_provider_message, deliveries_pkey, deliveries_event. */
async function loadAccepted(
  events: readonly LoggedEvent[],
  db: Queryable,
): Promise<ReadonlyMap<string, Accepted>> {
  const { rows } = await db.query<Accepted>({
    name: 'reported_deliveries',
    text: `select id, status, provider_message_id as "messageId", false as nameless, null as notice from deliveries
        where channel in ('whatsapp', 'whatsapp_group') and provider_message_id = any($1)
      union all
      select id, status, id, provider_message_id is null, null from deliveries
        where channel = 'whatsapp' and id = any($2)
      union all
      select d.id, d.status, d.id, false, (select n.id from deliveries n
           join push_subscriptions s on s.id = d.recipient_id and s.user_id = n.recipient_id
          where n.event_id = d.event_id and n.channel = 'in_app' and n.status <> 'suppressed' limit 1)
        from deliveries d where d.channel = 'push' and d.id = any($1)`,
    values: [
      events.map(({ data }) => (data as Report).messageId),
      events.flatMap(({ data }) => (data as Report).deliveryId ?? []),
    ],
  });
  return new Map(rows.map((row) => [row.messageId, row]));
}

function after({ id, status, notice, nameless }: Accepted, report: Report, at: string): Effect[] {
  const name = nameless ? { provider_message_id: report.messageId } : {};
  const write = (row: Row): Effect[] => [
    { effect: 'update', table: 'deliveries', key: ['id'], row: { id, ...name, ...row } },
  ];
  const isOut = status === 'sent' || status === 'unknown';
  switch (report.status) {
    case 'sent':
      return status === 'unknown' ? write({ status: 'sent', accepted_at: at, last_error: null }) : [];
    case 'delivered':
      return isOut ? write({ status: 'delivered', delivered_at: at }) : [];
    case 'shown':
      return isOut || status === 'delivered'
        ? write({ status: 'shown', delivered_at: at, shown_at: at, seen_at: at })
        : [];
    case 'read':
      return [
        ...(isOut || status === 'delivered' || status === 'shown'
          ? write({ status: 'read', read_at: at })
          : []),
        ...(notice === null ? [] : [readInbox(notice)]),
      ];
    case 'failed':
      return isOut
        ? write({ status: 'failed', last_error: report.reason ?? 'The provider reported that it failed' })
        : [];
  }
}

function readInbox(id: string): Effect {
  const command: NotificationCommand = { type: 'read' };
  return { effect: 'command', actor: { kind: 'notification', id }, command, tolerateRejection: true };
}
