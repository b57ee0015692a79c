/**
 * The erasing of one person: begun together with the commands that erase their own rows, finished when the duty
 * `erasures` has found nothing of them anywhere. Its id is that of the customer, account or registration.
 *
 * What it says stays for ever, so it says ids, a reason of a closed list.
 */
import { eventVersion } from '../../contracts/events.ts';
import type { Erasure, Subjects } from '../../contracts/people.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, ActorState, Decision } from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';

export interface ErasureState extends ActorState, Omit<Erasure, 'id'> {
  readonly subjects: Subjects;
}

export type ErasureCommand =
  | {
      readonly type: 'start';
      readonly kind: Erasure['kind'];
      readonly subjects: Subjects;
      readonly reason: Erasure['reason'];
    }
  | { readonly type: 'finish' };

export const erasure: ActorDefinition<ErasureState, ErasureCommand> = {
  kind: 'erasure',
  table: 'erasures',
  columns: ['id', 'seq', 'version', 'kind', 'subjects', 'reason', 'status', 'startedAt', 'finishedAt'],
  instants: ['startedAt', 'finishedAt'],
  decide,
  evolve: (state, from, { id, at }) => {
    if (from.type === 'erasure.started') {
      const started = dataOf('erasure.started', from);
      return {
        id,
        seq: 0,
        version: 0,
        ...started,
        status: 'running',
        startedAt: at,
        finishedAt: null,
      };
    }
    if (from.type !== 'erasure.finished' || !state) return unknownEvent('erasure', from.type);
    return { ...state, status: 'finished', finishedAt: at };
  },
  raisesVersion: () => true,
  audience: () => [{ class: 'staff', rooms: [rooms.role('admin')] }],
  eventVersion,
};

function decide(state: ErasureState | undefined, command: ErasureCommand): Decision {
  if (command.type === 'start') {
    const { kind, subjects, reason } = command;
    return state ? { events: [] } : { events: [event('erasure.started', { kind, subjects, reason })] };
  }
  if (!state) return refuse('not_found');
  return state.status === 'finished' ? { events: [] } : { events: [event('erasure.finished', {})] };
}
