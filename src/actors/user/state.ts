/** An account as its row holds it. The password's hash, sessions and tokens live in tables of their own. */
import type { userStatuses } from '../../contracts/events/user.ts';
import type { Role } from '../../contracts/permissions.ts';
import type { ActorState } from '../../engine/actor-types.ts';

export type UserStatus = (typeof userStatuses)[number];

export interface UserState extends ActorState {
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly role: Role;
  readonly status: UserStatus;
  readonly zone: string | null;
  readonly customerId: string | null;
  readonly technicianId: string | null;
  readonly locale: 'id' | 'en';
  /** With status `locked`: when it ends by itself; null waits for an administrator. */
  readonly lockedUntil: string | null;
  /** When username, name and contacts were erased. */
  readonly erasedAt: string | null;
  /** Raised whenever what the person may see or do changes (R5). */
  readonly rightsVersion: number;
  readonly rightsChangedAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const userColumns = [
  'id',
  'seq',
  'version',
  'username',
  'name',
  'email',
  'phone',
  'role',
  'status',
  'zone',
  'customerId',
  'technicianId',
  'locale',
  'lockedUntil',
  'erasedAt',
  'rightsVersion',
  'rightsChangedAt',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof UserState)[];

export const userInstants = [
  'lockedUntil',
  'erasedAt',
  'rightsChangedAt',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof UserState)[];
