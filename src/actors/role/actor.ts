/**
 * What a role may. One actor for each role, with the role's name as its id; their rows are there from the migration on,
 * so the version that an administrator edits against is, too.
 *
 * The state holds how the role differs from the table in `src/contracts/permissions.ts`, so a permission that a release
 * adds reaches the roles that the table gives it to.
 */
import { eventVersion } from '../../contracts/events.ts';
import {
  mayHold,
  mustHold,
  type Permission,
  permissionsOfRole,
  type Role,
} from '../../contracts/permissions.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, ActorState, Decision } from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';

export interface RoleState extends ActorState {
  readonly granted: readonly Permission[];
  readonly withdrawn: readonly Permission[];
  readonly changedAt: string | null;
}

export interface RoleCommand {
  readonly type: 'change';
  readonly grant: readonly Permission[];
  readonly withdraw: readonly Permission[];
}

export const role: ActorDefinition<RoleState, RoleCommand> = {
  kind: 'role',
  table: 'roles',
  columns: ['id', 'seq', 'version', 'granted', 'withdrawn', 'changedAt'],
  instants: ['changedAt'],
  decide: (state, command, { id }) => (state ? change(state, command, id as Role) : refuse('not_found')),
  evolve: (state, from, { id, at }) => {
    if (from.type !== 'role.permissions_changed') return unknownEvent('role', from.type);
    const { added, removed } = dataOf('role.permissions_changed', from);
    // The row was there before the first event: the state is the fold of the events all the same.
    const before = state ?? { id, seq: 0, version: 1, granted: [], withdrawn: [], changedAt: null };
    return {
      ...before,
      granted: without([...before.granted, ...without(added, before.withdrawn)], removed),
      withdrawn: without([...before.withdrawn, ...without(removed, before.granted)], added),
      changedAt: at,
    };
  },
  raisesVersion: () => true,
  audience: () => [{ class: 'staff', rooms: [rooms.allStaff] }],
  eventVersion,
};

function change(state: RoleState, { grant, withdraw }: RoleCommand, name: Role): Decision {
  const kept = withdraw.filter((permission) => mustHold(name, permission));
  if (kept.length > 0)
    return refuse('conflict', `Without ${kept.join(' and ')} nobody could change rights any more.`);
  const foreign = grant.filter((permission) => !mayHold(name, permission));
  if (foreign.length > 0) return refuse('conflict', `${foreign.join(', ')}: for staff only.`);
  const now = permissionsOfRole(name, state);
  const added = without([...new Set(grant)], now);
  const removed = [...new Set(withdraw)].filter((permission) => now.includes(permission));
  if (added.length + removed.length === 0) return { events: [] };
  return { events: [event('role.permissions_changed', { added, removed })] };
}

function without(these: readonly Permission[], those: readonly Permission[]): Permission[] {
  return these.filter((permission) => !those.includes(permission));
}
