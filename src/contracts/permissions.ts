/**
 * Roles and permissions: who may do what, in one table. Rows are enforced besides (a technician's own tickets, a
 * customer's own); see `src/authority/`.
 */
import * as z from 'zod/mini';

export const roles = [
  'admin',
  'manager',
  'noc',
  'supervisor',
  'customer_service',
  'technician',
  'customer',
] as const;

export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const permissions = {
  'tickets.view_all': 'See every ticket',
  'tickets.view_zone': 'See own tickets and open ones in the own zone',
  'tickets.view_own': "See the own customer's tickets",
  'tickets.create': 'Create tickets',
  'tickets.edit': 'Change the fields of a ticket',
  'tickets.assign': 'Assign and reassign tickets',
  'tickets.claim': 'Take an open ticket of the own zone',
  'tickets.work': 'Start, hold, resume and complete tickets',
  'tickets.cancel': 'Cancel tickets',
  'tickets.reopen': 'Reopen completed tickets within seven days',
  'tickets.merge': 'Merge duplicates into the ticket that survives',
  'tickets.snooze': 'Put tickets out of the way until a time',
  'tickets.rate': 'Rate the own completed tickets',
  'tickets.comment': 'Comment where the ticket is visible',
  'tickets.comment_internal': 'Write internal comments and attach internal files',
  'tickets.attach': 'Attach photos and files where the ticket is visible',
  'tickets.remove_attachments': 'Remove photos and files that others attached',
  'views.share': 'Share saved views with a role or everybody',
  'customers.view': 'See customers',
  'customers.view_served': 'See the customers of the tickets one sees',
  'customers.view_own': "See the own customer's account",
  'customers.edit_own': 'Change the own phone and e-mail',
  'customers.edit': 'Create and change customers, their equipment and notes',
  'customers.status': 'Activate, suspend and reactivate customers',
  'customers.terminate': 'Terminate customers',
  'packages.view': 'See packages',
  'packages.edit': 'Create, change and withdraw packages',
  'registrations.view': 'See registrations',
  'registrations.verify': 'Check registrations and turn them down',
  'registrations.survey': 'Schedule surveys and record what they found',
  'registrations.approve': 'Approve registrations, waive surveys, make the customer',
  'technicians.view': 'See technicians',
  'technicians.edit': 'Create and change technicians',
  'technicians.availability': 'Change the own availability, say the own position',
  'technicians.catalogue': 'Keep the list of specializations and what needs them',
  'technicians.dispatch': 'Switch automatic assignment on and off',
  'users.view': 'See users',
  'users.edit': 'Create, change, lock and unlock users, revoke their sessions',
  'roles.edit': 'Change what each role may',
  'broadcasts.send': 'Send broadcasts',
  'notifications.test': 'Send test notifications',
  'operations.view': 'See the state of processes, queues, handler groups, schedules and providers',
  'mailboxes.manage': 'Pause and resume handler groups',
  'queues.view': 'See the queues',
  'queues.retry': 'Retry and promote jobs',
  'queues.pause': 'Pause and resume queues, set their concurrency and limits',
  'queues.remove': 'Remove jobs, clean and empty queues',
  'queues.edit': 'Add jobs, change their data, delay and priority',
  'payloads.view': 'See job payloads and error texts',
  'traces.view': 'See traces',
  'outbox.view': 'See what the local provider received',
  'outbox.manage': 'Turn the switches of the local provider',
  'dead_letters.manage': 'Replay and discard dead letters',
  'deliveries.view': 'See the delivery ledger',
  'templates.edit': 'See and change the words of messages',
  'zone_groups.edit': 'Set the WhatsApp group of each zone',
  'schedules.view': 'See schedules and their runs',
  'schedules.manage': 'Run, pause and resume schedules',
  'people.export': 'Get all that the portal holds about a person',
  'people.erase': 'Erase a person',
  'audit.view': 'See the audit log',
  'tokens.manage': 'Create and revoke own API tokens',
  'webhooks.manage': 'Subscribe addresses to events, see and repeat what was delivered to them',
  'analytics.view': 'See figures',
  'analytics.view_own': 'See figures of the own work',
} as const;

