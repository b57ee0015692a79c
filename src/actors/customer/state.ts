/** A customer as its row holds it. Notes are rows of their own. */
import type { Address } from '../../contracts/address.ts';
import type { ActorState } from '../../engine/actor-types.ts';
import type { CustomerStatus, EquipmentKind, SuspendReason } from './commands.ts';

export interface EquipmentItem {
  readonly serial: string;
  readonly kind: EquipmentKind;
  readonly addedAt: string;
}

export interface CustomerState extends ActorState {
  readonly code: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: Address | null;
  readonly zone: string;
  readonly packageId: string | null;
  readonly status: CustomerStatus;
  /** Null unless suspended. */
  readonly suspendReason: SuspendReason | null;
  /** In use now; `equipment_in_use` holds the same serials, so that one is with one customer. */
  readonly equipment: readonly EquipmentItem[];
  /** The portal account. */
  readonly userId: string | null;
  /** When name, contacts and address were erased. */
  readonly erasedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const customerColumns = [
  'id',
  'seq',
  'version',
  'code',
  'name',
  'email',
  'phone',
  'address',
  'zone',
  'packageId',
  'status',
  'suspendReason',
  'equipment',
  'userId',
  'erasedAt',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof CustomerState)[];
