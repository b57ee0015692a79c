/** Folds one event into a technician, who is off line until they say otherwise. */
import { noLoad } from '../../contracts/capacity.ts';
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
    return {
      id,
      seq: 0,
      version: 0,
      name,
      ...facts,
      availability: 'offline',
      load: noLoad,
      specializations: [],
      lastPosition: null,
      ratingSum: 0,
      ratingCount: 0,
      erasedAt: null,
      createdAt: at,
      updatedAt: at,
    };
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
    case 'technician.booked':
      return { ...state, load: dataOf('technician.booked', event).load };
    case 'technician.freed':
      return { ...state, load: dataOf('technician.freed', event).load };
    case 'technician.specialization_set': {
      const { previous: _previous, ...one } = dataOf('technician.specialization_set', event);
      const others = state.specializations.filter(({ code }) => code !== one.code);
      const specializations = [...others, one].sort((a, b) => (a.code < b.code ? -1 : 1));
      return { ...touched, specializations };
    }
    case 'technician.specialization_removed': {
      const removed = dataOf('technician.specialization_removed', event).code;
      return { ...touched, specializations: state.specializations.filter(({ code }) => code !== removed) };
    }
    case 'technician.located': {
      const { latitude, longitude } = event.personal as { latitude: number; longitude: number };
      return { ...state, lastPosition: { latitude, longitude, at } };
    }
    case 'technician.rated': {
      const { rating, previousRating } = dataOf('technician.rated', event);
      return {
        ...state,
        ratingSum: state.ratingSum + rating - (previousRating ?? 0),
        ratingCount: state.ratingCount + (previousRating === null ? 1 : 0),
      };
    }
    case 'technician.erased':
      return { ...touched, ...event.personal, availability: 'offline', erasedAt: at };
    case 'technician.user_linked':
      return { ...touched, userId: dataOf('technician.user_linked', event).userId };
    default:
      return unknownEvent('technician', event.type);
  }
}
