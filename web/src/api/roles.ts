/** What each role may. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { Permission, Role } from '../../../src/contracts/permissions.ts';
import type { RolePermissions, rolesSchema } from '../../../src/contracts/roles.ts';
import { change, get } from './client.ts';

export const roleKeys = { all: ['role'] as const };

export const roleList = queryOptions({
  queryKey: roleKeys.all,
  queryFn: ({ signal }) => get<z.infer<typeof rolesSchema>>('/roles', {}, signal),
});

export interface RoleChange {
  readonly role: Role;
  readonly grant: readonly Permission[];
  readonly withdraw: readonly Permission[];
}

/** Against the version that was looked at. */
export function changeRolePermissions(
  { role, grant, withdraw }: RoleChange,
  version: number,
): Promise<RolePermissions> {
  return change('PATCH', `/roles/${role}`, { body: { grant, withdraw }, version });
}
