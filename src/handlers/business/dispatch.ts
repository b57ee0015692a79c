/**
 * Automatic assignment: a ticket that waits, of a kind that is assigned by itself in its zone, goes to whom it suits
 * best (`rank`). Asked whenever it could have become possible (`occasions.ts`).
 *
 * - A1 What is read here only proposes. Ticket and technician decide under their locks: one command for each of the
 *   best candidates, best first; the first who still has a place gets it, and the rest no longer applies.
 * - A2 Tickets that wait at the same moment are planned one after the other, each with the places that the ones before
 *   it are going to take, so that the best one is not proposed for all of them. Of several events that one run looks
 *   at, the first that concerns a ticket gives its commands, so that many places given back at once are no storm.
 */
import { requiredOf } from '../../actors/specialization/required.ts';
import { rank } from '../../actors/technician/score.ts';
import { workDayOf } from '../../actors/ticket/assign.ts';
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import { locksOf } from '../../actors/ticket/places.ts';
import { dayOf } from '../../contracts/day.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { type Available, type Dispatching, loadDispatching, type Waiting } from './dispatch-reads.ts';
import { isOccasion, occasionTypes } from './occasions.ts';

/** So many can be refused before a ticket waits for the next occasion. */
const CANDIDATES = 5;

/** `timeZone`: the portal's, by whose days work is counted. */
export function dispatchIn(timeZone: string): Handler<ReadonlyMap<string, readonly Effect[]>> {
  return {
    name: 'business.dispatch',
    group: 'business',
    types: occasionTypes,
    attempts: 20,
    // It can be assigned by hand all the same.
    onDead: 'continue',
    load: async (events, db) => {
      const now = new Date(Math.max(...events.map(({ at }) => Date.parse(at)))).toISOString();
      const occasions = events.filter((event) => isOccasion(event, timeZone));
      if (occasions.length === 0) return new Map();
      const found = await loadDispatching(occasions, db, dayOf(now, timeZone));
      return byOccasion(occasions, planAssignments(found, now, timeZone), found.technicians);
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

/** Each planned ticket stands with the first event that concerns it. */
function byOccasion(
  occasions: readonly LoggedEvent[],
  plan: readonly Planned[],
  technicians: readonly Available[],
): ReadonlyMap<string, readonly Effect[]> {
  const zones = new Map(technicians.map(({ id, zone }) => [id, zone]));
  const effects = new Map<string, Effect[]>();
  for (const one of plan) {
    const first = occasions.find((event) => concerns(event, one.ticket, zones));
    if (first) effects.set(first.id, [...(effects.get(first.id) ?? []), ...one.effects]);
  }
  return effects;
}

function concerns(event: LoggedEvent, ticket: Waiting, zones: ReadonlyMap<string, string>): boolean {
  switch (event.actorKind) {
    case 'ticket':
      return event.actorId === ticket.id;
    case 'technician':
      return zones.get(event.actorId) === ticket.zone;
    case 'dispatch':
      return event.actorId === ticket.zone;
    default:
      return true;
  }
}
