/**
 * The places that a ticket takes in the days of its team; the technicians count them (K1).
 *
 * - K3 From its assignment until it is done or given up, each of its team holds one place on its `workDay`, and nobody
 *   else holds one for it.
 * - K4 They are asked together with the decision: where one is refused, so is the whole.
 */

import type { ActorRef, Decided, Decision, NewEvent } from '../../engine/actor-types.ts';
import { dataOf } from '../event.ts';
import type { Book, Free } from '../technician/commands.ts';
import type { TeamMember, TicketCommand } from './commands.ts';
import type { TicketState } from './state.ts';

type CommandEffect = Extract<NonNullable<Decided['effects']>[number], { effect: 'command' }>;

/** A team on a day. */
interface Held {
  readonly team: readonly TeamMember[];
  readonly day: string | null;
}

/** The decision, with what it takes of the days of technicians and gives back to them. */
export function withPlaces(
  state: TicketState,
  command: TicketCommand,
  decision: Decision,
  today: string,
): Decision {
  if ('rejection' in decision) return decision;
  const before: Held = { team: state.workDay === null ? [] : state.team, day: state.workDay };
  const asked = decision.events.flatMap((event) => {
    const after = heldAfter(state, before, event);
    return after ? moves(state, before, after, command, today) : [];
  });
  return asked.length === 0 ? decision : { ...decision, effects: [...(decision.effects ?? []), ...asked] };
}

/** The technicians whose days a command is going to ask for. */
export function locksOf(command: TicketCommand): readonly ActorRef[] {
  const members =
    command.type === 'assign'
      ? command.team
      : command.type === 'claim' || command.type === 'auto_assign'
        ? [command.member]
        : [];
  return members.map(({ technicianId }) => technician(technicianId));
}

/** Nothing for an event that moves no places. */
function heldAfter(
  state: TicketState,
  before: Held,
  event: NewEvent,
): (Held & { done?: boolean }) | undefined {
  switch (event.type) {
    case 'ticket.assigned': {
      const { team, workDay = null } = dataOf('ticket.assigned', event);
      return { team, day: workDay };
    }
    case 'ticket.edited': {
      const { workDay } = dataOf('ticket.edited', event);
      return workDay === undefined ? undefined : { team: before.team, day: workDay };
    }
    case 'ticket.completed':
      return { team: [], day: state.workDay, done: true };
    case 'ticket.cancelled':
    case 'ticket.merged':
      return { team: [], day: state.workDay };
    default:
      return undefined;
  }
}

function moves(
  { id, number }: TicketState,
  before: Held,
  after: Held & { readonly done?: boolean },
  command: TicketCommand,
  today: string,
): CommandEffect[] {
  const stays = (member: TeamMember, other: Held) =>
    before.day === after.day && other.team.some(({ technicianId }) => technicianId === member.technicianId);
  const place = { ticketId: id, number, today };
  const { day: from, team: leaving } = before;
  const { day: to, team: coming, done = false } = after;
  const overbook = 'overbook' in command && command.overbook === true;
  const automatic = command.type === 'auto_assign' ? { requires: command.requires } : null;
  return [
    ...(from === null ? [] : leaving.filter((member) => !stays(member, after))).map((member) =>
      ask(member, { type: 'free', ...place, day: from as string, done }),
    ),
    ...(to === null ? [] : coming.filter((member) => !stays(member, before))).map((member) =>
      ask(member, { type: 'book', ...place, day: to as string, overbook, automatic }),
    ),
  ];
}

function ask({ technicianId }: TeamMember, command: Book | Free): CommandEffect {
  return { effect: 'command', actor: technician(technicianId), command, together: true };
}

function technician(id: string): ActorRef {
  return { kind: 'technician', id };
}
