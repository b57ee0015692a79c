/** Equipment of a customer. A serial is with one customer at a time: `equipment_in_use` has it as its key. */
import type { DecideContext, Decided, Decision, Rejection } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import type { CustomerCommand } from './commands.ts';
import type { CustomerState, EquipmentItem } from './state.ts';

type EquipmentCommand = Extract<
  CustomerCommand,
  { type: 'add_equipment' | 'replace_equipment' | 'remove_equipment' }
>;
type Effect = NonNullable<Decided['effects']>[number];

export function changeEquipment(
  state: CustomerState,
  command: EquipmentCommand,
  { id }: Pick<DecideContext, 'id'>,
): Decision {
  const { serial } = command;
  switch (command.type) {
    case 'add_equipment': {
      const { kind } = command;
      // Said again by a handler or a second click: it is so already.
      if (find(state, serial)) return { events: [] };
      return {
        events: [event('customer.equipment_added', { serial, kind })],
        effects: [inUse(serial, id)],
      };
    }
    case 'replace_equipment': {
      const { previousSerial } = command;
      const previous = find(state, previousSerial);
      if (!previous) return unknown(previousSerial);
      if (find(state, serial)) return refuse('conflict', `${serial} is with this customer already.`);
      const { kind } = previous;
      return {
        events: [event('customer.equipment_replaced', { previousSerial, serial, kind })],
        effects: [noLonger(previousSerial), inUse(serial, id)],
      };
    }
    case 'remove_equipment': {
      const item = find(state, serial);
      if (!item) return unknown(serial);
      return {
        events: [event('customer.equipment_removed', { serial, kind: item.kind })],
        effects: [noLonger(serial)],
      };
    }
  }
}

function find({ equipment }: CustomerState, serial: string): EquipmentItem | undefined {
  return equipment.find((item) => item.serial === serial);
}

function unknown(serial: string): Rejection {
  return refuse('conflict', `${serial} is not with this customer.`);
}

function inUse(serial: string, customerId: string): Effect {
  return { effect: 'insert', table: 'equipment_in_use', row: { serial, customer_id: customerId } };
}

function noLonger(serial: string): Effect {
  return { effect: 'delete', table: 'equipment_in_use', row: { serial } };
}
