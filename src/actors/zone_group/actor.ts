/** The WhatsApp group of a zone; its id is the zone's name. Without a group, nobody of the zone is told there. */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, ActorState } from '../../engine/actor-types.ts';
import { dataOf, event, unknownEvent } from '../event.ts';

export interface ZoneGroupState extends ActorState {
  /** The group's id at the gateway. */
  readonly groupId: string | null;
  readonly updatedAt: string;
}

export interface ZoneGroupCommand {
  readonly type: 'set';
  readonly groupId: string | null;
}

export const zoneGroup: ActorDefinition<ZoneGroupState, ZoneGroupCommand> = {
  kind: 'zone_group',
  table: 'zone_groups',
  columns: ['id', 'seq', 'version', 'groupId', 'updatedAt'],
  instants: ['updatedAt'],
  // The first one is stored whatever it says: there is no state to answer with before it.
  decide: (state, { groupId }) => ({
    events: state?.groupId === groupId ? [] : [event('zone_group.set', { groupId })],
  }),
  evolve: (_state, from, { id, at }) => {
    if (from.type !== 'zone_group.set') return unknownEvent('zone_group', from.type);
    return { id, seq: 0, version: 0, ...dataOf('zone_group.set', from), updatedAt: at };
  },
  raisesVersion: () => true,
  audience: () => [{ class: 'staff', rooms: [rooms.role('admin')] }],
  eventVersion,
};
