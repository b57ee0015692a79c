/**
 * When it is worth asking again who could take a ticket that waits: the ticket itself may be assigned now, or needs
 * something else, or a technician has room, or is somebody who may take it. Whatever cannot have changed that is left out here, so that a
 * day of completed work asks for nothing.
 */
import { dayOf } from '../../contracts/day.ts';
import type { EventData } from '../../contracts/events.ts';
import type { LoggedEvent } from '../../engine/log.ts';

/** A day begins, and with it the places of everybody who is at work: what was done yesterday counts no more. */
export const DISPATCH_DAY = 'dispatch.day';

export const occasionTypes: readonly string[] = [
  'ticket.created',
  'ticket.edited',
  'ticket.reopened',
  'ticket.woken',
  'technician.availability_changed',
  'technician.freed',
  'technician.edited',
  'technician.specialization_set',
  'dispatch.changed',
  'specialization.created',
  'specialization.edited',
  'schedule.ran',
];

export function isOccasion(event: LoggedEvent, timeZone: string): boolean {
  switch (event.type) {
    case 'ticket.edited': {
      const { changes } = event.data as EventData<'ticket.edited'>;
      return 'zone' in changes || 'category' in changes || 'scheduledAt' in changes;
    }
    case 'technician.availability_changed':
      return event.data.to === 'available';
    case 'technician.freed': {
      // What was done today, of today or of a day before, still counts against today.
      const { done, day } = event.data as EventData<'technician.freed'>;
      return !done || day > dayOf(event.at, timeZone);
    }
    case 'technician.edited': {
      const { changes } = event.data as EventData<'technician.edited'>;
      return 'zone' in changes || 'maxTicketsPerDay' in changes;
    }
    case 'specialization.edited': {
      // Its names are nobody's condition.
      const { changes } = event.data as EventData<'specialization.edited'>;
      return 'ticketTypes' in changes || 'categories' in changes || 'active' in changes;
    }
    case 'schedule.ran':
      return event.actorId === DISPATCH_DAY;
    default:
      return true;
  }
}
