/**
 * Keeps the SLA timers of a ticket: two while its clock runs, none while it stands still or has ended; and from a
 * breach on the one that takes it to the managers.
 *
 * The commands name the clock, so a timer that fires between the event and this handler changes nothing (C3).
 */
import { warnAt } from '../../actors/ticket/clock.ts';
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import { ESCALATE, escalatesAt } from '../../actors/ticket/escalation.ts';
import type { EventData } from '../../contracts/events.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

export const slaTimers: Handler = {
  name: 'business.sla_timers',
  group: 'business',
  types: [
    'ticket.created',
    'ticket.edited',
    'ticket.held',
    'ticket.resumed',
    'ticket.completed',
    'ticket.cancelled',
    'ticket.merged',
    'ticket.reopened',
    'ticket.sla_breached',
  ],
  attempts: 20,
  // Without its clock a ticket is still a ticket: a person is told by the dead letter.
  onDead: 'continue',
  handle: timersAfter,
};

type Clocked = EventData<'ticket.created'> | EventData<'ticket.edited'> | EventData<'ticket.resumed'>;

/** Pure: the timer effects of one event of a ticket. */
export function timersAfter(event: LoggedEvent): readonly Effect[] {
  return [...clockTimers(event), ...escalationTimer(event)];
}

/** Whoever does something about the breach removes it again, in the commit of what they do. */
function escalationTimer({ type, actorId, at, data }: LoggedEvent): readonly Effect[] {
  if (type !== 'ticket.sla_breached') return [];
  const { priority, slaStartedAt } = data as EventData<'ticket.sla_breached'>;
  const command: TicketCommand = { type: 'escalate', startedAt: slaStartedAt };
  const actor = { kind: 'ticket', id: actorId };
  return [{ effect: 'timer', actor, name: ESCALATE, dueAt: escalatesAt(priority, at), command }];
}

function clockTimers(event: LoggedEvent): readonly Effect[] {
  const actor = { kind: 'ticket', id: event.actorId };
  const none: readonly Effect[] = [
    { effect: 'cancelTimer', actor, name: 'sla_warn' },
    { effect: 'cancelTimer', actor, name: 'sla_breach' },
  ];
  switch (event.type) {
    case 'ticket.held':
    case 'ticket.completed':
    case 'ticket.cancelled':
    case 'ticket.merged':
      return none;
    case 'ticket.sla_breached':
      return [];
    case 'ticket.edited': {
      const data = event.data as EventData<'ticket.edited'>;
      if (!data.changes.priority) return [];
      break;
    }
    default:
  }
  const { priority, slaStartedAt, slaDueAt, slaState } = event.data as Clocked;
  if (slaDueAt === null || slaStartedAt === null) return none;
  const [noWarning, noBreach] = none as [Effect, Effect];
  const warn: TicketCommand = { type: 'sla_warn', startedAt: slaStartedAt };
  const breach: TicketCommand = { type: 'sla_breach', startedAt: slaStartedAt };
  const warned = slaState === 'warned' || slaState === 'breached';
  return [
    warned
      ? noWarning
      : {
          effect: 'timer',
          actor,
          name: 'sla_warn',
          dueAt: warnAt(priority, slaDueAt),
          command: warn,
        },
    slaState === 'breached'
      ? noBreach
      : {
          effect: 'timer',
          actor,
          name: 'sla_breach',
          dueAt: slaDueAt,
          command: breach,
        },
  ];
}