export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as Permission[];
export const permissionSchema = z.enum(permissionNames as [Permission, ...Permission[]]);

const desk: readonly Permission[] = [
  'tickets.view_all',
  'tickets.create',
  'tickets.comment',
  'tickets.comment_internal',
  'tickets.attach',
  'customers.view',
  'packages.view',
  'technicians.view',
  'tokens.manage',
];

/** What each role may, as long as an administrator has not changed it; ask `permissionsOfRole` for what holds now. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  admin: permissionNames,
  manager: [
    ...desk,
    'registrations.view',
    'registrations.verify',
    'registrations.approve',
    'tickets.edit',
    'tickets.assign',
    'tickets.cancel',
    'tickets.reopen',
    'tickets.merge',
    'tickets.snooze',
    'views.share',
    'technicians.catalogue',
    'technicians.dispatch',
    'users.view',
    'broadcasts.send',
    'operations.view',
    'queues.view',
    'deliveries.view',
    'schedules.view',
    'audit.view',
    'analytics.view',
  ],
  noc: [
    ...desk,
    'tickets.edit',
    'tickets.work',
    'tickets.snooze',
    'views.share',
    'broadcasts.send',
    'notifications.test',
    'operations.view',
    'queues.view',
    'queues.retry',
    'queues.pause',
    'traces.view',
    'outbox.view',
    'deliveries.view',
    'schedules.view',
    'analytics.view',
  ],
  supervisor: [
    ...desk,
    'registrations.view',
    'registrations.verify',
    'registrations.survey',
    'registrations.approve',
    'tickets.edit',
    'tickets.assign',
    'tickets.work',
    'tickets.cancel',
    'tickets.reopen',
    'tickets.merge',
    'tickets.snooze',
    'tickets.remove_attachments',
    'views.share',
    'customers.edit',
    'customers.status',
    'customers.terminate',
    'packages.edit',
    'technicians.edit',
    'broadcasts.send',
    'deliveries.view',
    'analytics.view',
  ],
  customer_service: [
    ...desk,
    'registrations.view',
    'registrations.verify',
    'registrations.survey',
    'tickets.edit',
    'tickets.cancel',
    'tickets.reopen',
    'tickets.merge',
    'tickets.snooze',
    'customers.edit',
    'customers.status',
    'deliveries.view',
  ],
  technician: [
    'tickets.view_zone',
    'tickets.claim',
    'tickets.work',
    'tickets.comment',
    'tickets.comment_internal',
    'tickets.attach',
    'customers.view_served',
    'packages.view',
    'technicians.availability',
    'tokens.manage',
    'analytics.view_own',
  ],
  customer: [
    'tickets.view_own',
    'tickets.create',
    'tickets.comment',
    'tickets.attach',
    'tickets.reopen',
    'tickets.rate',
    'customers.view_own',
    'customers.edit_own',
    'tokens.manage',
  ],
};

/** How an administrator's wish differs from the table above. Names may be of another release. */
export interface RoleChanges {
  readonly granted: readonly string[];
  readonly withdrawn: readonly string[];
}

/** What a role may now: the table and what an administrator changed. */
export function permissionsOfRole(role: Role, changes?: RoleChanges | null): readonly Permission[] {
  const byDefault = rolePermissions[role];
  if (!changes) return byDefault;
  return permissionNames.filter(
    (name) =>
      mayHold(role, name) &&
      (byDefault.includes(name) ? !changes.withdrawn.includes(name) : changes.granted.includes(name)),
  );
}

/**
 * What a role may be given at all. Every other permission lets see or do something with other people's things, in the
 * words of staff, which no customer must ever read.
 */
export function mayHold(role: Role, permission: Permission): boolean {
  return role !== 'customer' || rolePermissions.customer.includes(permission);
}

/** Without these nobody could give anybody a right again. */
const keptByAdmin: readonly Permission[] = ['users.edit', 'roles.edit'];

/** Cannot be taken from the role. */
export function mustHold(role: Role, permission: Permission): boolean {
  return role === 'admin' && keptByAdmin.includes(permission);
}
