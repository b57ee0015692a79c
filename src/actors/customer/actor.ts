/** The customer, put together. */
import { type EventType, events, eventVersion, publicData } from '../../contracts/events.ts';
import type { Audience } from '../../contracts/generic/audience.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, NewEvent } from '../../engine/actor-types.ts';
import type { CustomerCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type CustomerState, customerColumns } from './state.ts';

/** What clocks do and what stands beside the fields that people edit makes nobody's edit stale. */
const quiet = new Set([
  'customer.package_changed',
  'customer.equipment_added',
  'customer.equipment_replaced',
  'customer.equipment_removed',
  'customer.noted',
]);

export const customer: ActorDefinition<CustomerState, CustomerCommand> = {
  kind: 'customer',
  table: 'customers',
  columns: customerColumns,
  instants: ['erasedAt', 'createdAt', 'updatedAt'],
  decide,
  evolve,
  raisesVersion: (type) => !quiet.has(type),
  audience,
  eventVersion,
};

function audience(event: NewEvent, _before: CustomerState | undefined, after: CustomerState): Audience {
  const type = event.type as EventType;
  const staff = { class: 'staff', rooms: [rooms.desk] } as const;
  const classes: readonly string[] = events[type].classes;
  if (!classes.includes('public')) return [staff];
  return [staff, { class: 'public', rooms: [rooms.customer(after.id)], data: publicData(type, event.data) }];
}
