/** What people ask of a customer by name: account status, equipment, notes. */
import * as z from 'zod/mini';
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { CustomerState } from '../../actors/customer/state.ts';
import {
  addEquipmentSchema,
  addNoteSchema,
  type CustomerNote,
  customerNoteSchema,
  customerSchema,
  listNotesQuery,
  replaceEquipmentSchema,
  suspendCustomerSchema,
} from '../../contracts/customers.ts';
import { pageOf } from '../../contracts/http.ts';
import type { Permission } from '../../contracts/permissions.ts';
import { idSchema, text } from '../../contracts/text.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import type { Api } from '../api.ts';
import { item, runCommands } from '../commands.ts';
import { readCustomer } from '../customer-reads.ts';
import { customerPermissions } from '../customer-view.ts';
import { and, listRows, where } from '../list.ts';
import { ApiProblem } from '../problem.ts';
import { instant } from '../reads.ts';
import { type Call, defineRoute, type Reply, type Route } from '../route.ts';
import { uniqueOr } from '../unique.ts';
import { customerAnswer, customerParams } from './customers.ts';

const tag = 'Customers';
/** Any text: what was noted down before serials had a form has to be taken back, too. */
const equipmentParams = z.strictObject({ id: idSchema, serial: text(1, 64) });
const answers = { 200: { description: 'The customer as it is now', schema: customerSchema } };

interface CommandRoute<P extends z.ZodMiniType, B extends z.ZodMiniType> {
  readonly method: 'post' | 'delete';
  /** After the customer's own path. */
  readonly path: string;
  readonly summary: string;
  readonly access: Permission;
  readonly params: P;
  readonly body: B;
  /** Equipment and notes stand beside what people edit, and do not go stale. */
  readonly ifMatch?: false;
  readonly command: (call: Call<z.output<P>, undefined, z.output<B>>, api: Api) => CustomerCommand;
}

function commandRoute<P extends z.ZodMiniType<{ id: string }>, B extends z.ZodMiniType>(
  spec: CommandRoute<P, B>,
): Route {
  const ifMatch = spec.ifMatch ?? true;
  return defineRoute({
    method: spec.method,
    path: `/api/v1/customers/:id/${spec.path}`,
    tag,
    summary: spec.summary,
    access: [spec.access],
    params: spec.params,
    ...(spec.method === 'post' ? { body: spec.body } : {}),
    idempotent: true,
    ...(ifMatch ? { ifMatch: 'optional' as const } : {}),
    answers,
    handle: (call, api): Promise<Reply> => {
      const asked = call as unknown as Call<z.output<P>, undefined, z.output<B>>;
      const command = spec.command(asked, api);
      const { id } = asked.params;
      const used = new ApiProblem('conflict', { detail: 'Equipment with this serial is in use already.' });
      return uniqueOr(used, 'equipment_in_use_pkey', () =>
        runCommands(api, call, {
          items: [item(call, { kind: 'customer', id }, command, { ifMatch })],
          answer: ([state]) => customerAnswer(state as CustomerState, call.viewer),
        }),
      );
    },
  });
}

export const customerCommandRoutes: readonly Route[] = [
  ...(
    [
      ['activate', 'The line works: the account is active'],
      ['reactivate', 'Make a suspended account active again'],
      ['terminate', 'End the account for good'],
    ] as const
  ).map(([name, summary]) =>
    commandRoute({
      method: 'post',
      path: name,
      summary,
      access: customerPermissions[name],
      params: customerParams,
      body: emptySchema,
      command: () => ({ type: name }),
    }),
  ),
  commandRoute({
    method: 'post',
    path: 'suspend',
    summary: 'Suspend an account; the customer is told why',
    access: customerPermissions.suspend,
    params: customerParams,
    body: suspendCustomerSchema,
    command: ({ body: { reason, note } }, api) => ({
      type: 'suspend',
      reason,
      ...(note === undefined ? {} : { note: { id: api.newId(), text: note } }),
    }),
  }),
  commandRoute({
    method: 'post',
    path: 'equipment',
    summary: 'Note down equipment that the customer was given',
    access: customerPermissions.equipment,
    params: customerParams,
    body: addEquipmentSchema,
    ifMatch: false,
    command: ({ body }) => ({ type: 'add_equipment', ...body }),
  }),
  commandRoute({
    method: 'post',
    path: 'equipment/:serial/replace',
    summary: 'Note down equipment that the customer was given instead of another',
    access: customerPermissions.equipment,
    params: equipmentParams,
    body: replaceEquipmentSchema,
    ifMatch: false,
    command: ({ params, body }) => ({
      type: 'replace_equipment',
      previousSerial: params.serial,
      serial: body.serial,
    }),
  }),
  commandRoute({
    method: 'delete',
    path: 'equipment/:serial',
    summary: 'Note down that equipment is no longer with the customer',
    access: customerPermissions.equipment,
    params: equipmentParams,
    body: emptySchema,
    ifMatch: false,
    command: ({ params }) => ({ type: 'remove_equipment', serial: params.serial }),
  }),
  commandRoute({
    method: 'post',
    path: 'notes',
    summary: 'Write a note about a customer, for staff',
    access: customerPermissions.notes,
    params: customerParams,
    body: addNoteSchema,
    ifMatch: false,
    command: ({ body }, api) => ({ type: 'note', note: { id: api.newId(), text: body.text } }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/customers/:id/notes',
    tag,
    summary: 'What staff wrote about a customer, newest first',
    access: ['customers.view'],
    params: customerParams,
    query: listNotesQuery,
    answers: { 200: { description: 'A page of notes', schema: pageOf(customerNoteSchema) } },
    handle: async ({ params: { id }, query, viewer }, api) => {
      await readCustomer(api.pool, viewer, id);
      const conditions = where();
      and(conditions, 'n.customer_id = $?', id);
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            // Index: customer_notes_of; the name, by the primary key of users.
            select: `to_jsonb(n) || jsonb_build_object('name', (select u.name from users u where u.id = n.by ->> 'id'))`,
            from: 'customer_notes n',
            where: conditions,
            sort: '-at',
            sorts: { at: { expression: 'n.at', type: 'instant', never: 'null' } },
            id: 'n.id',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row): CustomerNote => {
            const by = row.by as { kind: string; id: string };
            return {
              id: String(row.id),
              text: String(row.text),
              at: instant(row.at) ?? '',
              by: { ...by, name: row.name as string | null },
            };
          },
        ),
      };
    },
  }),
];
