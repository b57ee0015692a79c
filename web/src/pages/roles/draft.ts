/** What was ticked and unticked and is not saved yet: by role, what it will have that it has not, and the reverse. */
import { type Permission, permissionNames, type Role, roles } from '../../../../src/contracts/permissions.ts';
import type { RolePermissions } from '../../../../src/contracts/roles.ts';
import type { RoleChange } from '../../api/roles.ts';

/** Keys are `role permission`, values what it shall be. */
export type Draft = ReadonlyMap<string, boolean>;

export const keyOf = (role: Role, permission: Permission): string => `${role} ${permission}`;

/** What it will be: others may have made it so meanwhile. */
export function wanted(draft: Draft, role: Role, permission: Permission, held: boolean): boolean {
  return draft.get(keyOf(role, permission)) ?? held;
}

/** Back to what it is, and it is no change any more. */
export function toggled(draft: Draft, role: Role, permission: Permission, held: boolean): Draft {
  const next = new Map(draft);
  const key = keyOf(role, permission);
  const shall = !wanted(draft, role, permission, held);
  if (shall === held) next.delete(key);
  else next.set(key, shall);
  return next;
}

/** Role by role; what others have changed to the same meanwhile is no change any more. */
export function changesOf(draft: Draft, now: readonly RolePermissions[]): RoleChange[] {
  return roles.flatMap((role) => {
    const held = now.find((one) => one.role === role)?.permissions ?? [];
    const changed = (shall: boolean) =>
      permissionNames.filter(
        (permission) => draft.get(keyOf(role, permission)) === shall && held.includes(permission) !== shall,
      );
    const [grant, withdraw] = [changed(true), changed(false)];
    return grant.length + withdraw.length > 0 ? [{ role, grant, withdraw }] : [];
  });
}

export function undoOf({ role, grant, withdraw }: RoleChange): RoleChange {
  return { role, grant: withdraw, withdraw: grant };
}
