/** Bulk jobs begin: one command for many tickets, registrations or customers, by id or all that match a filter. */
import type * as z from 'zod/mini';
import type { BulkState } from '../../actors/bulk/actor.ts';
import type { BulkCommand, BulkItemCommand } from '../../actors/bulk/commands.ts';
import {
  BULK_MAX,
  BULK_MAX_BODY_BYTES,
  type BulkAction,
  type BulkKind,
  bulkCommandTable,
  bulkSchema,
  startBulkSchema,
  startCustomerBulkSchema,
  startRegistrationBulkSchema,
} from '../../contracts/bulk.ts';
import type { Permission } from '../../contracts/permissions.ts';
import type { Api } from '../api.ts';
import { bulkAnswer, readMatching, readNamed } from '../bulk-reads.ts';
import { bulkTargets } from '../bulk-targets.ts';
import { item, requestBy, runCommands } from '../commands.ts';
import { customerConditions } from '../customer-reads.ts';
import { and, type Where } from '../list.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { registrationConditions } from '../registration-reads.ts';
import { type AnyCall, defineRoute, type Reply, type Route } from '../route.ts';
import { ticketConditions } from '../ticket-conditions.ts';
import { readTeam } from '../ticket-reads.ts';
import { guardOf } from './ticket-commands.ts';

/** The rights of which each kind of job takes one; to hold and resume is for those who have one of the others, too. */
export const bulkAccess: Readonly<Record<BulkKind, readonly [Permission, ...Permission[]]>> = {
  ticket: ['tickets.assign', 'tickets.edit', 'tickets.cancel', 'tickets.snooze'],
  registration: ['registrations.verify', 'registrations.approve'],
  customer: ['customers.status'],
};

/** What all three share. */
const begin = {
  method: 'post',
  tag: 'Bulk',
  idempotent: true,
  maxBodyBytes: BULK_MAX_BODY_BYTES,
  answers: { 201: { description: 'Begun; Location names it', schema: bulkSchema } },
} as const;

export const bulkStartRoutes: readonly Route[] = [
  defineRoute({
    ...begin,
    path: '/api/v1/bulk',
    summary: 'Give one command to many tickets, by id or all that match a filter',
    access: bulkAccess.ticket,
    body: startBulkSchema,
    handle: (call, api) => {
      const { action, filter } = call.body;
      return start(call, api, 'ticket', call.body, {
        matching: async () => ticketConditions(call.viewer, filter ?? {}, api.now().toISOString()),
        command: () => ticketCommand(action, call, api),
      });
    },
  }),
  defineRoute({
    ...begin,
    path: '/api/v1/bulk/registrations',
    summary: 'Verify, approve or turn down many registrations, by id or all that match a filter',
    access: bulkAccess.registration,
    body: startRegistrationBulkSchema,
    handle: (call, api) => {
      const { action, filter } = call.body;
      return start(call, api, 'registration', call.body, {
        matching: async () => {
          const conditions = registrationConditions(filter ?? {});
          and(conditions, bulkTargets.registration.sight(call.viewer).sql);
          return conditions;
        },
        command: async () => registrationCommand(action),
      });
    },
  }),
  defineRoute({
    ...begin,
    path: '/api/v1/bulk/customers',
    summary: 'Suspend or reactivate many customers, by id or all that match a filter',
    access: bulkAccess.customer,
    body: startCustomerBulkSchema,
    handle: (call, api) => {
      const { action, filter } = call.body;
      return start(call, api, 'customer', call.body, {
        matching: async () => (await customerConditions(api.pool, call.viewer, filter ?? {})).conditions,
        command: async () => customerCommand(action),
      });
    },
  }),
];

interface Asked {
  readonly action: BulkAction;
  readonly ids?: readonly string[] | undefined;
  readonly expected?: number | undefined;
}

interface Kind {
  /** What the filter means. */
  readonly matching: () => Promise<Where>;
  /** What each item is given. */
  readonly command: () => Promise<BulkItemCommand>;
}

async function start(
  call: AnyCall,
  api: Api,
  kind: BulkKind,
  { action, ids, expected }: Asked,
  of: Kind,
): Promise<Reply> {
  const { viewer } = call;
  if (!viewer.permissions.has(bulkCommandTable[action.command].permission)) throw new ApiProblem('forbidden');
  const items = ids
    ? await readNamed(api.pool, kind, viewer, ids)
    : await readMatching(api.pool, kind, await of.matching());
  if (items.length === 0) throw invalid('filter', `matches no ${kind}`);
  if (items.length > BULK_MAX) throw invalid('filter', `matches more than ${BULK_MAX} ${kind}s`);
  if (expected !== undefined && items.length > expected) {
    throw new ApiProblem('conflict', { detail: `${items.length} ${kind}s match by now.` });
  }
  const id = api.newId();
  const command: BulkCommand = {
    type: 'start',
    ownerId: viewer.userId,
    onBehalf: requestBy(call),
    command: await of.command(),
    items,
  };
  return await runCommands(api, call, {
    creates: true,
    items: [item(call, { kind: 'bulk', id }, command)],
    answer: ([state]) => {
      const refused = items.filter(({ visible }) => !visible).length;
      const headers = { Location: `/api/v1/bulk/${id}` };
      return { status: 201, headers, body: bulkAnswer(state as BulkState, 0, refused) };
    },
  });
}

/** The command as a single request would make it. */
async function ticketCommand(
  action: z.output<typeof startBulkSchema>['action'],
  { viewer }: AnyCall,
  api: Api,
): Promise<BulkItemCommand> {
  switch (action.command) {
    case 'assign': {
      const team = await readTeam(api.pool, [action.technicianId]);
      if (team.length === 0) throw invalid('action.technicianId', 'is not a known technician');
      return { type: 'assign', team, ...(action.overbook ? { overbook: true } : {}) };
    }
    case 'edit':
      return { type: 'edit', fields: { priority: action.priority } };
    case 'hold':
    case 'cancel':
    case 'reopen':
      return { type: action.command, reason: action.reason, ...guardOf(viewer) };
    case 'resume':
      return { type: 'resume', ...guardOf(viewer) };
    case 'snooze':
      return { type: 'snooze', until: action.until };
  }
}

function registrationCommand(
  action: z.output<typeof startRegistrationBulkSchema>['action'],
): BulkItemCommand {
  switch (action.command) {
    case 'verify':
      return { type: 'verify', zone: action.zone };
    case 'approve':
      return { type: 'approve', waiveSurvey: action.waiveSurvey };
    case 'reject':
      return { type: 'reject', reason: action.reason };
  }
}

function customerCommand(action: z.output<typeof startCustomerBulkSchema>['action']): BulkItemCommand {
  if (action.command === 'reactivate') return { type: 'reactivate' };
  const { reason, note } = action;
  return { type: 'suspend', reason, ...(note === undefined ? {} : { note }) };
}
