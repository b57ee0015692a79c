/**
 * The ledger (D2): who was told what, when, by which channel, and did they see it; and what a person does about a
 * message that failed or whose fate is unknown: send it again, or give it up.
 */
import * as z from 'zod/mini';
import { pageOf } from '../../contracts/http.ts';
import {
  deliveryDetailSchema,
  deliverySchema,
  listDeliveriesQuery,
  resolveDeliverySchema,
} from '../../contracts/notifications.ts';
import { idSchema } from '../../contracts/text.ts';
import { discardDelivery, readAttempts, replayDelivery } from '../../engine/delivery-ledger.ts';
import type { Row } from '../../engine/effects.ts';
import type { Api } from '../api.ts';
import { writeAudit } from '../audit.ts';
import { byOf } from '../commands.ts';
import { DELIVERY_ROW, deliveryView } from '../delivery-view.ts';
import { and, andIf, listRows, type Where, where } from '../list.ts';
import { userAgentOf } from '../origin.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';

const params = z.strictObject({ id: idSchema });

const tag = 'Notifications';
const access = ['deliveries.view'] as const;

export const deliveryRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/deliveries',
    tag,
    summary: 'The ledger: every message to everybody, with its steps',
    access,
    query: listDeliveriesQuery,
    answers: { 200: { description: 'A page of deliveries', schema: pageOf(deliverySchema) } },
    handle: async ({ query, viewer }, api) => {
      const seesErrors = viewer.permissions.has('payloads.view');
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: DELIVERY_ROW,
            from: 'deliveries d',
            where: conditionsOf({ ...query, recipientId: await withBrowsers(api, query.recipientId) }),
            sort: '-createdAt',
            // Indexes: deliveries_newest, deliveries_recipient, deliveries_entity.
            sorts: { createdAt: { expression: 'd.created_at', type: 'instant', never: 'null' } },
            id: 'd.id',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row) => deliveryView(row, seesErrors),
        ),
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/deliveries/:id',
    tag,
    summary: 'One message, with each attempt to send it',
    access,
    params,
    answers: { 200: { description: 'The delivery', schema: deliveryDetailSchema } },
    handle: async (call, api) => {
      const { rows } = await api.pool.query<{ row: Row }>({
        name: 'read_delivery',
        text: `select ${DELIVERY_ROW} as row from deliveries d where d.id = $1`,
        values: [call.params.id],
      });
      if (!rows[0]) throw new ApiProblem('not_found');
      const seesErrors = call.viewer.permissions.has('payloads.view');
      const attempts = await readAttempts(api.pool, call.params.id);
      return {
        status: 200,
        body: {
          ...deliveryView(rows[0].row, seesErrors),
          tries: attempts.map(({ n, provider, startedAt, finishedAt, outcome, error }) => ({
            n,
            provider,
            startedAt,
            finishedAt,
            outcome,
            error: seesErrors ? error : null,
          })),
        },
      };
    },
  }),
  ...resolutions(),
];

/** What a person's browsers are told is told the person. Index: push_subscriptions_user. */
async function withBrowsers(api: Api, ids: string[] | undefined): Promise<string[] | undefined> {
  if (ids === undefined) return undefined;
  const { rows } = await api.pool.query<{ id: string }>({
    name: 'browsers_of',
    text: 'select id from push_subscriptions where user_id = any($1)',
    values: [ids],
  });
  return [...ids, ...rows.map(({ id }) => id)];
}

function conditionsOf(query: z.infer<typeof listDeliveriesQuery>): Where {
  const conditions = where();
  andIf(conditions, query.channel, 'd.channel = any($?::text[])');
  andIf(conditions, query.status, 'd.status = any($?::text[])');
  const [recipient, ...more] = query.recipientId ?? [];
  // Of one recipient the index gives the order, too.
  if (more.length > 0) and(conditions, 'd.recipient_id = any($?::text[])', query.recipientId);
  else andIf(conditions, recipient, 'd.recipient_id = $?');
  andIf(conditions, query.template, 'starts_with(d.template, $?)');
  andIf(conditions, query.eventId, 'd.event_id = $?::bigint');
  andIf(conditions, query.entityId, 'd.entity_id = $?');
  andIf(conditions, query.entityKind, 'd.entity_kind = $?');
  andIf(conditions, query.since, 'd.created_at >= $?::timestamptz');
  andIf(conditions, query.until, 'd.created_at < $?::timestamptz');
  if (query.seen === 'yes') and(conditions, 'd.shown_at is not null');
  if (query.seen === 'no') and(conditions, "d.shown_at is null and d.status <> 'suppressed'");
  return conditions;
}

function resolutions(): readonly Route[] {
  return (
    [
      // Nobody rings for it: the sweep does, within seconds.
      ['replay', 'Send a message again that failed, or whose fate is unknown', replayDelivery],
      ['discard', 'Give a message up that failed, or whose fate is unknown', discardDelivery],
    ] as const
  ).map(([name, summary, resolve]) =>
    defineRoute({
      method: 'post',
      path: `/api/v1/deliveries/:id/${name}`,
      tag,
      summary,
      access: ['dead_letters.manage'],
      consoleAction: `delivery.${name}`,
      params,
      body: resolveDeliverySchema,
      answers: { 204: { description: 'Done' }, 409: { description: 'Neither failed nor unknown' } },
      handle: async (call, api) => {
        const { id } = call.params;
        const { reason } = call.body;
        const by = byOf(call.viewer);
        // Written before the deed, so that none goes without.
        const action = `delivery.${name}`;
        await writeAudit(api.pool, {
          by,
          action,
          target: id,
          detail: { reason },
          address: call.address,
          userAgent: userAgentOf(call),
        });
        if (!(await resolve(api.pool, id, by, reason))) throw await refusal(api, id);
        return { status: 204 };
      },
    }),
  );
}

async function refusal(api: Api, id: string): Promise<ApiProblem> {
  const { rows } = await api.pool.query<{ status: string }>('select status from deliveries where id = $1', [
    id,
  ]);
  return rows[0]
    ? new ApiProblem('wrong_state', { detail: `The message is ${rows[0].status}.`, allowed: [] })
    : new ApiProblem('not_found');
}
