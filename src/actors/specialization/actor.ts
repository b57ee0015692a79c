/** A specialization that technicians can be certified in: master data, named by its code. */
import type * as z from 'zod/mini';
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type {
  createSpecializationSchema,
  editSpecializationSchema,
  Specialization,
} from '../../contracts/specializations.ts';
import type { ActorDefinition, ActorState, Decision } from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';

export interface SpecializationState extends ActorState, Omit<Specialization, 'code' | 'seq' | 'version'> {}

type Fields = z.output<typeof editSpecializationSchema>;

export type SpecializationCommand =
  | ({ readonly type: 'create' } & Omit<z.output<typeof createSpecializationSchema>, 'code'>)
  | { readonly type: 'edit'; readonly fields: Fields };

export const specialization: ActorDefinition<SpecializationState, SpecializationCommand> = {
  kind: 'specialization',
  table: 'specializations',
  columns: ['id', 'seq', 'version', 'nameId', 'nameEn', 'ticketTypes', 'categories', 'active'],
  instants: [],
  decide(state, command, { id }) {
    if (command.type === 'edit') return state ? edit(state, command.fields) : refuse('not_found');
    if (state) return refuse('conflict', `There is a specialization ${id} already.`);
    const { type: _type, ...facts } = command;
    return { events: [event('specialization.created', { code: id, ...facts })] };
  },
  evolve(state, from, { id }) {
    if (from.type === 'specialization.created') {
      const { code: _code, ...facts } = dataOf('specialization.created', from);
      return { id, seq: 0, version: 0, ...facts, active: true };
    }
    if (!state) throw new Error(`${from.type} came to a specialization that was never made`);
    if (from.type !== 'specialization.edited') return unknownEvent('specialization', from.type);
    return { ...state, ...(dataOf('specialization.edited', from).changes as Partial<SpecializationState>) };
  },
  raisesVersion: () => true,
  audience: () => [{ class: 'staff', rooms: [rooms.desk] }],
  eventVersion,
};

function edit(state: SpecializationState, fields: Fields): Decision {
  const changed = Object.entries(fields).filter(
    ([key, value]) =>
      value !== undefined && JSON.stringify(state[key as keyof Fields]) !== JSON.stringify(value),
  );
  if (changed.length === 0) return { events: [] };
  const changes: Fields = Object.fromEntries(changed);
  return { events: [event('specialization.edited', { code: state.id, changes })] };
}
