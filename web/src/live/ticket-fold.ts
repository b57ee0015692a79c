/**
 * A ticket as it is after an event, from the event's own data: pure, so that a row changes in the moment in which
 * the event arrives, without asking the API.
 *
 * `allowed` and `version` are the API's alone: what they were is kept, and the caller reads them anew where shown.
 */
import type { EventData, EventType } from '../../../src/contracts/events.ts';
import type { Ticket } from '../../../src/contracts/tickets.ts';

export interface TicketEvent {
  readonly type: string;
  readonly actorseq: number;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Undefined when the ticket holds the event already, or nothing of it can be seen. */
export function foldTicket(ticket: Ticket, event: TicketEvent): Ticket | undefined {
  if (event.actorseq <= ticket.seq) return undefined;
  const changes = changesOf(event);
  const quiet = event.type === 'ticket.commented' || event.type.startsWith('ticket.sla_');
  return {
    ...ticket,
    ...changes,
    ...(quiet ? {} : { updatedAt: event.time }),
    seq: event.actorseq,
    // The clock is the staff's: who had none sees none.
    ...(ticket.slaState === null ? { slaDueAt: null, slaState: null } : {}),
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

function changesOf({ type, data, time }: TicketEvent): Partial<Ticket> {
  switch (type) {
    case 'ticket.edited': {
      const { changes, ...rest } = data as Seen<'ticket.edited'>;
      return { ...defined(changes ?? {}), ...clockOf(rest) } as Partial<Ticket>;
    }
    case 'ticket.assigned': {
      const { to, technicianId, team, scheduledAt } = data as Seen<'ticket.assigned'>;
      return defined({ status: to, technicianId, team, scheduledAt, assignedAt: time }) as Partial<Ticket>;
    }
    case 'ticket.started':
      return { ...statusOf(data), startedAt: time };
    case 'ticket.held':
      return {
        ...statusOf(data),
        ...clockOf(data),
        holdReason: (data as Seen<'ticket.held'>).reason ?? null,
      };
    case 'ticket.resumed':
      return { ...statusOf(data), ...clockOf(data), holdReason: null };
    case 'ticket.completed': {
      const { resolution, slaState } = data as Seen<'ticket.completed'>;
      return {
        ...statusOf(data),
        ...defined({ resolution, slaState }),
        completedAt: time,
      } as Partial<Ticket>;
    }
    case 'ticket.cancelled':
      return {
        ...statusOf(data),
        cancelReason: (data as Seen<'ticket.cancelled'>).reason ?? null,
        holdReason: null,
        slaDueAt: null,
        slaState: 'stopped',
      };
    case 'ticket.reopened': {
      const nothing = {
        technicianId: null,
        team: [],
        scheduledAt: null,
        resolution: null,
        assignedAt: null,
        startedAt: null,
        completedAt: null,
      };
      const { reopenedCount } = data as Seen<'ticket.reopened'>;
      return { ...statusOf(data), ...clockOf(data), ...nothing, ...defined({ reopenedCount }) };
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
  const { slaDueAt, slaState } = data as Seen<'ticket.held'>;
  return defined({ slaDueAt, slaState }) as Partial<Ticket>;
}

function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
