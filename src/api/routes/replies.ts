/** What people answered by WhatsApp, in their words: the list that notices of them lead to. */
import * as z from 'zod/mini';
import type { ProviderReplyCommand } from '../../actors/provider_reply/actor.ts';
import { pageOf } from '../../contracts/http.ts';
import { repliesQuery, replyIdSchema, replySchema, type WhatsappReplyView } from '../../contracts/replies.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import type { Row } from '../../engine/effects.ts';
import { item, runCommands } from '../commands.ts';
import { and, andIf, listRows, where } from '../list.ts';
import { ApiProblem } from '../problem.ts';
import { instant } from '../reads.ts';
import { defineRoute, type Route } from '../route.ts';

const tag = 'Deliveries';
const path = '/api/v1/replies';
const access = ['deliveries.view'] as const;
const params = z.strictObject({ id: replyIdSchema });

/** Names are read now, and stand in no row of an answer. */
const ROW = `to_jsonb(r) || jsonb_build_object(
  'ticket_number', (select t.number from tickets t where t.id = r.ticket_id),
  'customer_name', (select c.name from customers c where c.id = r.customer_id),
  'registration_number', (select g.number from registrations g where g.id = r.registration_id))`;

export const replyRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'Answers by WhatsApp and what became of them, newest first',
    access,
    query: repliesQuery,
    answers: { 200: { description: 'A page of answers', schema: pageOf(replySchema) } },
    // Indexes: provider_replies_received, provider_replies_loose.
    handle: async ({ query }, api) => {
      const conditions = where();
      andIf(conditions, query.as, 'r.settled_as = any($?::text[])');
      if (query.loose) and(conditions, `r.settled_as in ('note', 'notice') and r.seen_to is null`);
      const statement = {
        select: ROW,
        from: 'provider_replies r',
        where: conditions,
        sort: '-receivedAt',
        sorts: { receivedAt: { expression: 'r.received_at', type: 'instant', never: 'null' } },
        id: 'r.id',
        cursor: query.cursor,
        limit: query.limit,
      } as const;
      return { status: 200, body: await listRows(api.pool, statement, view) };
    },
  }),
  defineRoute({
    method: 'get',
    path: `${path}/:id`,
    tag,
    summary: 'One answer by WhatsApp',
    access,
    params,
    answers: { 200: { description: 'The answer', schema: replySchema } },
    handle: async ({ params: { id } }, api) => {
      const { rows } = await api.pool.query<{ row: Row }>({
        name: 'read_reply',
        text: `select ${ROW} as row from provider_replies r where r.id = $1`,
        values: [id],
      });
      if (!rows[0]) throw new ApiProblem('not_found');
      return { status: 200, body: view(rows[0].row) };
    },
  }),
  ...(
    [
      ['done', 'An answer needs no ticket: it was seen to'],
      ['reopen', 'An answer is to be seen to after all'],
    ] as const
  ).map(([type, summary]) =>
    defineRoute({
      method: 'post',
      path: `${path}/:id/${type}`,
      tag,
      summary,
      access,
      params,
      body: emptySchema,
      idempotent: true,
      answers: {
        204: { description: 'Noted' },
        409: { description: 'It belongs to a ticket, or has just come in' },
      },
      handle: async (call, api) => {
        const command: ProviderReplyCommand = { type };
        return await runCommands(api, call, {
          items: [item(call, { kind: 'provider_reply', id: call.params.id }, command)],
          answer: () => ({ status: 204, headers: {}, body: null }),
        });
      },
    }),
  ),
];

function view(row: Row): WhatsappReplyView {
  return {
    id: row.id,
    from: row.from_phone,
    text: row.text,
    receivedAt: instant(row.received_at),
    as: row.settled_as,
    seenTo: row.seen_to,
    ticketId: row.ticket_id,
    ticketNumber: row.ticket_number ?? null,
    customerId: row.customer_id,
    customerName: row.customer_name ?? null,
    registrationId: row.registration_id,
    registrationNumber: row.registration_number ?? null,
  } as WhatsappReplyView;
}
