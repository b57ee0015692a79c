/** What roles may, on the wire. */
import * as z from 'zod/mini';
import { permissionSchema, roleSchema } from './permissions.ts';

const permissionList = z.array(permissionSchema).check(z.maxLength(200));

export const changeRolePermissionsSchema = z
  .strictObject({
    grant: z._default(permissionList, []),
    withdraw: z._default(permissionList, []),
  })
  .check(
    z.refine(({ grant, withdraw }) => grant.length + withdraw.length > 0, 'name at least one permission'),
    z.refine(
      ({ grant, withdraw }) => !grant.some((name) => withdraw.includes(name)),
      'must not grant and withdraw the same permission',
    ),
  );

export const rolePermissionsSchema = z.object({
  role: roleSchema,
  permissions: z.array(permissionSchema),
  /** How they differ from what the role has of itself. */
  granted: z.array(permissionSchema),
  withdrawn: z.array(permissionSchema),
  /** Null when nobody ever changed it. */
  changedAt: z.nullable(z.string()),
  version: z.int(),
  seq: z.int(),
});
export type RolePermissions = z.infer<typeof rolePermissionsSchema>;

export const rolesSchema = z.object({ data: z.array(rolePermissionsSchema), position: z.string() });
