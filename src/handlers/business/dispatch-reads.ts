/** What automatic assignment goes by: settings of zones, what waits there, who is available. */
import type { DispatchState } from '../../actors/dispatch/actor.ts';
import type { SpecializationState } from '../../actors/specialization/actor.ts';
import { requiredOf } from '../../actors/specialization/required.ts';
import { isCertified } from '../../actors/technician/places.ts';
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

/** Of the zones $1: these tickets, and all of those zones. */
const WAITING = `s.id = any($1) and t.status = 'open' and t.snoozed_until is null and s.automatic ? t.type
  and (t.id = any($2) or s.id = any($3))`;

/**
 * For occasions (`occasions.ts`): one of a ticket is about that ticket, one of a technician who is available
 * about what waits in their zone, one of a zone about what waits there, the beginning of a day and a change of what
 * tickets need about all of it. What nobody who is available may take is left out: it hides nothing behind it.
 *
 * Nothing but the settings is read where nothing is assigned by itself. Index: tickets_zone, technicians_zone.
 */
export async function loadDispatching(
  occasions: readonly LoggedEvent[],
  db: Queryable,
  today: string,
): Promise<Dispatching> {
  const idsOf = (kind: string) => [
    ...new Set(occasions.filter((event) => event.actorKind === kind).map(({ actorId }) => actorId)),
  ];
  const tickets = idsOf('ticket');
  const everywhere = occasions.some(({ actorKind }) => ['schedule', 'specialization'].includes(actorKind));
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
  const { rows: technicians } = await db.query<Available>({
    name: 'dispatch_technicians',
    text: `select id, zone, availability, max_tickets_per_day as "maxTicketsPerDay", load, rating_sum as "ratingSum",
        rating_count as "ratingCount", specializations, last_position as "lastPosition", user_id as "userId"
      from technicians where zone = any($1) and availability = 'available' order by id`,
    values: [zones],
  });
  if (technicians.length === 0) return nothing;
  const { rows: specializations } = await db.query<Dispatching['specializations'][number]>({
    name: 'dispatch_specializations',
    text: `select id, ticket_types as "ticketTypes", categories, active from specializations where active`,
  });
  const asked = [zones, tickets, settings.filter(({ whole }) => whole).map(({ id }) => id)];
  const { rows: kinds } = await db.query<Pick<Waiting, 'zone' | 'type' | 'category'>>({
    name: 'dispatch_kinds',
    text: `select distinct t.zone, t.type, t.category from dispatch_settings s join tickets t on t.zone = s.id where ${WAITING}`,
    values: asked,
  });
  const unfit = kinds.filter((kind) => {
    const requires = requiredOf(kind, specializations);
    return !technicians.some((one) => one.zone === kind.zone && isCertified(one, requires, today));
  });
  const { rows: waiting } = await db.query<Waiting>({
    name: 'dispatch_waiting',
    text: `select t.id, t.type, t.category, t.zone,
        to_json(t.scheduled_at at time zone 'UTC') #>> '{}' || 'Z' as "scheduledAt"
      from dispatch_settings s cross join lateral (
        select * from tickets t
        where t.zone = s.id and ${WAITING}
          and not exists (select from unnest($4::text[], $5::text[], $6::text[]) unfit(zone, type, category)
            where unfit.zone = t.zone and unfit.type = t.type and unfit.category is not distinct from t.category)
        order by t.sla_due_at, t.id limit $7) t`,
    values: [
      ...asked,
      unfit.map(({ zone }) => zone),
      unfit.map(({ type }) => type),
      unfit.map(({ category }) => category),
      AT_ONCE,
    ],
  });
  return { settings, waiting, technicians, specializations };
}
