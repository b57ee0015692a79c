/**
 * What one event of a ticket does to the figures: pure, total over the events that the follower wants.
 *
 * - F1 A ticket counts on the local day of its creation, under what it is now: a change moves it there.
 * - F2 Completions, cancellations and reopenings count on the day on which they happen.
 * - F3 A round goes from opening (or reopening) to completion. Its response ends when work first begins; its
 *   resolution leaves out what it was on hold, as the SLA clock does.
 * - F4 What becomes of a completion (reopened, rated) counts on the day of the completion, to the lead who did it.
 */
import { dayOf } from '../../contracts/day.ts';
import type { EventData } from '../../contracts/events.ts';
import type { TicketPriority, TicketStatus } from '../../contracts/tickets.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { movingTypes, NO_ZONE } from '../followers/ticket-counts.ts';

export const countedTypes = [...movingTypes, 'ticket.edited', 'ticket.rated'] as const;
type Counted = (typeof countedTypes)[number];

/** As its table holds it. */
export interface TicketRow {
  readonly ticket_id: string;
  readonly type: string;
  readonly priority: TicketPriority;
  readonly zone: string | null;
  readonly status: TicketStatus;
  readonly technician_id: string | null;
  readonly round: number;
  readonly created_day: string;
}

/** As its table holds it; times in milliseconds. */
export interface RoundRow {
  readonly ticket_id: string;
  readonly round: number;
  readonly opened_at: string;
  readonly started_day: string | null;
  readonly started_priority: TicketPriority | null;
  readonly response_ms: number | null;
  readonly held_since: string | null;
  readonly held_ms: number;
  readonly completed_at: string | null;
  readonly completed_day: string | null;
  readonly completed_priority: TicketPriority | null;
  readonly resolution_ms: number | null;
  readonly technician_id: string | null;
  readonly on_time: boolean | null;
  readonly reopened: boolean;
  readonly rating: number | null;
}

/** A ticket and its present round. */
export interface Known {
  readonly ticket: TicketRow;
  readonly round: RoundRow;
}

export interface DayCount {
  readonly day: string;
  readonly figure: string;
  readonly value: string;
  readonly count: number;
}

export interface TechnicianCount {
  readonly day: string;
  readonly technician_id: string;
  readonly completed: number;
  readonly on_time: number;
  readonly reopened: number;
  readonly ratings: number;
  readonly rating_sum: number;
}

export interface Step {
  readonly after: Known;
  /** The round that a reopening ended. */
  readonly ended?: RoundRow;
  readonly days: readonly DayCount[];
  readonly technicians: readonly TechnicianCount[];
}

/** @throws for an event of a ticket whose creation was never counted: the follower reads the log from its beginning */
export function fold(before: Known | undefined, event: LoggedEvent, zone: string): Step {
  const today = dayOf(event.at, zone);
  const type = event.type as Counted;
  if (type === 'ticket.created') return created(event, today);
  if (!before) throw new Error(`${type} came to the ticket ${event.actorId}, which was never counted`);
  if (type === 'ticket.edited') return edited(before, event.data as EventData<typeof type>);
  if (type === 'ticket.rated') return rated(before, event.data as EventData<typeof type>);
  return moved(before, event, type, today);
}

function created({ actorId, at, data }: LoggedEvent, day: string): Step {
  const { ticketType, priority, zone, to } = data as EventData<'ticket.created'>;
  const ticket: TicketRow = {
    ticket_id: actorId,
    type: ticketType,
    priority,
    zone,
    status: to,
    technician_id: null,
    round: 0,
    created_day: day,
  };
  const days = [
    one(day, 'created', ALL),
    one(day, 'status', to),
    one(day, 'priority', priority),
    one(day, 'type', ticketType),
    one(day, 'zone', zone ?? NO_ZONE),
  ];
  return { after: { ticket, round: newRound(actorId, 0, at) }, days, technicians: [] };
}

function edited({ ticket, round }: Known, { changes }: EventData<'ticket.edited'>): Step {
  const priority = changes.priority ?? ticket.priority;
  const zone = changes.zone === undefined ? ticket.zone : changes.zone;
  const day = ticket.created_day;
  return {
    after: { ticket: { ...ticket, priority, zone }, round },
    days: [
      ...shift(day, 'priority', ticket.priority, priority),
      ...shift(day, 'zone', ticket.zone ?? NO_ZONE, zone ?? NO_ZONE),
    ],
    technicians: [],
  };
}

