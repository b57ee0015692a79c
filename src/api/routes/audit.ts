/** The audit log: who did what, when, from where, before and after. */
import * as z from 'zod/mini';
import {
  auditDetailSchema,
  auditFilterQuery,
  auditIdSchema,
  auditSchema,
  listAuditQuery,
} from '../../contracts/audit.ts';
import { pageOf } from '../../contracts/http.ts';
import { writeAudit } from '../audit.ts';
import { auditColumns, listAudit, readAudit, readAuditEntry } from '../audit-reads.ts';
import { byOf } from '../commands.ts';
import { csvReply } from '../csv.ts';
import { userAgentOf } from '../origin.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';

const tag = 'Audit';

export const auditRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/audit',
    tag,
    summary: 'What people did, to actors and at the consoles; up to a second behind',
    access: ['audit.view'],
    query: listAuditQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(auditSchema) } },
    handle: async ({ query }, api) => ({ status: 200, body: await listAudit(api, query) }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/audit/export',
    tag,
    summary: 'The same as a CSV file, without an end',
    access: ['audit.view'],
    query: auditFilterQuery,
    answers: {
      200: { description: 'A line for each entry, newest first', schema: z.string(), type: 'text/csv' },
    },
    handle: async (call, api) => {
      await writeAudit(api.pool, {
        by: byOf(call.viewer),
        action: 'audit.exported',
        target: 'audit',
        detail: call.query,
        address: call.address,
        userAgent: userAgentOf(call),
      });
      return await csvReply('audit.csv', auditColumns, readAudit(api, call.query));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/audit/:id',
    tag,
    summary: 'One entry, and what it changed field by field',
    access: ['audit.view'],
    params: z.strictObject({ id: auditIdSchema }),
    answers: { 200: { description: 'The entry', schema: auditDetailSchema } },
    handle: async ({ params, viewer }, api) => {
      const entry = await readAuditEntry(api, params.id, viewer.permissions);
      if (!entry) throw new ApiProblem('not_found');
      return { status: 200, body: entry };
    },
  }),
];
