/** What automatic assignment goes by: settings of zones, what waits there, who is available. */
import type { DispatchState } from '../../actors/dispatch/actor.ts';
import type { SpecializationState } from '../../actors/specialization/actor.ts';
import type { Rated } from '../../actors/technician/score.ts';
import type { TicketType } from '../../contracts/tickets.ts';
import type { Queryable } from '../../engine/database.ts';
import type { LoggedEvent } from '../../engine/log.ts';

export interface Waiting {
  readonly id: string;
  readonly type: TicketType;
  readonly category: string | null;
  readonly zone: string;
  readonly scheduledAt: string | null;
}

export type Available = Rated & { readonly userId: string | null };

export interface Dispatching {
  readonly settings: readonly Pick<DispatchState, 'id' | 'automatic' | 'centre'>[];
  /** The most urgent of each zone first. */
  readonly waiting: readonly Waiting[];
  readonly technicians: readonly Available[];
  readonly specializations: readonly Pick<
    SpecializationState,
    'id' | 'ticketTypes' | 'categories' | 'active'
  >[];
}

const nothing: Dispatching = { settings: [], waiting: [], technicians: [], specializations: [] };

/** Waiting tickets of a zone that are looked at together. */
const AT_ONCE = 50;

/**
 * For occasions (`occasions.ts`): one of a ticket is about that ticket, one of a technician who is available about
 * what waits in their zone, one of a zone about what waits there, the beginning of a day about all of it.
 *
 * Nothing but the settings is read where nothing is assigned by itself. Index: tickets_zone, technicians_zone.
 */
export async function loadDispatching(
  occasions: readonly LoggedEvent[],
  db: Queryable,
): Promise<Dispatching> {
  const idsOf = (kind: string) => [
    ...new Set(occasions.filter((event) => event.actorKind === kind).map(({ actorId }) => actorId)),
  ];
  const tickets = idsOf('ticket');
  const everywhere = occasions.some(({ actorKind }) => actorKind === 'schedule');
  const { rows: settings } = await db.query<Dispatching['settings'][number] & { readonly whole: boolean }>({
    name: 'dispatch_settings_of',
    text: `with asked as (
        select s.id, s.automatic, s.centre,
          $1 or s.id = any($2)
            or s.id in (select zone from technicians where id = any($3) and availability = 'available') as whole
        from dispatch_settings s where jsonb_array_length(s.automatic) > 0)
      select id, automatic, centre, whole from asked
      where whole or id in (select zone from tickets where id = any($4))`,
    values: [everywhere, idsOf('dispatch'), idsOf('technician'), tickets],
  });
  if (settings.length === 0) return nothing;
  const zones = settings.map(({ id }) => id);
  const { rows: waiting } = await db.query<Waiting>({
    name: 'dispatch_waiting',
    text: `select t.id, t.type, t.category, t.zone,
        to_json(t.scheduled_at at time zone 'UTC') #>> '{}' || 'Z' as "scheduledAt"
      from dispatch_settings s cross join lateral (
        select * from tickets t
        where t.zone = s.id and t.status = 'open' and t.snoozed_until is null and s.automatic ? t.type
          and (t.id = any($2) or s.id = any($3))
        order by t.sla_due_at, t.id limit $4) t
      where s.id = any($1)`,
    values: [zones, tickets, settings.filter(({ whole }) => whole).map(({ id }) => id), AT_ONCE],
  });
  if (waiting.length === 0) return nothing;
  const technicians = await db.query<Available>({
    name: 'dispatch_technicians',
    text: `select id, zone, availability, max_tickets_per_day as "maxTicketsPerDay", load, rating_sum as "ratingSum",
        rating_count as "ratingCount", specializations, last_position as "lastPosition", user_id as "userId"
      from technicians where zone = any($1) and availability = 'available' order by id`,
    values: [zones],
  });
  const specializations = await db.query<Dispatching['specializations'][number]>({
    name: 'dispatch_specializations',
    text: `select id, ticket_types as "ticketTypes", categories, active from specializations where active`,
  });
  return { settings, waiting, technicians: technicians.rows, specializations: specializations.rows };
}
