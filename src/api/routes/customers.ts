/** Customers: list, register, read, edit, history. Their commands are in `customer-commands.ts`. */
import * as z from 'zod/mini';
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { CustomerState } from '../../actors/customer/state.ts';
import type { Viewer } from '../../authority/viewer.ts';
import {
  createCustomerSchema,
  customerFilterQuery,
  customerRegistrationsSchema,
  customerSchema,
  editCustomerSchema,
  listCustomersQuery,
} from '../../contracts/customers.ts';
import { countSchema, pageOf } from '../../contracts/http.ts';
import { rooms } from '../../contracts/rooms.ts';
import { idSchema } from '../../contracts/text.ts';
import { historyEntrySchema, historyQuery } from '../../contracts/ticket-list.ts';
import type { Answer } from '../../engine/command.ts';
import type { Api } from '../api.ts';
import { etag, given, item, runCommands } from '../commands.ts';
import {
  customerConditions,
  isOffered,
  listCustomers,
  readCustomer,
  readRegistrationsOf,
} from '../customer-reads.ts';
import { customerView } from '../customer-view.ts';
import { readHistory } from '../history.ts';
import { countRows } from '../list.ts';
import { withPhone } from '../phone.ts';
import { invalid } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';

const tag = 'Customers';
const seeCustomers = ['customers.view', 'customers.view_served', 'customers.view_own'] as const;
export const customerParams = z.strictObject({ id: idSchema });

export const customerRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/customers',
    tag,
    summary: 'The customers one may see',
    access: seeCustomers,
    query: listCustomersQuery,
    answers: { 200: { description: 'A page of customers', schema: pageOf(customerSchema) } },
    handle: async ({ query, viewer }, api) => ({
      status: 200,
      body: await listCustomers(api.pool, viewer, query),
    }),
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
      const { name, email, phone, address, zone, packageId, status } = await withPhone(call.body);
      if (packageId) await requireOffered(api, packageId);
      const id = api.newId();
      const command: CustomerCommand = {
        type: 'create',
        code: await nextCode(api),
        name,
        email: email ?? null,
        phone: phone ?? null,
        address: address ?? null,
        zone,
        packageId: packageId ?? null,
        status,
        userId: null,
      };
      return await runCommands(api, call, {
        creates: true,
        items: [item(call, { kind: 'customer', id }, command)],
        answer: ([state]) => {
          const answer = customerAnswer(state as CustomerState, call.viewer);
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
    path: '/api/v1/customers/count',
    tag,
    summary: 'How many customers a filter means, of those one may see',
    access: seeCustomers,
    query: customerFilterQuery,
    answers: { 200: { description: 'The total', schema: countSchema } },
    handle: async ({ query, viewer }, api) => {
      const { conditions } = await customerConditions(api.pool, viewer, query);
      return { status: 200, body: await countRows(api.pool, 'customers c', conditions) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/customers/:id',
    tag,
    summary: 'One customer',
    access: seeCustomers,
    params: customerParams,
    answers: {
      200: { description: 'The customer', schema: z.extend(customerSchema, { position: z.string() }) },
    },
    handle: async ({ viewer, params }, api) => {
      const body = await readCustomer(api.pool, viewer, params.id);
      return { status: 200, headers: { ETag: etag(body.version) }, body };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/customers/:id',
    tag,
    summary: 'Change name, contacts, address or zone of a customer, or name the first package',
    access: ['customers.edit'],
    params: customerParams,
    body: editCustomerSchema,
    idempotent: true,
    ifMatch: 'required',
    answers: { 200: { description: 'The customer as it is now', schema: customerSchema } },
    handle: async (call, api) => {
      const { packageId } = call.body;
      if (packageId !== undefined) await requireOffered(api, packageId);
      const command: CustomerCommand = { type: 'edit', fields: given(await withPhone(call.body)) };
      return await runCommands(api, call, {
        items: [item(call, { kind: 'customer', id: call.params.id }, command, { ifMatch: true })],
        answer: ([state]) => customerAnswer(state as CustomerState, call.viewer),
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/customers/:id/registrations',
    tag,
    summary: 'The registrations that made the customer',
    access: ['registrations.view', 'customers.view_own'],
    params: customerParams,
    answers: { 200: { description: 'Oldest first', schema: customerRegistrationsSchema } },
    handle: async ({ viewer, params: { id } }, api) => {
      await readCustomer(api.pool, viewer, id);
      return { status: 200, body: { data: await readRegistrationsOf(api.pool, id) } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/customers/:id/history',
    tag,
    summary: 'What happened to a customer, oldest first, in the words of the reader',
    access: seeCustomers,
    params: customerParams,
    query: historyQuery,
    answers: { 200: { description: 'A page of events', schema: pageOf(historyEntrySchema) } },
    handle: async ({ viewer, params: { id }, query }, api) => {
      await readCustomer(api.pool, viewer, id);
      const room = viewer.class === 'staff' ? rooms.desk : rooms.customer(id);
      return {
        status: 200,
        body: await readHistory(api, viewer, { kind: 'customer', id, room }, query),
      };
    },
  }),
];

export function customerAnswer(state: CustomerState, viewer: Viewer): Answer {
  return { status: 200, headers: { ETag: etag(state.version) }, body: customerView(state, viewer) };
}

async function requireOffered(api: Api, packageId: string): Promise<void> {
  if (!(await isOffered(api.pool, packageId))) throw invalid('packageId', 'is not an offered package');
}

export async function nextCode({ pool }: Api): Promise<string> {
  const { rows } = await pool.query<{ number: string }>(`select nextval('customer_codes')::text as number`);
  return `C-${(rows[0]?.number ?? '').padStart(6, '0')}`;
}
