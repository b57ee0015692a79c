/**
 * What a customer answers to a command: the table of transitions first. Name, contacts and address travel beside the
 * event, never in it, and notes are rows of their own (L6).
 */
import { ERASED_PERSON } from '../../contracts/erased.ts';
import type { DecideContext, Decided, Decision } from '../../engine/actor-types.ts';
import { afterErasure, refuseOpen } from '../erased.ts';
import { event, refuse } from '../event.ts';
import { followedBy } from '../followed.ts';
import type { Follow } from '../user/commands.ts';
import type { CustomerCommand, CustomerNote } from './commands.ts';
import { changeEquipment } from './equipment.ts';
import type { CustomerState } from './state.ts';
import { allowedCommands, customerTransitions } from './transitions.ts';

export function decide(
  state: CustomerState | undefined,
  command: CustomerCommand,
  context: DecideContext,
): Decision {
  if (command.type === 'create') {
    if (state) return refuse('conflict', 'The customer exists already.');
    const { code, name, email, phone, address, zone, packageId, status, userId } = command;
    return {
      events: [
        event('customer.created', { code, zone, status, userId, packageId }, { name, email, phone, address }),
      ],
    };
  }
  if (!state) return refuse('not_found');
  if (state.erasedAt !== null) return afterErasure('customer', command);
  switch (command.type) {
    case 'edit':
      return edit(state, command.fields);
    case 'edit_own':
      return editOwn(state, command);
    case 'note':
      return note(command.note, context);
    case 'link_user':
      if (state.userId !== null && state.userId !== command.userId)
        return refuse('conflict', 'The customer has a portal account already.');
      return state.userId === null
        ? { events: [event('customer.user_linked', { userId: command.userId })] }
        : { events: [] };
  }
  const to = customerTransitions[state.status][command.type];
  if (to === 'refused') {
    return refuse('wrong_state', `The customer is ${state.status}.`, allowedCommands(state.status));
  }
  const from = state.status;
  switch (command.type) {
    case 'activate':
    case 'reactivate':
    case 'terminate':
      return { events: [event('customer.status_changed', { from, to })] };
    case 'suspend': {
      const suspended = event('customer.status_changed', { from, to, reason: command.reason });
      const noted = command.note && note(command.note, context);
      return noted ? { ...noted, events: [suspended, ...noted.events] } : { events: [suspended] };
    }
    case 'change_package': {
      const { packageId, ticketId } = command;
      if (state.packageId === packageId) return { events: [] };
      return { events: [packageChanged(state, packageId, ticketId)] };
    }
    case 'erase': {
      const inUse = state.equipment.map(({ serial }) => serial);
      const open = refuseOpen({ ...command, open: [...inUse, ...command.open] });
      if (open) return open;
      const nobody = { name: ERASED_PERSON, email: null, phone: null, address: null };
      return { events: [event('customer.erased', {}, nobody)] };
    }
    case 'add_equipment':
    case 'replace_equipment':
    case 'remove_equipment':
      return changeEquipment(state, command, context);
  }
}

type Fields = Extract<CustomerCommand, { type: 'edit' }>['fields'];
type EditedField = Exclude<keyof Fields, 'packageId'>;

/** What a phone's holder writes to us is taken for the customer's, so nobody names one that is another's. */
function editOwn(
  state: CustomerState,
  { fields, proven }: Extract<CustomerCommand, { type: 'edit_own' }>,
): Decision {
  const named = fields.phone ?? null;
  if (named !== null && named !== state.phone && !proven)
    return refuse('not_possible', 'A new phone takes the code that was sent to it.');
  return edit(state, fields);
}

function edit(state: CustomerState, { packageId, ...fields }: Fields): Decision {
  const changed = Object.entries(fields).filter(
    ([key, value]) => value !== undefined && !same(state[key as EditedField], value),
  );
  const events = [];
  const effects = [];
  if (changed.length > 0) {
    const { zone, ...personal } = Object.fromEntries(changed) as Omit<Fields, 'packageId'>;
    const names = changed.map(([key]) => key as EditedField);
    const moved = zone === undefined ? {} : { zone, previousZone: state.zone };
    events.push(event('customer.edited', { fields: names, ...moved }, personal));
    const { email, phone } = personal;
    const follow: Follow = {
      type: 'follow',
      of: 'customer',
      ...(zone === undefined ? {} : { zone }),
      ...(email === undefined ? {} : { email: { from: state.email, to: email } }),
      ...(phone === undefined ? {} : { phone: { from: state.phone, to: phone } }),
    };
    if (zone !== undefined || email !== undefined || phone !== undefined)
      effects.push(...followedBy(state.userId, follow));
  }
  if (packageId !== undefined && packageId !== state.packageId) {
    if (state.packageId !== null && state.status !== 'pending_installation')
      return refuse('not_possible', 'The package of an installed line is changed by a ticket.');
    events.push(packageChanged(state, packageId, null));
  }
  return { events, effects };
}

/** Addresses are objects. */
function same(before: unknown, after: unknown): boolean {
  return JSON.stringify(sorted(before)) === JSON.stringify(sorted(after));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, inner]) => [key, sorted(inner)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function packageChanged({ packageId: from }: CustomerState, to: string, ticketId: string | null) {
  return event('customer.package_changed', { from, to, ticketId });
}

function note({ id, text }: CustomerNote, { id: customerId, by, now }: DecideContext): Decided {
  return {
    events: [event('customer.noted', { noteId: id })],
    effects: [
      { effect: 'insert', table: 'customer_notes', row: { id, customer_id: customerId, text, by, at: now } },
    ],
  };
}
