/**
 * What a ticket answers to a command: the table of transitions first, then the row guard, then what the command
 * itself needs.
 */

import { dayOf } from '../../contracts/day.ts';
import type { DecideContext, Decision, Rejection } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import { assign, workDayOf } from './assign.ts';
import { attach, removeAttachment } from './attachments.ts';
import { changeClock, newClock, pauseClock, resumeClock, type SlaClock } from './clock.ts';
import type { CreateTicket, EditTicket, RowGuard, TicketCommand } from './commands.ts';
import { complete } from './complete.ts';
import { escalate, takenUp } from './escalation.ts';
import { absorb, closedSurvivor, merge, settle } from './merge.ts';
import type { Moved } from './moved.ts';
import { refusePackageChange } from './package-change.ts';
import { withPlaces } from './places.ts';
import { rate } from './rating.ts';
import { ofRegistration } from './registration.ts';
import { snooze, wake, wakingUp, wokenBy } from './snooze.ts';
import type { TicketState } from './state.ts';
import { allowedNow, mayRate, mayReopen, transitions } from './transitions.ts';

export function decide(
  state: TicketState | undefined,
  command: TicketCommand,
  context: DecideContext,
  timeZone: string,
): Decision {
  if (command.type === 'create') {
    return state ? refuse('conflict', 'The ticket exists already.') : create(command, context);
  }
  if (!state) return refuse('not_found');
  const foreign = 'guard' in command && command.guard && checkGuard(state, command.guard);
  if (foreign) return foreign;
  if (transitions[state.status][command.type] === 'refused') {
    return command.type === 'absorb' ? closedSurvivor(state) : wrongState(state, context);
  }
  const decided = decideAllowed(state, command, context, timeZone);
  const decision = takenUp(state, wakingUp(state, command, decided));
  return withPlaces(state, command, decision, dayOf(context.now, timeZone));
}

type Allowed = Exclude<TicketCommand, CreateTicket>;

function decideAllowed(
  state: TicketState,
  command: Allowed,
  context: DecideContext,
  timeZone: string,
): Decision {
  const { now } = context;
  const { number } = state;
  const to = transitions[state.status][command.type] as TicketState['status'];
  const moved = { number, from: state.status, to, zone: state.zone };
  switch (command.type) {
    case 'edit':
      return edit(state, command, now, timeZone);
    case 'assign':
    case 'claim':
    case 'auto_assign':
      return assign(state, command, moved, now, timeZone);
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
      const said = { number, commentId, text, internal };
      if (command.guard?.customerId === undefined) return { events: [event('ticket.commented', said)] };
      const commented = event('ticket.commented', { ...said, fromCustomer: true });
      return { events: [commented, ...wokenBy(state, 'reply')] };
    }
    case 'attach':
      return attach(state, command, now);
    case 'remove_attachment':
      return removeAttachment(state, command);
    case 'merge':
      return merge(state, command, moved);
    case 'absorb':
      return absorb(state, command);
    case 'settle':
      return settle(state, command.survivorId);
    case 'snooze':
      return snooze(state, command.until, now);
    case 'unsnooze':
      return { events: wokenBy(state, 'person') };
    case 'wake':
      return wake(state, command.until);
    case 'rate':
      return mayRate(state, now)
        ? rate(state, command)
        : wrongState(state, context, 'The time to rate it, or to rate it anew, has passed.');
    case 'sla_warn':
      if (!isClock(state, command.startedAt) || state.slaState !== 'running') return staleClock(state);
      return { events: [event('ticket.sla_warned', overdue(state))] };
    case 'sla_breach':
      if (!isClock(state, command.startedAt) || state.slaState === 'breached') return staleClock(state);
      return { events: [event('ticket.sla_breached', overdue(state))] };
    case 'escalate':
      return escalate(state, command.startedAt);
  }
}

function create(command: CreateTicket, { now }: DecideContext): Decision {
  const { number, ticketType, priority, title, description, category, zone, customerId, scheduledAt } =
    command;
  const { packageChange } = command;
  const refused = refusePackageChange({ type: ticketType, customerId }, packageChange);
  if (refused) return refused;
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
        ...(command.registrationId === undefined ? {} : { registrationId: command.registrationId }),
        scheduledAt,
        ...(packageChange ? { packageChange } : {}),
        ...newClock(priority, now),
      }),
    ],
  };
}

function edit(state: TicketState, command: EditTicket, now: string, timeZone: string): Decision {
  const changed = Object.entries(command.fields).filter(
    ([key, value]) =>
      value !== undefined &&
      JSON.stringify(state[key as keyof EditTicket['fields']]) !== JSON.stringify(value),
  );
  const refused = refusePackageChange(state, command.fields.packageChange);
  if (refused) return refused;
  // Saying what is so already changes nothing: no event, no new version.
  if (changed.length === 0) return { events: [] };
  const changes: EditTicket['fields'] = Object.fromEntries(changed);
  const previous: EditTicket['fields'] = Object.fromEntries(
    changed.map(([key]) => [key, state[key as keyof EditTicket['fields']]]),
  );
  const priority = changes.priority ?? state.priority;
  const clock = changes.priority ? changeClock(state, state.priority, changes.priority, now) : state;
  const { number, status, workDay } = state;
  const moves = workDay !== null && changes.scheduledAt !== undefined;
  const day = moves ? { workDay: workDayOf(changes.scheduledAt ?? null, now, timeZone) } : {};
  const data = {
    number,
    status,
    priority,
    changes,
    previous,
    ...day,
    ...ofRegistration(state),
    ...clockOf(clock),
  };
  return { events: [event('ticket.edited', data)] };
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
        customerId: state.customerId,
        ...(state.packageChange ? { packageChange: state.packageChange } : {}),
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
