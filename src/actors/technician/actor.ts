/** The technician, put together. */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition } from '../../engine/actor-types.ts';
import type { TechnicianCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type TechnicianState, technicianColumns } from './state.ts';

export const technician: ActorDefinition<TechnicianState, TechnicianCommand> = {
  kind: 'technician',
  table: 'technicians',
  columns: technicianColumns,
  instants: ['createdAt', 'updatedAt'],
  decide,
  evolve,
  /** Availability changes by itself all day and makes nobody's edit stale. */
  raisesVersion: (type) => type !== 'technician.availability_changed',
  audience: (_event, _before, after) => [
    { class: 'staff', rooms: after.userId ? [rooms.desk, rooms.user(after.userId)] : [rooms.desk] },
  ],
  eventVersion,
};
