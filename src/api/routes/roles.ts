/** What each role may, and changing it. */
import * as z from 'zod/mini';
import { type RoleState, role } from '../../actors/role/actor.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import {
  permissionNames,
  permissionsOfRole,
  type Role,
  roleSchema,
  roles,
} from '../../contracts/permissions.ts';
import {
  changeRolePermissionsSchema,
  type RolePermissions,
  rolePermissionsSchema,
  rolesSchema,
} from '../../contracts/roles.ts';
import type { Row } from '../../engine/effects.ts';
import { readHead } from '../../engine/log.ts';
import { etag, item, runCommands } from '../commands.ts';
import { stateOf } from '../reads.ts';
import { defineRoute, type Route } from '../route.ts';

const tag = 'Roles';

export const roleRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/roles',
    tag,
    summary: 'All roles and what each may now',
    access: ['users.view', 'roles.edit'],
    answers: { 200: { description: 'Every role, the one with the most rights first', schema: rolesSchema } },
    handle: async (_call, api) => {
      const position = formatPosition(await readHead(api.pool));
      const { rows } = await api.pool.query<{ row: Row }>({
        name: 'read_roles',
        text: 'select to_jsonb(t) as row from roles t where id = any($1) order by array_position($1, id)',
        values: [roles],
      });
      return { status: 200, body: { data: rows.map(({ row }) => roleView(stateOf(role, row))), position } };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/roles/:role',
    tag,
    summary:
      'Give permissions to a role or take them from it; it holds for everybody of the role within a second',
    access: ['roles.edit'],
    params: z.strictObject({ role: roleSchema }),
    body: changeRolePermissionsSchema,
    idempotent: true,
    ifMatch: 'required',
    answers: { 200: { description: 'The role as it is now', schema: rolePermissionsSchema } },
    handle: async (call, api) => {
      const { grant, withdraw } = call.body;
      const command = { type: 'change', grant, withdraw } as const;
      const reply = await runCommands(api, call, {
        items: [item(call, { kind: 'role', id: call.params.role }, command, { ifMatch: true })],
        answer: ([state]) => ({
          status: 200,
          headers: { ETag: etag((state as RoleState).version) },
          body: roleView(state as RoleState),
        }),
      });
      api.sessions.forgetAll();
      return reply;
    },
  }),
];

/** Names of another release are left out. */
function roleView({ id, granted, withdrawn, changedAt, version, seq }: RoleState): RolePermissions {
  const name = id as Role;
  const known = (list: readonly string[]) =>
    permissionNames.filter((permission) => list.includes(permission));
  return {
    role: name,
    permissions: [...permissionsOfRole(name, { granted, withdrawn })],
    granted: known(granted),
    withdrawn: known(withdrawn),
    changedAt,
    version,
    seq,
  };
}
