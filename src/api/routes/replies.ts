/** What people answered by WhatsApp, in their words: the list that notices of them lead to. */
import { repliesQuery, replySchema } from '../../contracts/hooks.ts';
import { pageOf } from '../../contracts/http.ts';
import { andIf, listRows, where } from '../list.ts';
import { instant } from '../reads.ts';
import { defineRoute, type Route } from '../route.ts';

export const replyRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/replies',
    tag: 'Deliveries',
    summary: 'Answers by WhatsApp and what became of them, newest first',
    access: ['deliveries.view'],
    query: repliesQuery,
    answers: { 200: { description: 'A page of answers', schema: pageOf(replySchema) } },
    handle: async ({ query }, api) => {
      const conditions = where();
      andIf(conditions, query.as, 'r.settled_as = any($?::text[])');
      const statement = {
        select: 'to_jsonb(r)',
        from: 'provider_replies r',
        where: conditions,
        sort: '-receivedAt',
        sorts: { receivedAt: { expression: 'r.received_at', type: 'instant', never: 'null' } },
        id: 'r.id',
        cursor: query.cursor,
        limit: query.limit,
      } as const;
      return {
        status: 200,
        body: await listRows(api.pool, statement, (row) => ({
          id: row.id,
          from: row.from_phone,
          text: row.text,
          receivedAt: instant(row.received_at),
          as: row.settled_as,
          ticketId: row.ticket_id,
          customerId: row.customer_id,
          registrationId: row.registration_id,
        })),
      };
    },
  }),
];
