/** Folds one event into a technician, who is off line until they say otherwise. */
import type { EvolveMeta, NewEvent } from '../../engine/actor-types.ts';
import { dataOf, unknownEvent } from '../event.ts';
import type { TechnicianState } from './state.ts';

export function evolve(
  state: TechnicianState | undefined,
  event: NewEvent,
  { id, at }: EvolveMeta,
): TechnicianState {
  if (event.type === 'technician.created') {
    const { name } = event.personal as Pick<TechnicianState, 'name'>;
    const facts = dataOf('technician.created', event);
    return { id, seq: 0, version: 0, name, ...facts, availability: 'offline', createdAt: at, updatedAt: at };
  }
  if (!state) throw new Error(`${event.type} came to a technician that was never created`);
  const touched = { ...state, updatedAt: at };
  switch (event.type) {
    case 'technician.edited': {
      const { changes } = dataOf('technician.edited', event);
      return { ...touched, ...event.personal, ...(changes as Partial<TechnicianState>) };
    }
    case 'technician.availability_changed':
      return { ...touched, availability: dataOf('technician.availability_changed', event).to };
    case 'technician.user_linked':
      return { ...touched, userId: dataOf('technician.user_linked', event).userId };
    default:
      return unknownEvent('technician', event.type);
  }
}
