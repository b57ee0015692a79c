/** Customers: contacts, zone and status. */
import * as z from 'zod/mini';
import { customer } from '../../actors/customer/actor.ts';
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { CustomerState } from '../../actors/customer/state.ts';
import {
  changeCustomerStatusSchema,
  createCustomerSchema,
  customerSchema,
  editCustomerSchema,
  listCustomersQuery,
} from '../../contracts/customers.ts';
import { pageOf } from '../../contracts/http.ts';
import { idSchema } from '../../contracts/text.ts';
import type { Answer } from '../../engine/command.ts';
import type { Api } from '../api.ts';
import { etag, given, item, runCommands } from '../commands.ts';
import { and, andIf, contains, listRows, where } from '../list.ts';
import { readPositioned, stateOf } from '../reads.ts';
import { type Call, defineRoute, type Route } from '../route.ts';

const tag = 'Customers';
const params = z.strictObject({ id: idSchema });
const answers = { 200: { description: 'The customer as it is now', schema: customerSchema } };

export const customerRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/customers',
    tag,
    summary: 'All customers',
    access: ['customers.view'],
    query: listCustomersQuery,
    answers: { 200: { description: 'A page of customers', schema: pageOf(customerSchema) } },
    handle: async ({ query }, api) => {
      const conditions = where();
      andIf(conditions, query.zone, 't.zone = $?');
      andIf(conditions, query.status, 't.status = any($?::text[])');
      if (query.q !== undefined) {
        const words = contains(query.q);
        and(
          conditions,
          '(t.code ilike $? or t.name ilike $? or t.email ilike $? or t.phone ilike $?)',
          words,
          words,
          words,
          words,
        );
      }
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: 'to_jsonb(t)',
            from: 'customers t',
            where: conditions,
            sort: query.sort,
            sorts: {
              code: { expression: 't.code', type: 'text' },
              name: { expression: 't.name', type: 'text' },
              createdAt: { expression: 't.created_at', type: 'instant' },
            },
            id: 't.id',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row) => stateOf<CustomerState>(customer, row),
        ),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/customers',
    tag,
    summary: 'Register a customer',
    access: ['customers.edit'],
    body: createCustomerSchema,
    idempotent: true,
    answers: { 201: { description: 'Registered; Location and ETag name it', schema: customerSchema } },
    handle: async (call, api) => {
      const { name, email, phone, zone, status } = call.body;
      const id = api.newId();
      const command: CustomerCommand = {
        type: 'create',
        code: await nextCode(api),
        name,
        email: email ?? null,
        phone: phone ?? null,
        zone,
        status,
        userId: null,
      };
      return await runCommands(api, call, {
        creates: true,
        items: [item(call, { kind: 'customer', id }, command)],
        answer: ([state]) => {
          const answer = customerAnswer(state as CustomerState);
          return {
            ...answer,
            status: 201,
            headers: { ...answer.headers, Location: `/api/v1/customers/${id}` },
          };
        },
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/customers/:id',
    tag,
    summary: 'One customer',
    access: ['customers.view'],
    params,
    answers: {
      200: { description: 'The customer', schema: z.extend(customerSchema, { position: z.string() }) },
    },
    handle: async (call, api) => {
      const { state, position } = await readPositioned<CustomerState>(api.pool, customer, call.params.id);
      return { status: 200, headers: { ETag: etag(state.version) }, body: { ...state, position } };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/customers/:id',
    tag,
    summary: 'Change name, contacts or zone of a customer',
    access: ['customers.edit'],
    params,
    body: editCustomerSchema,
    idempotent: true,
    ifMatch: 'required',
    answers,
    handle: (call, api) => run(call, api, { type: 'edit', fields: given(call.body) }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/customers/:id/status',
    tag,
    summary: 'Activate, suspend or terminate a customer',
    access: ['customers.edit'],
    params,
    body: changeCustomerStatusSchema,
    idempotent: true,
    ifMatch: 'optional',
    answers,
    handle: (call, api) => run(call, api, { type: 'change_status', status: call.body.status }),
  }),
];

function run(call: Call<{ id: string }, unknown, unknown>, api: Api, command: CustomerCommand) {
  return runCommands(api, call, {
    items: [item(call, { kind: 'customer', id: call.params.id }, command, { ifMatch: true })],
    answer: ([state]) => customerAnswer(state as CustomerState),
  });
}

function customerAnswer(state: CustomerState): Answer {
  return { status: 200, headers: { ETag: etag(state.version) }, body: state };
}

async function nextCode({ pool }: Api): Promise<string> {
  const { rows } = await pool.query<{ number: string }>(`select nextval('customer_codes')::text as number`);
  return `C-${(rows[0]?.number ?? '').padStart(6, '0')}`;
}
