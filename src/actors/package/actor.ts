/** A package: what customers subscribe to. It is withdrawn, never deleted: customers have it, and histories name it. */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type {
  ActorDefinition,
  ActorState,
  Decision,
  EvolveMeta,
  NewEvent,
} from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';
import type { PackageCommand, PackageFields } from './commands.ts';

export interface PackageState extends ActorState, PackageFields {
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** `package` is a reserved word. */
export const servicePackage: ActorDefinition<PackageState, PackageCommand> = {
  kind: 'package',
  table: 'packages',
  columns: [
    'id',
    'seq',
    'version',
    'name',
    'downMbps',
    'upMbps',
    'monthlyPrice',
    'setupFee',
    'slaClass',
    'active',
    'createdAt',
    'updatedAt',
  ],
  instants: ['createdAt', 'updatedAt'],
  decide,
  evolve,
  raisesVersion: () => true,
  audience: () => [{ class: 'staff', rooms: [rooms.desk] }],
  eventVersion,
};

function decide(state: PackageState | undefined, command: PackageCommand): Decision {
  if (command.type === 'create') {
    if (state) return refuse('conflict', 'The package exists already.');
    const { type: _type, ...fields } = command;
    return { events: [event('package.created', fields)] };
  }
  if (!state) return refuse('not_found');
  const changed = Object.entries(command.fields).filter(
    ([key, value]) => value !== undefined && state[key as keyof PackageFields] !== value,
  );
  if (changed.length === 0) return { events: [] };
  const changes: Partial<PackageFields> = Object.fromEntries(changed);
  const previous: Partial<PackageFields> = Object.fromEntries(
    changed.map(([key]) => [key, state[key as keyof PackageFields]]),
  );
  return { events: [event('package.edited', { changes, previous })] };
}

function evolve(state: PackageState | undefined, from: NewEvent, { id, at }: EvolveMeta): PackageState {
  if (from.type === 'package.created') {
    return { id, seq: 0, version: 0, ...dataOf('package.created', from), createdAt: at, updatedAt: at };
  }
  if (!state) throw new Error(`${from.type} came to a package that was never made`);
  if (from.type !== 'package.edited') return unknownEvent('package', from.type);
  const { changes } = dataOf('package.edited', from);
  return { ...state, ...(changes as Partial<PackageFields>), updatedAt: at };
}
