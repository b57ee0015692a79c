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
  'tickets.comment': 'Comment where the ticket is visible',
  'tickets.comment_internal': 'Read and write internal comments',
  'customers.view': 'See customers',
  'customers.edit': 'Create and change customers',
  'technicians.view': 'See technicians',
  'technicians.edit': 'Create and change technicians',
  'technicians.availability': 'Change the own availability',
  'users.view': 'See users',
  'users.edit': 'Create, change, lock and unlock users, revoke their sessions',
  'broadcasts.send': 'Send broadcasts',
  'notifications.test': 'Send test notifications',
  'queues.view': 'See the queues',
  'queues.manage': 'Retry, remove, pause and clean in the queues',
  'payloads.view': 'See job payloads and error texts',
  'traces.view': 'See traces',
  'outbox.view': 'See what the local provider received',
  'outbox.manage': 'Turn the switches of the local provider',
  'dead_letters.manage': 'Replay and discard dead letters',
  'deliveries.view': 'See the delivery ledger',
  'schedules.view': 'See schedules and their runs',
  'schedules.manage': 'Run, pause and resume schedules',
  'audit.view': 'See the audit log',
  'tokens.manage': 'Create and revoke own API tokens',
  'analytics.view': 'See figures',
} as const;

export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as Permission[];
export const permissionSchema = z.enum(permissionNames as [Permission, ...Permission[]]);

const desk: readonly Permission[] = [
  'tickets.view_all',
  'tickets.create',
  'tickets.comment',
  'tickets.comment_internal',
  'customers.view',
  'technicians.view',
  'tokens.manage',
];

/** What each role may, as long as an administrator has not changed it. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  admin: permissionNames,
  manager: [
    ...desk,
    'tickets.edit',
    'tickets.assign',
    'tickets.cancel',
    'tickets.reopen',
    'users.view',
    'broadcasts.send',
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
    'broadcasts.send',
    'notifications.test',
    'queues.view',
    'traces.view',
    'outbox.view',
    'deliveries.view',
    'schedules.view',
    'analytics.view',
  ],
  supervisor: [
    ...desk,
    'tickets.edit',
    'tickets.assign',
    'tickets.work',
    'tickets.cancel',
    'tickets.reopen',
    'customers.edit',
    'technicians.edit',
    'broadcasts.send',
    'deliveries.view',
    'analytics.view',
  ],
  customer_service: [
    ...desk,
    'tickets.edit',
    'tickets.cancel',
    'tickets.reopen',
    'customers.edit',
    'deliveries.view',
  ],
  technician: [
    'tickets.view_zone',
    'tickets.claim',
    'tickets.work',
    'tickets.comment',
    'tickets.comment_internal',
    'technicians.availability',
    'tokens.manage',
  ],
  customer: ['tickets.view_own', 'tickets.create', 'tickets.comment', 'tickets.reopen', 'tokens.manage'],
};
