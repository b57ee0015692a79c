/** Folds one event into a customer. */
import type { EvolveMeta, NewEvent } from '../../engine/actor-types.ts';
import { dataOf, unknownEvent } from '../event.ts';
import type { CustomerState } from './state.ts';

export function evolve(
  state: CustomerState | undefined,
  event: NewEvent,
  { id, at }: EvolveMeta,
): CustomerState {
  if (event.type === 'customer.created') {
    const { code, zone, status, userId } = dataOf('customer.created', event);
    const { name, email, phone } = event.personal as Pick<CustomerState, 'name' | 'email' | 'phone'>;
    return {
      id,
      seq: 0,
      version: 0,
      code,
      name,
      email,
      phone,
      zone,
      status,
      userId,
      createdAt: at,
      updatedAt: at,
    };
  }
  if (!state) throw new Error(`${event.type} came to a customer that was never created`);
  const touched = { ...state, updatedAt: at };
  switch (event.type) {
    case 'customer.edited': {
      const { zone } = dataOf('customer.edited', event);
      return { ...touched, ...event.personal, ...(zone === undefined ? {} : { zone }) };
    }
    case 'customer.status_changed':
      return { ...touched, status: dataOf('customer.status_changed', event).to };
    case 'customer.user_linked':
      return { ...touched, userId: dataOf('customer.user_linked', event).userId };
    default:
      return unknownEvent('customer', event.type);
  }
}
