/** Sends what a digest gathered as one message: its rows are marked in the commit that makes the message (G1). */
import type { DigestSubject } from '../../actors/digest/actor.ts';
import type { EventData } from '../../contracts/events.ts';
import type { Queryable } from '../../engine/database.ts';
import type { DeliveryEffect, Effect } from '../../engine/effects.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

/** Ids of gathered deliveries, oldest first, by the event that closes their digest. */
type Gathered = ReadonlyMap<string, readonly string[]>;

export const digestNotices: Handler<Gathered> = {
  name: 'notifications.digest',
  group: 'notifications',
  types: ['digest.closed'],
  attempts: 20,
  onDead: 'continue',
  load: loadGathered,
  handle(event, gathered, { newId }) {
    const ids = gathered.get(event.id) ?? [];
    // Another digest was faster and took them along.
    if (ids.length === 0) return [];
    const { recipient, channel, period } = event.data as EventData<'digest.closed'>;
    const message: DeliveryEffect = {
      effect: 'delivery',
      id: newId(),
      channel: channel as DeliveryEffect['channel'],
      recipient,
      template: 'digest.bundle',
      params: { count: ids.length, digestPeriod: period },
      priority: 3,
    };
    const mark = (id: string): Effect => ({
      effect: 'update',
      table: 'deliveries',
      key: ['id'],
      row: { id, status: 'digested', digest_id: message.id },
    });
    return [message, ...ids.map(mark)];
  },
};

/** Index: deliveries_gathered. */
async function loadGathered(events: readonly LoggedEvent[], db: Queryable): Promise<Gathered> {
  const subjects = events.map((event) => {
    const { recipient, channel, period } = event.data as unknown as DigestSubject;
    return { event: event.id, kind: recipient.kind, id: recipient.id, channel, period };
  });
  const { rows } = await db.query<{ event: string; ids: string[] }>({
    name: 'digest_gathered',
    // Two closings in one batch: the first one takes all.
    text: `select min(s.event::bigint)::text as event, g.ids
      from jsonb_to_recordset($1::jsonb) s(event text, kind text, id text, channel text, period text)
      cross join lateral (
        select array_agg(d.id order by d.created_at, d.id) as ids from deliveries d
         where d.status = 'gathered' and d.recipient_id = s.id and d.recipient_kind = s.kind
           and d.channel = s.channel and d.reason = s.period) g
      where g.ids is not null group by s.kind, s.id, s.channel, s.period, g.ids`,
    values: [JSON.stringify(subjects)],
  });
  return new Map(rows.map(({ event, ids }) => [event, ids]));
}
