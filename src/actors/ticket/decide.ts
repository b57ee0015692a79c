/**
 * What a ticket answers to a command: the table of transitions first, then the row guard, then what the command
 * itself needs.
 */
import type { DecideContext, Decision, Rejection } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import { changeClock, completedState, newClock, pauseClock, resumeClock, type SlaClock } from './clock.ts';
import type { CreateTicket, EditTicket, RowGuard, TeamMember, TicketCommand } from './commands.ts';
import type { TicketState } from './state.ts';
import { allowedNow, mayReopen, transitions } from './transitions.ts';

export function decide(
  state: TicketState | undefined,
  command: TicketCommand,
  context: DecideContext,
): Decision {
  if (command.type === 'create') {
    return state ? refuse('conflict', 'The ticket exists already.') : create(command, context);
  }
  if (!state) return refuse('not_found');
  const foreign = 'guard' in command && command.guard && checkGuard(state, command.guard);
  if (foreign) return foreign;
  if (transitions[state.status][command.type] === 'refused') return wrongState(state, context);
  return decideAllowed(state, command, context);
}

type Allowed = Exclude<TicketCommand, CreateTicket>;

function decideAllowed(state: TicketState, command: Allowed, context: DecideContext): Decision {
  const { now } = context;
  const { number } = state;
  const to = transitions[state.status][command.type] as TicketState['status'];
  const moved = { number, from: state.status, to, zone: state.zone };
  switch (command.type) {
    case 'edit':
      return edit(state, command, now);
    case 'assign':
      return assign(state, command.team, command.scheduledAt, moved, false);
    case 'claim':
      if (state.zone !== command.zone)
        return refuse('forbidden', 'Only technicians of its zone can claim the ticket.');
      return assign(state, [{ ...command.member, lead: true }], undefined, moved, true);
    case 'start':
      return { events: [event('ticket.started', moved)] };
    case 'hold': {
      const clock = clockOf(pauseClock(state, now));
      return { events: [event('ticket.held', { ...moved, ...clock, reason: command.reason })] };
    }
    case 'resume': {
      const clock = clockOf(resumeClock(state, now));
      return { events: [event('ticket.resumed', { ...moved, ...clock, priority: state.priority })] };
    }
    case 'complete':
      return complete(state, command, moved, now);
    case 'cancel':
      return { events: [event('ticket.cancelled', { ...moved, reason: command.reason })] };
    case 'reopen':
      return reopen(state, command.reason, moved, context);
    case 'comment': {
      const { commentId, text, internal } = command;
      return { events: [event('ticket.commented', { number, commentId, text, internal })] };
    }
    case 'sla_warn':
      if (!isClock(state, command.startedAt) || state.slaState !== 'running') return staleClock(state);
      return { events: [event('ticket.sla_warned', overdue(state))] };
    case 'sla_breach':
      if (!isClock(state, command.startedAt) || state.slaState === 'breached') return staleClock(state);
      return { events: [event('ticket.sla_breached', overdue(state))] };
  }
}

type Moved = {
  readonly number: string;
  readonly from: TicketState['status'];
  readonly to: TicketState['status'];
  readonly zone: string | null;
};

function create(command: CreateTicket, { now }: DecideContext): Decision {
  const { number, ticketType, priority, title, description, category, zone, customerId, scheduledAt } =
    command;
  return {
    events: [
      event('ticket.created', {
        number,
        from: null,
        to: 'open',
        zone,
        ticketType,
        priority,
        title,
        description,
        category,
        customerId,
        scheduledAt,
        ...newClock(priority, now),
      }),
    ],
  };
}

function edit(state: TicketState, command: EditTicket, now: string): Decision {
  const changed = Object.entries(command.fields).filter(
    ([key, value]) => value !== undefined && state[key as keyof EditTicket['fields']] !== value,
  );
  // Saying what is so already changes nothing: no event, no new version.
  if (changed.length === 0) return { events: [] };
  const changes: EditTicket['fields'] = Object.fromEntries(changed);
  const previous: EditTicket['fields'] = Object.fromEntries(
    changed.map(([key]) => [key, state[key as keyof EditTicket['fields']]]),
  );
  const priority = changes.priority ?? state.priority;
  const clock = changes.priority ? changeClock(state, state.priority, changes.priority, now) : state;
  const { number, status } = state;
  return {
    events: [event('ticket.edited', { number, status, priority, changes, previous, ...clockOf(clock) })],
  };
}

