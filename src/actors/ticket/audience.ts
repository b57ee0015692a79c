/**
 * Who sees an event of a ticket (R5).
 *
 * Staff: the desk, those who watch it, the people of the team before and after, and the technicians of its zone
 * while it is open before or after. Customers: the ticket's customer and its watchers of that class, in the words
 * of `publicKeys`; an internal comment or file, a clock's warning, a snooze or a zone alone never reaches them. Of a merge
 * they read the other ticket only where it is their own too (G3).
 *
 * `lost` names the rooms that saw the ticket before and do not any more. A viewer who is also in a room that is
 * not lost keeps it (the technician who claimed it out of the zone's list).
 */
import { type EventType, events, publicData } from '../../contracts/events.ts';
import type { Audience, AudienceEntry } from '../../contracts/generic/audience.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { NewEvent } from '../../engine/actor-types.ts';
import { dataOf } from '../event.ts';
import type { TicketState } from './state.ts';

export function audience(event: NewEvent, before: TicketState | undefined, after: TicketState): Audience {
  const seenBefore = before ? sightOf(before) : [];
  const seenAfter = sightOf(after);
  const lost = seenBefore.filter((room) => !seenAfter.includes(room));
  const staff: AudienceEntry = {
    class: 'staff',
    rooms: [rooms.desk, rooms.ticketStaff(after.id), ...new Set([...seenAfter, ...seenBefore])],
    ...(lost.length > 0 ? { lost } : {}),
  };
  const data = publicWords(event, after);
  if (after.customerId === null || !data) return [staff];
  return [
    staff,
    { class: 'public', rooms: [rooms.customer(after.customerId), rooms.ticketPublic(after.id)], data },
  ];
}

/** The rooms that see this ticket because of its team, zone and status. */
function sightOf(state: TicketState): string[] {
  const people = state.team.flatMap((member) => (member.userId ? [rooms.userStaff(member.userId)] : []));
  return state.status === 'open' && state.zone !== null
    ? [...people, rooms.zoneTechnicians(state.zone)]
    : people;
}

/** What the customer reads of it, or nothing at all. */
function publicWords(
  event: NewEvent,
  { customerId }: TicketState,
): Readonly<Record<string, unknown>> | undefined {
  const type = event.type as EventType;
  const classes: readonly string[] = events[type].classes;
  if (!classes.includes('public')) return undefined;
  const data = publicData(type, event.data);
  if (type === 'ticket.commented') return dataOf(type, event).internal ? undefined : data;
  if (type === 'ticket.attached' || type === 'ticket.attachment_removed')
    return dataOf(type, event).internal ? undefined : data;
  // Of another customer's ticket nothing is said, not even that it is there.
  if (type === 'ticket.merged' && dataOf(type, event).apart) return without(data, ['into', 'intoNumber']);
  if (type === 'ticket.absorbed') {
    return dataOf(type, event).duplicateCustomerId === customerId ? data : undefined;
  }
  if (type !== 'ticket.edited') return data;
  const { zone: _zone, ...changes } = dataOf(type, event).changes;
  return Object.keys(changes).length > 0 ? { ...data, changes } : undefined;
}

function without(
  data: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)));
}
