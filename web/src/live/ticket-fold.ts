/**
 * A ticket as it is after an event, from the event's own data: pure, so that a row changes in the moment in which
 * the event arrives, without asking the API.
 *
 * `allowed` and `version` are the API's alone: what they were is kept, and the caller reads them anew where shown.
 */

import { escalationAfter } from '../../../src/contracts/escalation.ts';
import { quietTicketEvents } from '../../../src/contracts/events/quiet.ts';
import type { EventData, EventType } from '../../../src/contracts/events.ts';
import type { Ticket } from '../../../src/contracts/tickets.ts';

export interface TicketEvent {
  readonly type: string;
  readonly actorseq: number;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const awake = { snoozedUntil: null };
const closed = { ...awake, holdReason: null, slaDueAt: null, slaState: 'stopped' } as const;

/** Undefined when the ticket holds the event already, or nothing of it can be seen. */
export function foldTicket(ticket: Ticket, event: TicketEvent): Ticket | undefined {
  if (event.actorseq <= ticket.seq) return undefined;
  const changes = changesOf(event, ticket);
  return {
    ...ticket,
    ...changes,
    escalation: escalationAfter(ticket, event.type, event.data),
    ...(quietTicketEvents.has(event.type) ? {} : { updatedAt: event.time }),
    seq: event.actorseq,
    // The clock is the staff's: who had none sees none.
    ...(ticket.slaState === null
      ? { slaDueAt: null, slaState: null, slaRemainingMs: null, escalation: null }
      : {}),
  };
}

/** The fields of a ticket whose values differ, for marking. */
export function changedFields(before: Ticket, after: Ticket): (keyof Ticket)[] {
  const silent = new Set<keyof Ticket>(['seq', 'version', 'updatedAt', 'allowed']);
  return (Object.keys(after) as (keyof Ticket)[]).filter(
    (field) => !silent.has(field) && JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
}

/** Customers read fewer words, so everything may be missing. */
type Seen<T extends EventType> = Partial<EventData<T>>;

function changesOf({ type, data, time }: TicketEvent, ticket: Ticket): Partial<Ticket> {
  switch (type) {
    case 'ticket.edited': {
      const { changes, ...rest } = data as Seen<'ticket.edited'>;
      return { ...defined(changes ?? {}), ...clockOf(rest) } as Partial<Ticket>;
    }
    case 'ticket.assigned': {
      const { to, technicianId, team, scheduledAt } = data as Seen<'ticket.assigned'>;
      const assigned = { status: to, technicianId, team, scheduledAt, assignedAt: time };
      return { ...awake, ...defined(assigned) } as Partial<Ticket>;
    }
    case 'ticket.started':
      return { ...awake, ...statusOf(data), startedAt: time };
    case 'ticket.held':
      return {
        ...statusOf(data),
        ...clockOf(data),
        holdReason: (data as Seen<'ticket.held'>).reason ?? null,
      };
    case 'ticket.resumed':
      return { ...awake, ...statusOf(data), ...clockOf(data), holdReason: null };
    case 'ticket.completed': {
      const { resolution, slaState } = data as Seen<'ticket.completed'>;
      return {
        ...awake,
        ...statusOf(data),
        ...defined({ resolution, slaState }),
        completedAt: time,
      } as Partial<Ticket>;
    }
    case 'ticket.cancelled':
      return {
        ...closed,
        ...statusOf(data),
        cancelReason: (data as Seen<'ticket.cancelled'>).reason ?? null,
      };
    case 'ticket.merged': {
      const { into, intoNumber } = data as Seen<'ticket.merged'>;
      const mergedInto = into && intoNumber ? { id: into, number: intoNumber } : null;
      return { ...closed, ...statusOf(data), mergedInto };
    }
    case 'ticket.reopened': {
      const nothing = {
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
      };
      const { reopenedCount } = data as Seen<'ticket.reopened'>;
      return { ...statusOf(data), ...clockOf(data), ...nothing, ...defined({ reopenedCount }) };
    }
    case 'ticket.snoozed':
      return { snoozedUntil: (data as Seen<'ticket.snoozed'>).until ?? null };
    case 'ticket.woken':
      return awake;
    case 'ticket.rated': {
      const { rating, feedback } = data as Seen<'ticket.rated'>;
      return { rating: rating ?? null, ratingFeedback: feedback ?? null, ratedAt: ticket.ratedAt ?? time };
    }
    case 'ticket.sla_warned':
      return { slaState: 'warned' };
    case 'ticket.sla_breached':
      return { slaState: 'breached' };
    default:
      return {};
  }
}

function statusOf(data: Readonly<Record<string, unknown>>): Partial<Ticket> {
  return defined({ status: (data as Seen<'ticket.started'>).to }) as Partial<Ticket>;
}

function clockOf(data: Readonly<Record<string, unknown>>): Partial<Ticket> {
  if (!('slaState' in data)) return {};
  const { slaDueAt, slaState, slaRemainingMs } = data as Seen<'ticket.held'>;
  return defined({ slaDueAt, slaState, slaRemainingMs }) as Partial<Ticket>;
}

function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