function assign(
  state: TicketState,
  team: readonly TeamMember[],
  scheduledAt: string | undefined,
  moved: Moved,
  claimed: boolean,
): Decision {
  const leads = team.filter((member) => member.lead);
  const [lead] = leads;
  if (!lead || leads.length > 1) return refuse('not_possible', 'A team has exactly one lead.');
  if (new Set(team.map((member) => member.technicianId)).size < team.length)
    return refuse('not_possible', 'A technician is named twice in the team.');
  return {
    events: [
      event('ticket.assigned', {
        ...moved,
        title: state.title,
        technicianId: lead.technicianId,
        team: [...team],
        previousTeam: [...state.team],
        scheduledAt: scheduledAt ?? state.scheduledAt,
        previousScheduledAt: state.scheduledAt,
        claimed,
      }),
    ],
  };
}

function complete(
  state: TicketState,
  command: Extract<TicketCommand, { type: 'complete' }>,
  moved: Moved,
  now: string,
): Decision {
  if (command.resolution.trim() === '') return refuse('not_possible', 'Completing needs resolution notes.');
  const missing = state.type === 'installation' ? missingOfInstallation(command) : [];
  if (missing.length > 0)
    return refuse('not_possible', `Completing an installation also needs ${missing.join(', ')}.`);
  return {
    events: [
      event('ticket.completed', {
        ...moved,
        resolution: command.resolution,
        equipmentSerials: [...(command.equipmentSerials ?? [])],
        signalDbm: command.signalDbm ?? null,
        photoUrl: command.photoUrl ?? null,
        slaState: completedState(state, now),
      }),
    ],
  };
}

function missingOfInstallation(command: Extract<TicketCommand, { type: 'complete' }>): string[] {
  return [
    ...(command.equipmentSerials?.length ? [] : ['equipmentSerials']),
    ...(command.signalDbm === undefined ? ['signalDbm'] : []),
    ...(command.photoUrl ? [] : ['photoUrl']),
  ];
}

function reopen(state: TicketState, reason: string, moved: Moved, context: DecideContext): Decision {
  if (!mayReopen(state, context.now))
    return wrongState(state, context, 'It was completed more than seven days ago.');
  return {
    events: [
      event('ticket.reopened', {
        ...moved,
        ...newClock(state.priority, context.now),
        priority: state.priority,
        reason,
        reopenedCount: state.reopenedCount + 1,
        previousTeam: [...state.team],
      }),
    ],
  };
}

/** A stranger's ticket does not exist for a customer; a technician may know that it does. */
function checkGuard(state: TicketState, guard: RowGuard): Rejection | undefined {
  if (guard.customerId !== undefined && guard.customerId !== state.customerId) return refuse('not_found');
  const { technicianId } = guard;
  if (technicianId !== undefined && !state.team.some((member) => member.technicianId === technicianId))
    return refuse('forbidden', 'You are not in the team of this ticket.');
  return undefined;
}

function wrongState(state: TicketState, { now }: DecideContext, detail?: string): Rejection {
  return refuse('wrong_state', detail ?? `The ticket is ${state.status}.`, allowedNow(state, now));
}

function isClock(state: TicketState, startedAt: string): boolean {
  return state.slaStartedAt === startedAt && state.slaRemainingMs === null;
}

function staleClock(state: TicketState): Rejection {
  return refuse('conflict', `The timer belongs to another clock than that of ${state.slaStartedAt}.`);
}

function overdue(state: TicketState) {
  const { number, title, priority, status, zone, slaStartedAt, slaDueAt } = state;
  return {
    number,
    title,
    priority,
    status,
    zone,
    slaStartedAt: slaStartedAt as string,
    slaDueAt: slaDueAt as string,
  };
}

function clockOf({ slaStartedAt, slaDueAt, slaState, slaRemainingMs }: SlaClock) {
  return { slaStartedAt, slaDueAt, slaState, slaRemainingMs };
}
