/** The account, put together. */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition } from '../../engine/actor-types.ts';
import type { UserCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type UserState, userColumns, userInstants } from './state.ts';

export const user: ActorDefinition<UserState, UserCommand> = {
  kind: 'user',
  table: 'users',
  columns: userColumns,
  instants: userInstants,
  decide,
  evolve,
  /** Signing in and out, and tokens, do not make an administrator's edit stale. */
  raisesVersion: (type) => type.startsWith('user.'),
  /** One entry for the person and the administrators, who read the same words: an administrator is told once. */
  audience: (_event, _before, after) => [
    { class: 'owner', rooms: [rooms.user(after.id), rooms.role('admin')] },
  ],
  eventVersion,
};
