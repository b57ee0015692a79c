/** What a customer answers to a command. Name and contacts travel beside the event, never in it (L6). */
import type { Decision } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import type { CustomerCommand } from './commands.ts';
import type { CustomerState } from './state.ts';
import { customerTransitions } from './transitions.ts';

export function decide(state: CustomerState | undefined, command: CustomerCommand): Decision {
  if (command.type === 'create') {
    if (state) return refuse('conflict', 'The customer exists already.');
    const { code, name, email, phone, zone, status, userId } = command;
    return {
      events: [event('customer.created', { code, zone, status, userId }, { name, email, phone })],
    };
  }
  if (!state) return refuse('not_found');
  switch (command.type) {
    case 'edit':
      return edit(state, command);
    case 'change_status': {
      const allowed = customerTransitions[state.status];
      if (!allowed.includes(command.status))
        return refuse('wrong_state', `The customer is ${state.status}.`, allowed);
      return { events: [event('customer.status_changed', { from: state.status, to: command.status })] };
    }
    case 'link_user':
      if (state.userId !== null && state.userId !== command.userId)
        return refuse('conflict', 'The customer has a portal account already.');
      return state.userId === null
        ? { events: [event('customer.user_linked', { userId: command.userId })] }
        : { events: [] };
  }
}

type EditCustomer = Extract<CustomerCommand, { type: 'edit' }>;

function edit(state: CustomerState, { fields }: EditCustomer): Decision {
  const changed = Object.entries(fields).filter(
    ([key, value]) => value !== undefined && state[key as keyof EditCustomer['fields']] !== value,
  );
  if (changed.length === 0) return { events: [] };
  const { zone, ...personal } = Object.fromEntries(changed) as EditCustomer['fields'];
  const names = changed.map(([key]) => key as keyof EditCustomer['fields']);
  const moved = zone === undefined ? {} : { zone, previousZone: state.zone };
  return { events: [event('customer.edited', { fields: names, ...moved }, personal)] };
}
