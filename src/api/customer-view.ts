/** A customer as its reader may see it, with the commands that status and rights allow. */
import type { CustomerState } from '../actors/customer/state.ts';
import { allowedCommands } from '../actors/customer/transitions.ts';
import type { Viewer } from '../authority/viewer.ts';
import type { Customer, CustomerCommandName } from '../contracts/customers.ts';
import type { Permission } from '../contracts/permissions.ts';

export const customerPermissions = {
  activate: 'customers.status',
  suspend: 'customers.status',
  reactivate: 'customers.status',
  terminate: 'customers.terminate',
  equipment: 'customers.edit',
  notes: 'customers.edit',
  erase: 'people.erase',
} as const satisfies Record<CustomerCommandName, Permission>;

export function customerView(state: CustomerState, { permissions }: Viewer): Omit<Customer, 'package'> {
  return {
    ...state,
    equipment: state.equipment.map((item) => ({ ...item })),
    allowed: (state.erasedAt === null ? allowedCommands(state.status) : []).filter((name) =>
      permissions.has(customerPermissions[name]),
    ),
  };
}
