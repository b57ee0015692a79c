/** The registration, put together. */
import { type EventType, events, eventVersion, publicData } from '../../contracts/events.ts';
import type { Audience } from '../../contracts/generic/audience.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, NewEvent } from '../../engine/actor-types.ts';
import type { RegistrationCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type RegistrationState, registrationColumns, registrationInstants } from './state.ts';

export const registration: ActorDefinition<RegistrationState, RegistrationCommand> = {
  kind: 'registration',
  table: 'registrations',
  columns: registrationColumns,
  instants: registrationInstants,
  decide,
  evolve,
  /** That the applicant looks does not make a decision of the staff stale. */
  raisesVersion: (type) => type !== 'registration.tracking_opened',
  audience,
  eventVersion,
};

/** Staff who may see registrations, and the applicant, who reads no more than `publicKeys`. */
function audience(
  event: NewEvent,
  _before: RegistrationState | undefined,
  after: RegistrationState,
): Audience {
  const type = event.type as EventType;
  const classes: readonly string[] = events[type].classes;
  if (!classes.includes('public')) return [];
  return [
    { class: 'staff', rooms: [rooms.registrations] },
    {
      class: 'public',
      rooms: [rooms.registrationPublic(after.number)],
      data: publicData(type, event.data),
    },
  ];
}
