/** The own browsers that show notices, and what their service workers say of them. */
import { createHash, ECDH } from 'node:crypto';
import * as z from 'zod/mini';
import type { PushSubscriptionCommand } from '../../actors/push_subscription/commands.ts';
import { listQuery, pageOf } from '../../contracts/http.ts';
import {
  MOST_BROWSERS,
  pushBrowserSchema,
  pushKeySchema,
  pushReceiptSchema,
  pushSubscriptionId,
  startPushSchema,
} from '../../contracts/push.ts';
import { idSchema } from '../../contracts/text.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import { refuseEndpoint } from '../../engine/push-address.ts';
import { isPushReceipt } from '../../handlers/push-receipt.ts';
import type { Api } from '../api.ts';
import { item, runCommands } from '../commands.ts';
import { and, listRows, where } from '../list.ts';
import { userAgentOf } from '../origin.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { receiveReport } from '../provider-report.ts';
import { instant } from '../reads.ts';
import { type AnyCall, defineRoute, type Route } from '../route.ts';
import { changeOrFirst } from '../unique.ts';
import { refuseGone } from './session.ts';

const tag = 'Notifications';
const path = '/api/v1/push-subscriptions';
const params = z.strictObject({ id: idSchema });

export const pushRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/push-key',
    tag,
    summary: 'What a browser subscribes to web push with; null where it is off',
    access: 'signed_in',
    answers: { 200: { description: 'Our public key', schema: pushKeySchema } },
    handle: (_call, { push }) => ({ status: 200, body: { publicKey: push?.publicKey ?? null } }),
  }),
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'The own browsers that show notices',
    access: 'session',
    query: z.strictObject(listQuery),
    answers: { 200: { description: 'Newest first', schema: pageOf(pushBrowserSchema) } },
    handle: async ({ query, viewer }, api) => {
      const conditions = where();
      and(conditions, 'e.user_id = $?', viewer.userId);
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: `jsonb_build_object('id', e.id, 'user_agent', e.user_agent, 'created_at', e.created_at)`,
            from: 'push_endpoints e',
            where: conditions,
            sort: '-createdAt',
            sorts: { createdAt: { expression: 'e.created_at', type: 'instant' } },
            id: 'e.id',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row) => ({ id: row.id, userAgent: row.user_agent, createdAt: instant(row.created_at) }),
        ),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path,
    tag,
    summary: `Have a browser show the own notices, as its push service knows it; at most ${MOST_BROWSERS}`,
    access: 'session',
    body: startPushSchema,
    idempotent: true,
    answers: {
      201: { description: 'It does; its id follows from its endpoint', schema: z.object({ id: idSchema }) },
      409: { description: 'There are enough: end one first; or web push is off here' },
    },
    handle: async (call, api) => {
      const { endpoint, keys } = call.body;
      const { publicKey, reach } = requirePush(api);
      const why = refuseEndpoint(endpoint, reach);
      if (why) throw invalid('endpoint', why);
      if (!isPoint(keys.p256dh)) throw invalid('keys.p256dh', 'must be a point of P-256');
      const id = pushSubscriptionId(createHash('sha256').update(endpoint).digest('hex'));
      await refuseMore(call, api, id);
      const command: PushSubscriptionCommand = {
        type: 'start',
        userId: call.viewer.userId,
        endpoint,
        keys,
        vapidKey: publicKey,
        userAgent: userAgentOf(call),
      };
      return await changeOrFirst('push_subscriptions_pkey', () =>
        runCommands(api, call, {
          items: [item(call, { kind: 'push_subscription', id }, command)],
          answer: () => ({ status: 201, headers: {}, body: { id } }),
        }),
      );
    },
  }),
  defineRoute({
    method: 'delete',
    path: `${path}/:id`,
    tag,
    summary: 'Have one of the own browsers show no more notices; where it is reached is forgotten',
    access: 'session',
    params,
    idempotent: true,
    answers: { 204: { description: 'It shows none' } },
    handle: async (call, api) => {
      refuseGone(call, await readOwn(call, api, call.params.id));
      const command: PushSubscriptionCommand = { type: 'end', reason: 'asked' };
      return await runCommands(api, call, {
        items: [item(call, { kind: 'push_subscription', id: call.params.id }, command)],
        answer: () => ({ status: 204, headers: {}, body: null }),
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/:id/test`,
    tag,
    summary: 'Send a test notice to one of the own browsers',
    access: 'session',
    params,
    body: emptySchema,
    idempotent: true,
    answers: { 202: { description: 'On its way', schema: z.object({ deliveryId: idSchema }) } },
    handle: async (call, api) => {
      refuseGone(call, await readOwn(call, api, call.params.id));
      const deliveryId = api.newId();
      const command: PushSubscriptionCommand = { type: 'test', deliveryId };
      return await runCommands(api, call, {
        items: [item(call, { kind: 'push_subscription', id: call.params.id }, command)],
        answer: () => ({ status: 202, headers: {}, body: { deliveryId } }),
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/push-receipts',
    tag,
    summary:
      'A browser says that it showed a notice, or that it was opened; believed by the proof in the message',
    access: 'public',
    body: pushReceiptSchema,
    answers: { 204: { description: 'Noted, now or before' } },
    handle: async ({ body: { id, receipt, step } }, api) => {
      if (!api.secrets || !isPushReceipt(api.secrets, id, receipt)) throw new ApiProblem('not_found');
      const command = { type: 'receive', provider: 'push', messageId: id, status: step } as const;
      await receiveReport(api, `push:${id}:${step}`, command);
      return { status: 204 };
    },
  }),
];

/** @throws ApiProblem conflict where push is off */
function requirePush({ push }: Api): NonNullable<Api['push']> {
  if (push) return push;
  throw new ApiProblem('conflict', { detail: 'Web push is off here.' });
}

function isPoint(key: string): boolean {
  try {
    ECDH.convertKey(key, 'prime256v1', 'base64url');
    return true;
  } catch {
    return false;
  }
}

interface Own {
  readonly open: boolean;
}

async function readOwn(call: AnyCall, api: Api, id: string): Promise<Own | undefined> {
  const { rows } = await api.pool.query<Own>({
    name: 'own_browser',
    text: `select status = 'active' as open from push_subscriptions where id = $1 and user_id = $2`,
    values: [id, call.viewer.userId],
  });
  return rows[0];
}

/** Of several at the same moment each may be the last: a few more harm nobody, and are not written to. */
async function refuseMore(call: AnyCall, api: Api, id: string): Promise<void> {
  const { rows } = await api.pool.query<{ others: number }>({
    name: 'count_browsers',
    text: 'select count(*)::int as others from push_endpoints where user_id = $1 and id <> $2',
    values: [call.viewer.userId, id],
  });
  if ((rows[0]?.others ?? 0) < MOST_BROWSERS) return;
  throw new ApiProblem('conflict', { detail: `${MOST_BROWSERS} browsers show your notices: end one first.` });
}
