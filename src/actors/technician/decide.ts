/** What a technician answers to a command. The name travels beside the event, never in it (L6). */
import type { Decision } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import type { TechnicianCommand } from './commands.ts';
import type { TechnicianState } from './state.ts';

export function decide(state: TechnicianState | undefined, command: TechnicianCommand): Decision {
  if (command.type === 'create') {
    if (state) return refuse('conflict', 'The technician exists already.');
    const { type: _type, name, ...facts } = command;
    return { events: [event('technician.created', facts, { name })] };
  }
  if (!state) return refuse('not_found');
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
  return {
    events: [event('technician.edited', { fields: names, changes }, name === undefined ? {} : { name })],
  };
}
