/** Folds one event into a ticket. Total over the ticket's events; the state is nothing but this fold. */
import type { EvolveMeta, NewEvent } from '../../engine/actor-types.ts';
import { dataOf, unknownEvent } from '../event.ts';
import type { TicketState } from './state.ts';

export function evolve(state: TicketState | undefined, event: NewEvent, meta: EvolveMeta): TicketState {
  if (event.type === 'ticket.created') return created(event, meta);
  if (!state) throw new Error(`${event.type} came to a ticket that was never created`);
  return { ...state, updatedAt: meta.at, ...changed(state, event, meta.at) };
}

function created(event: NewEvent, { id, at, by }: EvolveMeta): TicketState {
  const data = dataOf('ticket.created', event);
  return {
    id,
    seq: 0,
    version: 0,
    number: data.number,
    type: data.ticketType,
    priority: data.priority,
    status: data.to,
    title: data.title,
    description: data.description,
    category: data.category,
    zone: data.zone,
    customerId: data.customerId,
    technicianId: null,
    team: [],
    scheduledAt: data.scheduledAt,
    resolution: null,
    holdReason: null,
    cancelReason: null,
    reopenedCount: 0,
    slaStartedAt: data.slaStartedAt,
    slaDueAt: data.slaDueAt,
    slaState: data.slaState,
    slaRemainingMs: data.slaRemainingMs,
    createdBy: by,
    createdAt: at,
    updatedAt: at,
    assignedAt: null,
    startedAt: null,
    completedAt: null,
  };
}

function changed(state: TicketState, event: NewEvent, at: string): Partial<TicketState> {
  switch (event.type) {
    case 'ticket.edited': {
      const data = dataOf('ticket.edited', event);
      return { ...defined(data.changes), ...clockOf(data) };
    }
    case 'ticket.assigned': {
      const { to, technicianId, team, scheduledAt } = dataOf('ticket.assigned', event);
      return { status: to, technicianId, team, scheduledAt, assignedAt: at };
    }
    case 'ticket.started':
      return { status: dataOf('ticket.started', event).to, startedAt: at };
    case 'ticket.held': {
      const data = dataOf('ticket.held', event);
      return { status: data.to, holdReason: data.reason, ...clockOf(data) };
    }
    case 'ticket.resumed': {
      const data = dataOf('ticket.resumed', event);
      return { status: data.to, holdReason: null, ...clockOf(data) };
    }
    case 'ticket.completed': {
      const { to, resolution, slaState } = dataOf('ticket.completed', event);
      return { status: to, resolution, slaState, completedAt: at };
    }
    case 'ticket.cancelled': {
      const { to, reason } = dataOf('ticket.cancelled', event);
      return {
        status: to,
        cancelReason: reason,
        holdReason: null,
        slaState: 'stopped',
        slaDueAt: null,
        slaRemainingMs: null,
      };
    }
    case 'ticket.reopened': {
      const data = dataOf('ticket.reopened', event);
      return {
        status: data.to,
        reopenedCount: data.reopenedCount,
        technicianId: null,
        team: [],
        scheduledAt: null,
        resolution: null,
        assignedAt: null,
        startedAt: null,
        completedAt: null,
        ...clockOf(data),
      };
    }
    case 'ticket.commented':
      return { updatedAt: state.updatedAt };
    case 'ticket.sla_warned':
      return { slaState: 'warned', updatedAt: state.updatedAt };
    case 'ticket.sla_breached':
      return { slaState: 'breached', updatedAt: state.updatedAt };
    default:
      return unknownEvent('ticket', event.type);
  }
}

type Clock = Pick<TicketState, 'slaStartedAt' | 'slaDueAt' | 'slaState' | 'slaRemainingMs'>;

function clockOf({ slaStartedAt, slaDueAt, slaState, slaRemainingMs }: Clock): Clock {
  return { slaStartedAt, slaDueAt, slaState, slaRemainingMs };
}

/** Leaves out what is not there, as JSON does. */
function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
