/** What can be asked of a customer. Everything a decision needs from elsewhere stands in the command. */
import type { Address } from '../../contracts/address.ts';
import type { customerStatuses, equipmentKinds, suspendReasons } from '../../contracts/events/customer.ts';
import type { Erase } from '../erased.ts';

export type CustomerStatus = (typeof customerStatuses)[number];
export type SuspendReason = (typeof suspendReasons)[number];
export type EquipmentKind = (typeof equipmentKinds)[number];

export interface CustomerNote {
  readonly id: string;
  readonly text: string;
}

export type CustomerCommand =
  | {
      readonly type: 'create';
      readonly code: string;
      readonly name: string;
      readonly email: string | null;
      readonly phone: string | null;
      readonly address: Address | null;
      readonly zone: string;
      readonly packageId: string | null;
      /** `active` for a line that is there already. */
      readonly status: 'pending_installation' | 'active';
      readonly userId: string | null;
    }
  | {
      readonly type: 'edit';
      readonly fields: {
        readonly name?: string;
        readonly email?: string | null;
        readonly phone?: string | null;
        readonly address?: Address | null;
        readonly zone?: string;
        /** Only the first one, and before the installation: afterwards it is `change_package`, by a ticket. */
        readonly packageId?: string;
      };
    }
  /** By the customer alone. `proven`: whoever has the new phone gave the code that was sent to it. */
  | {
      readonly type: 'edit_own';
      readonly fields: { readonly email?: string | null; readonly phone?: string | null };
      readonly proven: boolean;
    }
  /** The line works: the installation is completed, or somebody says so. */
  | { readonly type: 'activate' }
  | { readonly type: 'suspend'; readonly reason: SuspendReason; readonly note?: CustomerNote }
  | { readonly type: 'reactivate' }
  | { readonly type: 'terminate' }
  /** Of a completed ticket, at its effective date. */
  | { readonly type: 'change_package'; readonly packageId: string; readonly ticketId: string }
  | { readonly type: 'add_equipment'; readonly serial: string; readonly kind: EquipmentKind }
  | { readonly type: 'replace_equipment'; readonly previousSerial: string; readonly serial: string }
  | { readonly type: 'remove_equipment'; readonly serial: string }
  | { readonly type: 'note'; readonly note: CustomerNote }
  | { readonly type: 'link_user'; readonly userId: string }
  /** Name, contacts and address, for good. */
  | Erase;