function rated({ ticket, round }: Known, { rating, previousRating }: EventData<'ticket.rated'>): Step {
  return {
    after: { ticket, round: { ...round, rating } },
    days: [],
    technicians: ofTechnician(round, {
      ratings: previousRating === null ? 1 : 0,
      rating_sum: rating - (previousRating ?? 0),
    }),
  };
}

type Moving = Exclude<Counted, 'ticket.created' | 'ticket.edited' | 'ticket.rated'>;

function moved({ ticket, round }: Known, { at, data }: LoggedEvent, type: Moving, today: string): Step {
  const { to } = data as EventData<Moving>;
  const next = { ...ticket, status: to };
  const status = shift(ticket.created_day, 'status', ticket.status, to);
  const plain = (more: Partial<RoundRow>): Step => ({
    after: { ticket: next, round: { ...round, ...more } },
    days: status,
    technicians: [],
  });
  switch (type) {
    case 'ticket.assigned': {
      const { technicianId } = data as EventData<typeof type>;
      return {
        after: { ticket: { ...next, technician_id: technicianId }, round },
        days: status,
        technicians: [],
      };
    }
    case 'ticket.started':
      if (round.started_day !== null) return plain({});
      return plain({
        started_day: today,
        started_priority: ticket.priority,
        response_ms: between(round.opened_at, at),
      });
    case 'ticket.held':
      return plain({ held_since: at });
    case 'ticket.resumed':
      return plain({ held_since: null, held_ms: round.held_ms + between(round.held_since ?? at, at) });
    case 'ticket.completed':
      return completed({ ticket: next, round }, at, today, data as EventData<typeof type>, status);
    case 'ticket.cancelled':
    case 'ticket.merged':
      return { ...plain({}), days: [...status, one(today, 'cancelled', ALL)] };
    case 'ticket.reopened':
      return {
        after: {
          ticket: { ...next, technician_id: null, round: ticket.round + 1 },
          round: newRound(ticket.ticket_id, ticket.round + 1, at),
        },
        ended: { ...round, reopened: true },
        days: [...status, one(today, 'reopened', ALL)],
        technicians: ofTechnician(round, { reopened: 1 }),
      };
  }
}

function completed(
  { ticket, round }: Known,
  at: string,
  today: string,
  { slaState }: EventData<'ticket.completed'>,
  status: readonly DayCount[],
): Step {
  const onTime = slaState !== 'breached';
  const done: RoundRow = {
    ...round,
    completed_at: at,
    completed_day: today,
    completed_priority: ticket.priority,
    resolution_ms: between(round.opened_at, at) - round.held_ms,
    technician_id: ticket.technician_id,
    on_time: onTime,
  };
  const clock = one(today, onTime ? 'sla_met' : 'sla_breached', ticket.priority);
  return {
    after: { ticket, round: done },
    days: [...status, one(today, 'completed', ALL), clock],
    technicians: ofTechnician(done, { completed: 1, on_time: onTime ? 1 : 0 }),
  };
}

/** The value of a figure that has no values of its own. */
const ALL = 'all';

function one(day: string, figure: string, value: string, count = 1): DayCount {
  return { day, figure, value, count };
}

function shift(day: string, figure: string, from: string, to: string): readonly DayCount[] {
  return from === to ? [] : [one(day, figure, from, -1), one(day, figure, to)];
}

function ofTechnician(
  { completed_day: day, technician_id }: RoundRow,
  counts: Partial<TechnicianCount>,
): readonly TechnicianCount[] {
  if (day === null || technician_id === null) return [];
  const none = { completed: 0, on_time: 0, reopened: 0, ratings: 0, rating_sum: 0 };
  return [{ day, technician_id, ...none, ...counts }];
}

function newRound(ticketId: string, round: number, at: string): RoundRow {
  return {
    ticket_id: ticketId,
    round,
    opened_at: at,
    started_day: null,
    started_priority: null,
    response_ms: null,
    held_since: null,
    held_ms: 0,
    completed_at: null,
    completed_day: null,
    completed_priority: null,
    resolution_ms: null,
    technician_id: null,
    on_time: null,
    reopened: false,
    rating: null,
  };
}

function between(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
