/** Counts tickets by zone and status from the log alone; equal to a recount of the tickets at the same position. */
import type { EventData } from '../../contracts/events.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Follower } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

/** Stands for "no zone"; a zone's name begins with a letter or digit. */
export const NO_ZONE = '-';

/** What changes the status of a ticket. */
export const movingTypes = [
  'ticket.created',
  'ticket.assigned',
  'ticket.started',
  'ticket.held',
  'ticket.resumed',
  'ticket.completed',
  'ticket.cancelled',
  'ticket.merged',
  'ticket.reopened',
] as const;
type Moved = EventData<(typeof movingTypes)[number]>;

export const ticketCounts: Follower = {
  name: 'ticket-counts',
  types: [...movingTypes, 'ticket.edited'],
  history: true,
  keeps: ['ticket_counts'],
  handle: (events) => events.flatMap(countsAfter),
};

function countsAfter(event: LoggedEvent): Effect[] {
  if (event.type === 'ticket.edited') {
    const { status, changes, previous } = event.data as EventData<'ticket.edited'>;
    if (changes.zone === undefined) return [];
    return [count(previous.zone ?? null, status, -1), count(changes.zone, status, 1)];
  }
  const { from, to, zone } = event.data as Moved;
  if (from === to) return [];
  return from === null ? [count(zone, to, 1)] : [count(zone, from, -1), count(zone, to, 1)];
}

function count(zone: string | null, status: string, by: 1 | -1): Effect {
  return {
    effect: 'upsert',
    table: 'ticket_counts',
    row: { zone: zone ?? NO_ZONE, status, count: by },
    conflict: ['zone', 'status'],
    add: ['count'],
  };
}
