/** What a technician answers to a command. The name travels beside the event, never in it (L6). */
import { ERASED_PERSON } from '../../contracts/erased.ts';
import type { Decision } from '../../engine/actor-types.ts';
import { afterErasure, refuseOpen } from '../erased.ts';
import { event, refuse } from '../event.ts';
import { followedBy } from '../followed.ts';
import type { Follow } from '../user/commands.ts';
import type { TechnicianCommand } from './commands.ts';
import { book, free } from './places.ts';
import type { TechnicianState } from './state.ts';

export function decide(state: TechnicianState | undefined, command: TechnicianCommand): Decision {
  if (command.type === 'create') {
    if (state) return refuse('conflict', 'The technician exists already.');
    const { type: _type, name, ...facts } = command;
    return { events: [event('technician.created', facts, { name })] };
  }
  // Who is not registered has no days to fill; that a person names one is refused before it comes here.
  if (!state)
    return command.type === 'book' || command.type === 'free' ? { events: [] } : refuse('not_found');
  if (state.erasedAt !== null && command.type !== 'free') return afterErasure('technician', command);
  switch (command.type) {
    case 'edit':
      return edit(state, command);
    case 'change_availability': {
      const { availability: from, zone } = state;
      const to = command.availability;
      return from === to
        ? { events: [] }
        : { events: [event('technician.availability_changed', { from, to, zone })] };
    }
    case 'book':
      return book(state, command);
    case 'free':
      return free(state, command);
    case 'set_specialization':
      return setSpecialization(state, command);
    case 'remove_specialization': {
      const removed = state.specializations.find(({ code }) => code === command.code);
      return removed
        ? { events: [event('technician.specialization_removed', removed)] }
        : refuse('not_found', 'The technician has no such specialization.');
    }
    case 'locate': {
      const { latitude, longitude } = command;
      return { events: [event('technician.located', {}, { latitude, longitude })] };
    }
    case 'rate': {
      const { ticketId, rating, previousRating } = command;
      return { events: [event('technician.rated', { ticketId, rating, previousRating })] };
    }
    case 'erase':
      return (
        refuseOpen(command) ?? {
          events: [event('technician.erased', {}, { name: ERASED_PERSON, lastPosition: null })],
        }
      );
    case 'link_user':
      if (state.userId !== null && state.userId !== command.userId)
        return refuse('conflict', 'The technician has a portal account already.');
      return state.userId === null
        ? { events: [event('technician.user_linked', { userId: command.userId })] }
        : { events: [] };
  }
}

type EditTechnician = Extract<TechnicianCommand, { type: 'edit' }>;

function edit(state: TechnicianState, { fields }: EditTechnician): Decision {
  const changed = Object.entries(fields).filter(
    ([key, value]) => value !== undefined && state[key as keyof EditTechnician['fields']] !== value,
  );
  if (changed.length === 0) return { events: [] };
  const { name, ...changes } = Object.fromEntries(changed) as EditTechnician['fields'];
  const names = changed.map(([key]) => key as keyof EditTechnician['fields']);
  const { zone } = changes;
  const follow: Follow | undefined =
    zone === undefined ? undefined : { type: 'follow', of: 'technician', zone };
  return {
    events: [event('technician.edited', { fields: names, changes }, name === undefined ? {} : { name })],
    effects: follow ? followedBy(state.userId, follow) : [],
  };
}

type SetSpecialization = Extract<TechnicianCommand, { type: 'set_specialization' }>;

function setSpecialization(
  state: TechnicianState,
  { code, proficiency, years, certifiedUntil }: SetSpecialization,
): Decision {
  const previous = state.specializations.find((one) => one.code === code) ?? null;
  const same =
    previous?.proficiency === proficiency &&
    previous.years === years &&
    previous.certifiedUntil === certifiedUntil;
  if (same) return { events: [] };
  return {
    events: [event('technician.specialization_set', { code, proficiency, years, certifiedUntil, previous })],
  };
}
