/** What of a zone is assigned by itself: one actor for each zone, named by it. */
import type * as z from 'zod/mini';
import type { setDispatchSchema } from '../../contracts/dispatch.ts';
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { TicketType } from '../../contracts/tickets.ts';
import type { ActorDefinition, ActorState } from '../../engine/actor-types.ts';
import { dataOf, event, unknownEvent } from '../event.ts';

export interface DispatchState extends ActorState {
  readonly automatic: readonly TicketType[];
  readonly centre: { readonly latitude: number; readonly longitude: number } | null;
  readonly updatedAt: string;
}

export interface DispatchCommand extends z.output<typeof setDispatchSchema> {
  readonly type: 'set';
}

export const dispatch: ActorDefinition<DispatchState, DispatchCommand> = {
  kind: 'dispatch',
  table: 'dispatch_settings',
  columns: ['id', 'seq', 'version', 'automatic', 'centre', 'updatedAt'],
  instants: ['updatedAt'],
  decide: (state, { automatic, centre }, { id }) => {
    const kinds = [...new Set(automatic)].sort();
    const same =
      state &&
      String(state.automatic) === String(kinds) &&
      state.centre?.latitude === centre?.latitude &&
      state.centre?.longitude === centre?.longitude;
    if (same) return { events: [] };
    return { events: [event('dispatch.changed', { zone: id, automatic: kinds, centre })] };
  },
  evolve: (_state, from, { id, at }) => {
    if (from.type !== 'dispatch.changed') return unknownEvent('dispatch', from.type);
    const { automatic, centre } = dataOf('dispatch.changed', from);
    return { id, seq: 0, version: 0, automatic, centre, updatedAt: at };
  },
  raisesVersion: () => true,
  audience: () => [{ class: 'staff', rooms: [rooms.desk] }],
  eventVersion,
};
