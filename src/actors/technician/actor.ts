/** The technician, put together. */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition } from '../../engine/actor-types.ts';
import type { TechnicianCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type TechnicianState, technicianColumns } from './state.ts';

/** What changes by itself all day makes nobody's edit stale. */
const quiet = new Set([
  'technician.availability_changed',
  'technician.booked',
  'technician.freed',
  'technician.located',
  'technician.rated',
]);

export const technician: ActorDefinition<TechnicianState, TechnicianCommand> = {
  kind: 'technician',
  table: 'technicians',
  columns: technicianColumns,
  instants: ['erasedAt', 'createdAt', 'updatedAt'],
  decide,
  evolve,
  raisesVersion: (type) => !quiet.has(type),
  audience: (_event, _before, after) => [
    { class: 'staff', rooms: after.userId ? [rooms.desk, rooms.userStaff(after.userId)] : [rooms.desk] },
  ],
  eventVersion,
};
