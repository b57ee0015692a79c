/** Bulk jobs under way and ended: watch, read the results, cancel. Each person sees their own. */
import * as z from 'zod/mini';
import type { BulkCommand } from '../../actors/bulk/commands.ts';
import {
  type Bulk,
  bulkItemsSchema,
  bulkSchema,
  bulksSchema,
  exportBulkItemsQuery,
  listBulkItemsQuery,
} from '../../contracts/bulk.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import type { Permission } from '../../contracts/permissions.ts';
import { idSchema } from '../../contracts/text.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import { readHead } from '../../engine/log.ts';
import type { Api } from '../api.ts';
import { bulkItemColumns, listBulkItems, readBulkItems } from '../bulk-items.ts';
import { listBulks, readBulk } from '../bulk-reads.ts';
import { item, runCommands } from '../commands.ts';
import { csvReply } from '../csv.ts';
import { ApiProblem } from '../problem.ts';
import { type AnyCall, defineRoute, type Route } from '../route.ts';
import { bulkAccess } from './bulk-start.ts';

const tag = 'Bulk';
const params = z.strictObject({ id: idSchema });
const access: readonly [Permission, ...Permission[]] = [
  ...bulkAccess.ticket,
  ...bulkAccess.registration,
  ...bulkAccess.customer,
];
const LISTED = 20;

export const bulkRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/bulk',
    tag,
    summary: 'The own bulk jobs, newest first',
    access,
    answers: { 200: { description: 'The jobs', schema: bulksSchema } },
    handle: async ({ viewer }, api) => {
      const position = formatPosition(await readHead(api.pool));
      return { status: 200, body: { data: await listBulks(api.pool, viewer.userId, LISTED), position } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/bulk/:id',
    tag,
    summary: 'How far an own bulk job is',
    access,
    params,
    answers: { 200: { description: 'The job', schema: bulkSchema } },
    handle: async (call, api) => ({ status: 200, body: await own(call, api, call.params.id) }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/bulk/:id/items',
    tag,
    summary: 'The result of each item',
    access,
    params,
    query: listBulkItemsQuery,
    answers: { 200: { description: 'Results, in the order of the job', schema: bulkItemsSchema } },
    handle: async (call, api) => {
      const job = await own(call, api, call.params.id);
      return { status: 200, body: { data: await listBulkItems(api.pool, call.viewer, job, call.query) } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/bulk/:id/export',
    tag,
    summary: 'The result of each item, as a CSV file',
    access,
    params,
    query: exportBulkItemsQuery,
    answers: {
      200: {
        description: 'A line for each item, in the order of the job',
        schema: z.string(),
        type: 'text/csv',
      },
    },
    handle: async (call, api) => {
      const job = await own(call, api, call.params.id);
      const batches = readBulkItems(api.pool, call.viewer, job, call.query.outcome);
      return await csvReply(`bulk-${job.command}.csv`, bulkItemColumns, batches);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/bulk/:id/cancel',
    tag,
    summary: 'End an own bulk job; what the answer says was done is all that ever is',
    access,
    params,
    body: emptySchema,
    idempotent: true,
    answers: { 200: { description: 'The job as it is now', schema: bulkSchema } },
    handle: async (call, api) => {
      const { id } = call.params;
      await own(call, api, id);
      const command: BulkCommand = { type: 'cancel', why: 'asked' };
      const reply = await runCommands(api, call, {
        items: [item(call, { kind: 'bulk', id }, command)],
        answer: () => ({ status: 200, headers: {}, body: null }),
      });
      // Counted now that no step adds to it, the one that the command waited for among them.
      return { ...reply, body: await own(call, api, id) };
    },
  }),
];

async function own({ viewer }: AnyCall, api: Api, id: string): Promise<Bulk> {
  const found = await readBulk(api.pool, viewer.userId, id);
  if (!found) throw new ApiProblem('not_found');
  return found;
}
