/** Folds one event into a ticket. Total over the ticket's events; the state is nothing but this fold. */
import { escalationAfter } from '../../contracts/escalation.ts';
import type { EvolveMeta, NewEvent } from '../../engine/actor-types.ts';
import { dataOf, unknownEvent } from '../event.ts';
import type { TicketState } from './state.ts';

export function evolve(state: TicketState | undefined, event: NewEvent, meta: EvolveMeta): TicketState {
  if (event.type === 'ticket.created') return created(event, meta);
  if (!state) throw new Error(`${event.type} came to a ticket that was never created`);
  const escalation = escalationAfter(state, event.type, event.data);
  return { ...state, updatedAt: meta.at, escalation, ...changed(state, event, meta) };
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
    registrationId: data.registrationId ?? null,
    technicianId: null,
    team: [],
    scheduledAt: data.scheduledAt,
    packageChange: data.packageChange ?? null,
    workDay: null,
    resolution: null,
    holdReason: null,
    cancelReason: null,
    reopenedCount: 0,
    mergedInto: null,
    snoozedUntil: null,
    snoozedBy: null,
    rating: null,
    ratingFeedback: null,
    ratedAt: null,
    slaStartedAt: data.slaStartedAt,
    slaDueAt: data.slaDueAt,
    slaState: data.slaState,
    slaRemainingMs: data.slaRemainingMs,
    escalation: null,
    attachments: [],
    createdBy: by,
    createdAt: at,
    updatedAt: at,
    assignedAt: null,
    startedAt: null,
    completedAt: null,
  };
}

function changed(state: TicketState, event: NewEvent, { at, by }: EvolveMeta): Partial<TicketState> {
  switch (event.type) {
    case 'ticket.edited': {
      const data = dataOf('ticket.edited', event);
      const day = data.workDay === undefined ? {} : { workDay: data.workDay };
      return { ...defined(data.changes), ...day, ...clockOf(data) };
    }
    case 'ticket.assigned': {
      const { to, technicianId, team, scheduledAt, workDay = null } = dataOf('ticket.assigned', event);
      return { ...awake, status: to, technicianId, team, scheduledAt, workDay, assignedAt: at };
    }
    case 'ticket.started':
      return { ...awake, status: dataOf('ticket.started', event).to, startedAt: at };
    case 'ticket.held': {
      const data = dataOf('ticket.held', event);
      return { status: data.to, holdReason: data.reason, ...clockOf(data) };
    }
    case 'ticket.resumed': {
      const data = dataOf('ticket.resumed', event);
      return { ...awake, status: data.to, holdReason: null, ...clockOf(data) };
    }
    case 'ticket.completed': {
      const { to, resolution, slaState } = dataOf('ticket.completed', event);
      return { ...awake, status: to, resolution, slaState, workDay: null, completedAt: at };
    }
    case 'ticket.cancelled': {
      const { to, reason } = dataOf('ticket.cancelled', event);
      return { ...closed, status: to, cancelReason: reason };
    }
    case 'ticket.merged': {
      const { to, into, intoNumber, apart } = dataOf('ticket.merged', event);
      return { ...closed, status: to, mergedInto: { id: into, number: intoNumber, apart } };
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
        rating: null,
        ratingFeedback: null,
        ratedAt: null,
        ...clockOf(data),
      };
    }
    case 'ticket.snoozed': {
      const { until } = dataOf('ticket.snoozed', event);
      const snoozedBy = by.kind === 'user' ? by.id : null;
      return { snoozedUntil: until, snoozedBy, updatedAt: state.updatedAt };
    }
    case 'ticket.woken':
      return { ...awake, updatedAt: state.updatedAt };
    case 'ticket.rated': {
      const { rating, feedback } = dataOf('ticket.rated', event);
      const ratedAt = state.ratedAt ?? at;
      return { rating, ratingFeedback: feedback, ratedAt, updatedAt: state.updatedAt };
    }
    case 'ticket.attached': {
      const { attachmentId, fileType, internal, uploadedBy, fromCustomer } = dataOf('ticket.attached', event);
      const file = { id: attachmentId, fileType, internal, uploadedBy, fromCustomer, at };
      return { attachments: [...state.attachments, file], updatedAt: state.updatedAt };
    }
    case 'ticket.attachment_removed': {
      const { attachmentId } = dataOf('ticket.attachment_removed', event);
      const attachments = state.attachments.filter(({ id }) => id !== attachmentId);
      return { attachments, updatedAt: state.updatedAt };
    }
    case 'ticket.absorbed':
    case 'ticket.settled':
    case 'ticket.commented':
      return { updatedAt: state.updatedAt };
    case 'ticket.sla_warned':
      return { slaState: 'warned', updatedAt: state.updatedAt };
    case 'ticket.sla_breached':
      return { slaState: 'breached', updatedAt: state.updatedAt };
    case 'ticket.escalated':
      return { updatedAt: state.updatedAt };
    default:
      return unknownEvent('ticket', event.type);
  }
}

const awake = { snoozedUntil: null, snoozedBy: null };

/** Given up, whatever for: no clock, nothing that waits. */
const closed = {
  ...awake,
  workDay: null,
  holdReason: null,
  slaState: 'stopped',
  slaDueAt: null,
  slaRemainingMs: null,
} as const;

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
