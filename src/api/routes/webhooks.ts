/** Webhooks out: addresses that want events, their secrets, and what was delivered to them. */
import * as z from 'zod/mini';
import { type WebhookState, webhook } from '../../actors/webhook/actor.ts';
import type { WebhookCommand } from '../../actors/webhook/commands.ts';
import { listQuery, pageOf } from '../../contracts/http.ts';
import { idSchema } from '../../contracts/text.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import {
  createWebhookSchema,
  editWebhookSchema,
  recoveredSchema,
  recoverWebhookSchema,
  rotateWebhookSchema,
  secretWebhookSchema,
  type WebhookView,
  webhookDeliveriesQuery,
  webhookDeliverySchema,
  webhookSchema,
} from '../../contracts/webhooks.ts';
import { refuseUrl } from '../../engine/outside-address.ts';
import { webhookSecret } from '../../engine/webhook-signature.ts';
import type { Api } from '../api.ts';
import { writeAudit } from '../audit.ts';
import { byOf, etag, given, item, runCommands } from '../commands.ts';
import { deliveryView } from '../delivery-view.ts';
import { and, andIf, listRows, where } from '../list.ts';
import { userAgentOf } from '../origin.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { instant, readPositioned, stateOf } from '../reads.ts';
import { type AnyCall, type Call, defineRoute, type Reply, type Route } from '../route.ts';
import { recoverMissed, resendToWebhook } from '../webhook-ledger.ts';
import { refuseGone } from './session.ts';

const tag = 'Webhooks';
const access = ['webhooks.manage'] as const;
const params = z.strictObject({ id: idSchema });
const answers = { 200: { description: 'The webhook as it is now', schema: webhookSchema } };
const SECRET_BYTES = 32;
const HOUR_MS = 3_600_000;

