/** A customer as its row holds it: contacts, zone and status. */
import type { ActorState } from '../../engine/actor-types.ts';
import type { CustomerStatus } from './commands.ts';

export interface CustomerState extends ActorState {
  readonly code: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly zone: string;
  readonly status: CustomerStatus;
  /** The portal account. */
  readonly userId: string | null;
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
  'zone',
  'status',
  'userId',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof CustomerState)[];
