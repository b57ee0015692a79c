/** A message to many: one row and one event, whatever the number of its readers (D2). */
import { eventVersion } from '../../contracts/events.ts';
import type { Audience } from '../../contracts/generic/audience.ts';
import type { Role } from '../../contracts/permissions.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, ActorState, By } from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';
import type { BroadcastAudience, BroadcastCommand } from './commands.ts';

export interface BroadcastState extends ActorState {
  readonly audience: BroadcastAudience;
  readonly title: string;
  readonly message: string;
  readonly severity: BroadcastCommand['severity'];
  readonly sentBy: By;
  readonly createdAt: string;
}

export const broadcast: ActorDefinition<BroadcastState, BroadcastCommand> = {
  kind: 'broadcast',
  table: 'broadcasts',
  columns: ['id', 'seq', 'version', 'audience', 'title', 'message', 'severity', 'sentBy', 'createdAt'],
  instants: ['createdAt'],
  decide: (state, command) => {
    if (state) return refuse('conflict', 'The broadcast was sent already.');
    const { audience, title, message, severity } = command;
    return { events: [event('broadcast.sent', { audience, title, message, severity })] };
  },
  evolve: (_state, from, { id, at, by }) => {
    if (from.type !== 'broadcast.sent') return unknownEvent('broadcast', from.type);
    return { id, seq: 0, version: 0, ...dataOf('broadcast.sent', from), sentBy: by, createdAt: at };
  },
  raisesVersion: () => false,
  audience: (_event, _before, after) => audienceOf(after.audience),
  eventVersion,
};

function audienceOf(audience: BroadcastAudience): Audience {
  switch (audience.to) {
    case 'all':
      return [
        { class: 'staff', rooms: [rooms.allStaff] },
        { class: 'public', rooms: [rooms.allPublic] },
      ];
    case 'role': {
      const role = audience.role as Role;
      return [{ class: role === 'customer' ? 'public' : 'staff', rooms: [rooms.role(role)] }];
    }
    case 'zone':
      return [
        { class: 'staff', rooms: [rooms.zoneStaff(audience.zone)] },
        { class: 'public', rooms: [rooms.zonePublic(audience.zone)] },
      ];
    case 'user':
      return [{ class: 'owner', rooms: [rooms.user(audience.userId)] }];
    case 'watchers':
      return [
        { class: 'staff', rooms: [`${audience.kind}:${audience.id}:staff`] },
        { class: 'public', rooms: [`${audience.kind}:${audience.id}:public`] },
      ];
  }
}
