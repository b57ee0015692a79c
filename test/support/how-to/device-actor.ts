/** The actor of the example of docs/how-to: a device, lent and returned. */
import type { Audience } from '../../../src/contracts/generic/audience.ts';
import { rooms } from '../../../src/contracts/rooms.ts';
import type {
  ActorDefinition,
  ActorState,
  Decision,
  EvolveMeta,
  NewEvent,
} from '../../../src/engine/actor-types.ts';
import { type DeviceData, type DeviceEvents, deviceEvents } from './device-events.ts';

export interface DeviceState extends ActorState {
  readonly serial: string;
  /** Who has it; nobody when it is back. */
  readonly customerId: string | null;
  readonly dueAt: string | null;
  readonly overdue: boolean;
}

export type DeviceCommand =
  | { readonly type: 'lend'; readonly serial: string; readonly customerId: string; readonly dueAt: string }
  | { readonly type: 'return' }
  | { readonly type: 'mark_overdue'; readonly dueAt: string };

export function decide(state: DeviceState | undefined, command: DeviceCommand): Decision {
  if (command.type === 'lend') {
    if (state?.customerId) return { rejection: { code: 'wrong_state', allowed: ['return'] } };
    const { serial, customerId, dueAt } = command;
    return { events: [event('device.lent', { serial, customerId, dueAt })] };
  }
  if (!state) return { rejection: { code: 'not_found' } };
  if (state.customerId === null) return { rejection: { code: 'wrong_state', allowed: ['lend'] } };
  const { serial, customerId } = state;
  if (command.type === 'return') return { events: [event('device.returned', { serial })] };
  // A timer of an earlier loan: it no longer applies.
  if (state.dueAt !== command.dueAt) return { rejection: { code: 'wrong_state' } };
  return { events: [event('device.overdue', { serial, customerId })] };
}

export function evolve(state: DeviceState | undefined, { type, data }: NewEvent, { id }: EvolveMeta) {
  if (type === 'device.lent') {
    const { serial, customerId, dueAt } = data as DeviceData<'device.lent'>;
    return { id, seq: 0, version: 0, serial, customerId, dueAt, overdue: false };
  }
  if (!state) throw new Error(`${type} came to a device that was never lent`);
  return type === 'device.returned'
    ? { ...state, customerId: null, dueAt: null, overdue: false }
    : { ...state, overdue: true };
}

function audience(event: NewEvent, _before: DeviceState | undefined, after: DeviceState): Audience {
  const staff = { class: 'staff', rooms: [rooms.desk] } as const;
  if (event.type !== 'device.lent' || after.customerId === null) return [staff];
  const { serial, dueAt } = event.data;
  return [staff, { class: 'public', rooms: [rooms.customer(after.customerId)], data: { serial, dueAt } }];
}

export const device: ActorDefinition<DeviceState, DeviceCommand> = {
  kind: 'device',
  table: 'devices',
  columns: ['id', 'seq', 'version', 'serial', 'customerId', 'dueAt', 'overdue'],
  instants: ['dueAt'],
  decide,
  evolve,
  // A clock does not make stale what a person is editing.
  raisesVersion: (type) => type !== 'device.overdue',
  audience,
  eventVersion: (type) => deviceEvents[type as keyof DeviceEvents].version,
};

export const devicesTable = `
create table devices (
  id          text primary key,
  seq         integer not null,
  version     integer not null,
  serial      text not null,
  customer_id text,
  due_at      timestamptz,
  overdue     boolean not null
);
`;

function event<T extends keyof DeviceEvents>(type: T, data: DeviceData<T>): NewEvent {
  return { type, data };
}
