/**
 * What an account's status makes of a command; the compiler proves the table total.
 *
 *   pending_installation → active ⇄ suspended → terminated, and terminated from each of them.
 *
 * Only a terminated one can be erased. Equipment can still be taken back from a terminated customer, and notes are always possible.
 */
import type { CustomerCommandName } from '../../contracts/customers.ts';
import type { CustomerCommand, CustomerStatus } from './commands.ts';

type StatusCommand = 'activate' | 'suspend' | 'reactivate' | 'terminate' | 'erase';
type EquipmentCommand = 'add_equipment' | 'replace_equipment' | 'remove_equipment';
type Transition = Extract<CustomerCommand['type'], StatusCommand | EquipmentCommand | 'change_package'>;

export const customerTransitions: Readonly<
  Record<CustomerStatus, Readonly<Record<Transition, CustomerStatus | 'refused'>>>
> = {
  pending_installation: {
    activate: 'active',
    suspend: 'refused',
    reactivate: 'refused',
    terminate: 'terminated',
    change_package: 'pending_installation',
    add_equipment: 'pending_installation',
    replace_equipment: 'pending_installation',
    remove_equipment: 'pending_installation',
    erase: 'refused',
  },
  active: {
    activate: 'refused',
    suspend: 'suspended',
    reactivate: 'refused',
    terminate: 'terminated',
    change_package: 'active',
    add_equipment: 'active',
    replace_equipment: 'active',
    remove_equipment: 'active',
    erase: 'refused',
  },
  suspended: {
    activate: 'refused',
    suspend: 'refused',
    reactivate: 'active',
    terminate: 'terminated',
    change_package: 'suspended',
    add_equipment: 'suspended',
    replace_equipment: 'suspended',
    remove_equipment: 'suspended',
    erase: 'refused',
  },
  terminated: {
    activate: 'refused',
    suspend: 'refused',
    reactivate: 'refused',
    terminate: 'refused',
    change_package: 'refused',
    add_equipment: 'refused',
    replace_equipment: 'refused',
    remove_equipment: 'terminated',
    erase: 'terminated',
  },
};

/** The names under which people give the commands. */
const commandNames: readonly (readonly [Transition, CustomerCommandName])[] = [
  ['activate', 'activate'],
  ['suspend', 'suspend'],
  ['reactivate', 'reactivate'],
  ['terminate', 'terminate'],
  ['remove_equipment', 'equipment'],
  ['erase', 'erase'],
];

/** What a status allows, by the names of the API. */
export function allowedCommands(status: CustomerStatus): CustomerCommandName[] {
  const byStatus = commandNames
    .filter(([command]) => customerTransitions[status][command] !== 'refused')
    .map(([, name]) => name);
  return [...byStatus, 'notes'];
}
