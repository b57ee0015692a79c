/**
 * Who somebody is and what they may: read from Postgres, never from what a client says of itself.
 *
 * - A viewer has one class, and their rooms are of that class only (R5).
 * - A token's permissions are what it was scoped to and its owner still has.
 */
import type { ViewerClass } from '../contracts/generic/audience.ts';
import { type Permission, permissionsOfRole, type Role, type RoleChanges } from '../contracts/permissions.ts';
import { rooms } from '../contracts/rooms.ts';
import type { Viewer as RealtimeViewer } from '../engine/authority-types.ts';

export interface Viewer extends RealtimeViewer {
  readonly credential: 'session' | 'token';
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly zone: string | null;
  readonly customerId: string | null;
  readonly technicianId: string | null;
  readonly locale: 'id' | 'en';
  readonly permissions: ReadonlySet<Permission>;
}

export interface Account {
  readonly userId: string;
  readonly role: Role;
  readonly zone: string | null;
  readonly customerId: string | null;
  readonly technicianId: string | null;
}

/** The sets that were handed out last: thousands of viewers of a role share one. */
const shared = new Map<Role, { readonly key: string; readonly permissions: ReadonlySet<Permission> }>();

/** What the role grants now; with scopes (a token's) no more than those. */
export function permissionsOf(
  { role, changes }: { readonly role: Role; readonly changes?: RoleChanges | null },
  scopes?: readonly string[],
): ReadonlySet<Permission> {
  const key = changes ? `${changes.granted.join()}|${changes.withdrawn.join()}` : '|';
  let found = shared.get(role);
  if (found?.key !== key) {
    found = { key, permissions: new Set(permissionsOfRole(role, changes)) };
    shared.set(role, found);
  }
  const all = found.permissions;
  return scopes ? new Set([...all].filter((permission) => scopes.includes(permission))) : all;
}

export function classOf(role: Role): ViewerClass {
  return role === 'customer' ? 'public' : 'staff';
}

/** The rooms that are somebody's without asking. */
export function roomsOf(account: Account, permissions: ReadonlySet<Permission>): string[] {
  const own = [rooms.user(account.userId), rooms.role(account.role)];
  const { zone } = account;
  if (classOf(account.role) === 'public') {
    own.push(rooms.allPublic);
    // Of the customer and of the tickets one reads there.
    if (account.customerId && permissions.has('customers.view_own') && permissions.has('tickets.view_own'))
      own.push(rooms.customer(account.customerId));
    if (zone) own.push(rooms.zonePublic(zone));
    return own;
  }
  own.push(rooms.allStaff);
  // Of the tickets of one's teams one reads there, and how one looks at tickets.
  if (permissions.has('tickets.view_all') || permissions.has('tickets.view_zone'))
    own.push(rooms.userStaff(account.userId));
  if (permissions.has('tickets.view_all')) own.push(rooms.desk);
  if (permissions.has('registrations.view')) own.push(rooms.registrations);
  if (permissions.has('deliveries.view')) own.push(rooms.deliveries);
  if (zone) own.push(rooms.zoneStaff(zone));
  // An account without a technician sees no tickets by a GET either.
  if (zone && account.role === 'technician' && account.technicianId && permissions.has('tickets.view_zone'))
    own.push(rooms.zoneTechnicians(zone));
  return own;
}
