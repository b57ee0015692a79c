/**
 * Automatic assignment: a ticket that waits, of a kind that is assigned by itself in its zone, goes to whom it suits
 * best (`rank`). Asked when it is opened or reopened, when a technician becomes available, and when the setting is
 * switched on.
 *
 * - A1 What is read here only proposes. Ticket and technician decide under their locks: one command for each of the
 *   best candidates, best first; the first who still has a place gets it, and the rest no longer applies.
 * - A2 Tickets that wait at the same moment are planned one after the other, each with the places that the ones before
 *   it are going to take, so that the best one is not proposed for all of them.
 */
import type { DispatchState } from '../../actors/dispatch/actor.ts';
import type { SpecializationState } from '../../actors/specialization/actor.ts';
import { requiredOf } from '../../actors/specialization/required.ts';
import { type Rated, rank } from '../../actors/technician/score.ts';
import { workDayOf } from '../../actors/ticket/assign.ts';
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import { locksOf } from '../../actors/ticket/places.ts';
import { dayOf } from '../../contracts/day.ts';
import type { TicketType } from '../../contracts/tickets.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Handler } from '../../engine/handler-types.ts';
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
  /** The most urgent first. */
  readonly waiting: readonly Waiting[];
  readonly technicians: readonly Available[];
  readonly specializations: readonly Pick<
    SpecializationState,
    'id' | 'ticketTypes' | 'categories' | 'active'
  >[];
}

const nothing: Dispatching = { settings: [], waiting: [], technicians: [], specializations: [] };

/** So many can be refused before a ticket waits for the next occasion. */
const CANDIDATES = 5;
/** Waiting tickets that one occasion looks at. */
const AT_ONCE = 50;

/** `timeZone`: the portal's, by whose days work is counted. */
export function dispatchIn(timeZone: string): Handler<ReadonlyMap<string, readonly Effect[]>> {
  return {
    name: 'business.dispatch',
    group: 'business',
    types: ['ticket.created', 'ticket.reopened', 'technician.availability_changed', 'dispatch.changed'],
    attempts: 20,
    // It can be assigned by hand all the same.
    onDead: 'continue',
    load: async (events, db) => {
      const now = new Date(Math.max(...events.map(({ at }) => Date.parse(at)))).toISOString();
      const plan = planAssignments(await loadDispatching(events, db), now, timeZone);
      return new Map(
        events.map((event) => [
          event.id,
          plan.flatMap((one) => (concerns(event, one.ticket) ? one.effects : [])),
        ]),
      );
    },
    handle: (event, plans) => plans.get(event.id) ?? [],
  };
}

interface Planned {
  readonly ticket: Waiting;
  readonly effects: readonly Effect[];
}

/** Pure: who is proposed for what waits. */
export function planAssignments(found: Dispatching, now: string, timeZone: string): Planned[] {
  const today = dayOf(now, timeZone);
  const crew = new Map(found.technicians.map((one) => [one.id, one]));
  return found.waiting.map((ticket) => {
    const setting = found.settings.find(({ id }) => id === ticket.zone);
    if (!setting?.automatic.includes(ticket.type)) return { ticket, effects: [] };
    const day = workDayOf(ticket.scheduledAt, now, timeZone);
    const requires = requiredOf(ticket, found.specializations);
    const inZone = [...crew.values()].filter(({ zone }) => zone === ticket.zone);
    const best = rank(inZone, { zone: ticket.zone, day, today, requires, centre: setting.centre })
      .filter(
        ({ technician, suitable, booked }) =>
          suitable && technician.availability === 'available' && booked < technician.maxTicketsPerDay,
      )
      .slice(0, CANDIDATES);
    const [first] = best;
    if (first) crew.set(first.technician.id, withOneMore(first.technician, day));
    const effects = best.map(({ technician, score }): Effect => {
      const member = { technicianId: technician.id, userId: technician.userId, lead: true };
      const command: TicketCommand = { type: 'auto_assign', member, requires, score };
      return {
        effect: 'command',
        actor: { kind: 'ticket', id: ticket.id },
        command,
        tolerateRejection: true,
        locks: locksOf(command),
      };
    });
    return { ticket, effects };
  });
}

function withOneMore(technician: Available, day: string): Available {
  const { open, done } = technician.load;
  return { ...technician, load: { open: { ...open, [day]: (open[day] ?? 0) + 1 }, done } };
}

function concerns(event: LoggedEvent, ticket: Waiting): boolean {
  return event.actorKind === 'ticket' ? event.actorId === ticket.id : event.data.zone === ticket.zone;
}

/** Nothing but the settings is read where nothing is assigned by itself. Index: tickets_zone, technicians_zone. */
async function loadDispatching(events: readonly LoggedEvent[], db: Queryable): Promise<Dispatching> {
  const occasions = events.filter(
    ({ type, data }) => type !== 'technician.availability_changed' || data.to === 'available',
  );
  const zones = [
    ...new Set(occasions.flatMap(({ data }) => (typeof data.zone === 'string' ? [data.zone] : []))),
  ];
  if (zones.length === 0) return nothing;
  const { rows: settings } = await db.query<Dispatching['settings'][number]>({
    name: 'dispatch_settings_of',
    text: `select id, automatic, centre from dispatch_settings where id = any($1) and jsonb_array_length(automatic) > 0`,
    values: [zones],
  });
  if (settings.length === 0) return nothing;
  const automatic = settings.map(({ id }) => id);
  const named = occasions.filter(({ actorKind }) => actorKind === 'ticket').map(({ actorId }) => actorId);
  const whole = occasions.flatMap(({ actorKind, data }) =>
    actorKind === 'ticket' ? [] : [String(data.zone)],
  );
  const waiting = await db.query<Waiting>({
    name: 'dispatch_waiting',
    text: `select t.id, t.type, t.category, t.zone, to_json(t.scheduled_at at time zone 'UTC') #>> '{}' || 'Z' as "scheduledAt"
      from tickets t
      where t.zone = any($1) and t.status = 'open' and t.snoozed_until is null
        and (t.id = any($2) or t.zone = any($3))
      order by t.sla_due_at, t.id limit $4`,
    values: [automatic, named, whole, AT_ONCE],
  });
  if (waiting.rows.length === 0) return nothing;
  const technicians = await db.query<Available>({
    name: 'dispatch_technicians',
    text: `select id, zone, availability, max_tickets_per_day as "maxTicketsPerDay", load, rating_sum as "ratingSum",
        rating_count as "ratingCount", specializations, last_position as "lastPosition", user_id as "userId"
      from technicians where zone = any($1) and availability = 'available' order by id`,
    values: [automatic],
  });
  const specializations = await db.query<Dispatching['specializations'][number]>({
    name: 'dispatch_specializations',
    text: `select id, ticket_types as "ticketTypes", categories, active from specializations where active`,
  });
  return {
    settings,
    waiting: waiting.rows,
    technicians: technicians.rows,
    specializations: specializations.rows,
  };
}
