/** Folds one event into a customer. */
import type { EvolveMeta, NewEvent } from '../../engine/actor-types.ts';
import { dataOf, unknownEvent } from '../event.ts';
import type { CustomerState } from './state.ts';

type Personal = Pick<CustomerState, 'name' | 'email' | 'phone' | 'address'>;

export function evolve(state: CustomerState | undefined, event: NewEvent, meta: EvolveMeta): CustomerState {
  if (event.type === 'customer.created') return created(event, meta);
  if (!state) throw new Error(`${event.type} came to a customer that was never created`);
  return { ...state, updatedAt: meta.at, ...changed(state, event, meta) };
}

function created(event: NewEvent, { id, at }: EvolveMeta): CustomerState {
  const { code, zone, status, userId, packageId } = dataOf('customer.created', event);
  const { name, email, phone, address } = event.personal as unknown as Personal;
  return {
    id,
    seq: 0,
    version: 0,
    code,
    name,
    email,
    phone,
    address,
    zone,
    packageId: packageId ?? null,
    status,
    suspendReason: null,
    equipment: [],
    userId,
    erasedAt: null,
    createdAt: at,
    updatedAt: at,
  };
}

function changed(state: CustomerState, event: NewEvent, { at: addedAt }: EvolveMeta): Partial<CustomerState> {
  switch (event.type) {
    case 'customer.edited': {
      const { zone } = dataOf('customer.edited', event);
      return { ...(event.personal as Partial<Personal>), ...(zone === undefined ? {} : { zone }) };
    }
    case 'customer.status_changed': {
      const { to, reason } = dataOf('customer.status_changed', event);
      return { status: to, suspendReason: reason ?? null };
    }
    case 'customer.package_changed':
      return { packageId: dataOf('customer.package_changed', event).to };
    case 'customer.equipment_added': {
      const { serial, kind } = dataOf('customer.equipment_added', event);
      return { equipment: [...state.equipment, { serial, kind, addedAt }] };
    }
    case 'customer.equipment_replaced': {
      const { previousSerial, serial, kind } = dataOf('customer.equipment_replaced', event);
      const item = { serial, kind, addedAt };
      return { equipment: state.equipment.map((was) => (was.serial === previousSerial ? item : was)) };
    }
    case 'customer.equipment_removed': {
      const { serial } = dataOf('customer.equipment_removed', event);
      return { equipment: state.equipment.filter((item) => item.serial !== serial) };
    }
    case 'customer.erased':
      return { ...(event.personal as Partial<Personal>), erasedAt: addedAt };
    case 'customer.noted':
      return { updatedAt: state.updatedAt };
    case 'customer.user_linked':
      return { userId: dataOf('customer.user_linked', event).userId };
    default:
      return unknownEvent('customer', event.type);
  }
}