export const webhookRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/webhooks',
    tag,
    summary: 'All webhooks, newest first',
    access,
    query: z.strictObject(listQuery),
    answers: { 200: { description: 'A page of webhooks', schema: pageOf(webhookSchema) } },
    handle: async ({ query }, api) => {
      const conditions = where();
      and(conditions, `w.status <> 'deleted'`);
      const statement = {
        select: 'to_jsonb(w)',
        from: 'webhooks w',
        where: conditions,
        sort: '-createdAt',
        sorts: { createdAt: { expression: 'w.created_at', type: 'instant' } },
        id: 'w.id',
        cursor: query.cursor,
        limit: query.limit,
      } as const;
      return {
        status: 200,
        body: await listRows(api.pool, statement, (row) => webhookView(stateOf<WebhookState>(webhook, row))),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/webhooks',
    tag,
    summary: 'Subscribe an address to events; its secret is shown this once',
    access,
    body: createWebhookSchema,
    answers: {
      201: {
        description: 'Made. Not repeatable by Idempotency-Key: the answer is kept nowhere',
        schema: secretWebhookSchema,
      },
    },
    handle: async (call, api) => {
      requireUrl(api, call.body.url);
      const id = api.newId();
      const secret = webhookSecret(api.randomBytes(SECRET_BYTES));
      const command: WebhookCommand = { type: 'create', ...call.body, secretId: api.newId(), secret };
      const state = await runUnkept(call, api, id, command, true);
      const headers = { ETag: etag(state.version), Location: `/api/v1/webhooks/${id}` };
      return { status: 201, headers, body: { ...webhookView(state), secret } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/webhooks/:id',
    tag,
    summary: 'One webhook',
    access,
    params,
    answers: {
      200: { description: 'The webhook', schema: z.extend(webhookSchema, { position: z.string() }) },
    },
    handle: async (call, api) => {
      const { state, position } = await requireWebhook(call.params.id, api);
      return {
        status: 200,
        headers: { ETag: etag(state.version) },
        body: { ...webhookView(state), position },
      };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/webhooks/:id',
    tag,
    summary: 'Change address, description or types of events',
    access,
    params,
    body: editWebhookSchema,
    idempotent: true,
    ifMatch: 'required',
    answers,
    handle: async (call, api) => {
      if (call.body.url !== undefined) requireUrl(api, call.body.url);
      return await change(call, api, { type: 'edit', fields: given(call.body) }, { ifMatch: true });
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/webhooks/:id',
    tag,
    summary: 'Delete a webhook with its secrets; its deliveries stay in the ledger',
    access,
    params,
    idempotent: true,
    answers: { 204: { description: 'Deleted' } },
    handle: (call, api) => change(call, api, { type: 'delete' }, { status: 204 }),
  }),
  ...(
    [
      ['enable', 'Deliver events again, those from now on', { type: 'enable' }, 200, answers],
      ['disable', 'Deliver nothing any more', { type: 'disable', reason: 'asked' }, 200, answers],
      [
        'test',
        'Deliver a test message: the event webhook.tested',
        { type: 'test' },
        202,
        { 202: { description: 'It is on its way; see the deliveries' } },
      ],
    ] as const
  ).map(([name, summary, command, status, described]) =>
    defineRoute({
      method: 'post',
      path: `/api/v1/webhooks/:id/${name}`,
      tag,
      summary,
      access,
      params,
      body: emptySchema,
      idempotent: true,
      answers: described,
      handle: (call, api) => change(call, api, command, { status }),
    }),
  ),
  defineRoute({
    method: 'post',
    path: '/api/v1/webhooks/:id/rotate',
    tag,
    summary: 'A new secret, shown this once; the one before it signs, too, for a while',
    access,
    params,
    body: rotateWebhookSchema,
    answers: {
      200: {
        description: 'Made. Not repeatable by Idempotency-Key: the answer is kept nowhere',
        schema: secretWebhookSchema,
      },
    },
    handle: async (call, api) => {
      const { id } = call.params;
      await requireWebhook(id, api);
      const secret = webhookSecret(api.randomBytes(SECRET_BYTES));
      const until = new Date(api.now().getTime() + call.body.overlapHours * HOUR_MS).toISOString();
      const command: WebhookCommand = { type: 'rotate', secretId: api.newId(), secret, previousUntil: until };
      const state = await runUnkept(call, api, id, command);
      return { status: 200, headers: { ETag: etag(state.version) }, body: { ...webhookView(state), secret } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/webhooks/:id/deliveries',
    tag,
    summary: 'What was delivered to the webhook, newest first',
    access,
    params,
    query: webhookDeliveriesQuery,
    answers: { 200: { description: 'A page of deliveries', schema: pageOf(webhookDeliverySchema) } },
    // Index: deliveries_webhook.
    handle: async ({ params: { id }, query, viewer }, api) => {
      await requireWebhook(id, api);
      const conditions = where();
      and(conditions, `d.channel = 'webhook' and d.recipient_id = $?`, id);
      andIf(conditions, query.status, 'd.status = any($?::text[])');
      const statement = {
        select: `to_jsonb(d) || jsonb_build_object('event_type', (select e.type from events e where e.id = d.event_id))`,
        from: 'deliveries d',
        where: conditions,
        sort: '-createdAt',
        sorts: { createdAt: { expression: 'd.created_at', type: 'instant', never: 'null' } },
        id: 'd.id',
        cursor: query.cursor,
        limit: query.limit,
      } as const;
      const seesErrors = viewer.permissions.has('payloads.view');
      return {
        status: 200,
        body: await listRows(api.pool, statement, (row) => ({
          ...deliveryView(row, seesErrors),
          eventType: row.event_type,
          nextAttemptAt: instant(row.next_attempt_at),
        })),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/webhooks/:id/deliveries/:deliveryId/resend',
    tag,
    summary: 'Deliver an event again, whatever became of it before',
    access,
    consoleAction: 'webhook.resend',
    params: z.strictObject({ id: idSchema, deliveryId: idSchema }),
    body: emptySchema,
    answers: { 204: { description: 'It is on its way' }, 409: { description: 'An attempt is under way' } },
    handle: async (call, api) => {
      const { id, deliveryId } = call.params;
      await requireActive(id, api);
      const by = byOf(call.viewer);
      const { rows } = await api.pool.query(
        `select from deliveries where id = $1 and channel = 'webhook' and recipient_id = $2`,
        [deliveryId, id],
      );
      if (rows.length === 0) throw new ApiProblem('not_found');
      await note(call, api, 'webhook.resend', `${id}/${deliveryId}`, {});
      if (!(await resendToWebhook(api.pool, id, deliveryId, by)))
        throw new ApiProblem('wrong_state', { detail: 'An attempt is under way.', allowed: [] });
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/webhooks/:id/recover',
    tag,
    summary: 'Deliver all that the webhook missed since a time, the events of when it was disabled included',
    access,
    consoleAction: 'webhook.recover',
    params,
    body: recoverWebhookSchema,
    answers: {
      200: { description: 'It is on its way, or a part of it: `more` says so', schema: recoveredSchema },
      409: { description: 'The webhook is disabled' },
    },
    handle: async (call, api) => {
      const { id } = call.params;
      const { types, createdAt } = await requireActive(id, api);
      let { since } = call.body;
      // What was before it, it has not missed.
      if (since < createdAt) since = createdAt;
      await note(call, api, 'webhook.recover', id, { since });
      const missed = { webhookId: id, types, since, by: byOf(call.viewer) };
      const recovered = await recoverMissed(api.pool, missed, call.body.cursor);
      return { status: 200, body: { ...recovered, more: recovered.next !== null } };
    },
  }),
];

/** Written before the deed, so that none goes without. */
async function note(call: AnyCall, api: Api, action: string, target: string, detail: object): Promise<void> {
  await writeAudit(api.pool, {
    by: byOf(call.viewer),
    action,
    target,
    detail: { ...detail },
    address: call.address,
    userAgent: userAgentOf(call),
  });
}

function requireUrl({ webhookReach = 'public' }: Api, url: string): void {
  const why = refuseUrl(url, webhookReach);
  if (why) throw invalid('url', why);
}

async function requireWebhook(id: string, api: Api): Promise<{ state: WebhookState; position: string }> {
  const found = await readPositioned<WebhookState>(api.pool, webhook, id);
  if (found.state.status === 'deleted') throw new ApiProblem('not_found');
  return found;
}

async function requireActive(id: string, api: Api): Promise<WebhookState> {
  const { state } = await requireWebhook(id, api);
  if (state.status === 'disabled')
    throw new ApiProblem('wrong_state', { detail: 'The webhook is disabled.', allowed: ['enable'] });
  return state;
}

async function change(
  call: Call<{ id: string }, unknown, unknown>,
  api: Api,
  command: WebhookCommand,
  { status = 200, ifMatch = false }: { status?: number; ifMatch?: boolean } = {},
): Promise<Reply> {
  const { id } = call.params;
  if (command.type === 'delete') {
    const { state } = await readPositioned<WebhookState>(api.pool, webhook, id);
    refuseGone(call, { open: state.status !== 'deleted' });
  } else await requireWebhook(id, api);
  return await runCommands(api, call, {
    items: [item(call, { kind: 'webhook', id }, command, { ifMatch })],
    answer: ([state]) => {
      const made = state as WebhookState;
      return {
        status,
        headers: { ETag: etag(made.version) },
        body: status === 200 ? webhookView(made) : null,
      };
    },
  });
}

/** Without an idempotency key: what is answered holds a secret, and the answer of a key is kept. */
async function runUnkept(
  call: AnyCall,
  api: Api,
  id: string,
  command: WebhookCommand,
  creates = false,
): Promise<WebhookState> {
  let made: WebhookState | undefined;
  await api.commands.run({
    ...(creates ? { creates: true as const } : {}),
    items: [item(call, { kind: 'webhook', id }, command)],
    answer: ([state]) => {
      made = state as WebhookState;
      return { status: 200, headers: {}, body: null };
    },
  });
  return made as WebhookState;
}

function webhookView(state: WebhookState): WebhookView {
  const { id, url, description, types, status, reason, previousSecretUntil } = state;
  const { createdAt, updatedAt, disabledAt, version, seq } = state;
  return {
    id,
    url,
    description,
    types: [...types],
    status: status === 'active' ? 'active' : 'disabled',
    reason,
    previousSecretUntil,
    createdAt,
    updatedAt,
    disabledAt,
    version,
    seq,
  };
}
