/** Pages for operators: what the local provider received, and what these pages load. */
import * as z from 'zod/mini';
import { text } from '../../contracts/text.ts';
import type { SwitchesChange } from '../../ops/provider/messages.ts';
import type { Api } from '../api.ts';
import { writeAudit } from '../audit.ts';
import { byOf } from '../commands.ts';
import { userAgentOf } from '../origin.ts';
import { html, json, optional, wantsJson } from '../page-reply.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';

// Loaded with the first page that an operator opens: eight processes need not hold it meanwhile.
const outboxPages = () => import('../../ops/provider/page.ts');

const tag = 'Operations pages';
const page = { description: 'A page, or JSON by Accept', type: 'text/html' };

const outboxQuery = z.strictObject({
  channel: optional(z.enum(['email', 'whatsapp', 'push'])),
  to: optional(text(1, 128)),
  since: optional(z.iso.datetime()),
  limit: optional(z.pipe(z.string().check(z.regex(/^([1-9]\d{0,2}|1000)$/)), z.transform(Number))),
});
const channelChange = z.optional(
  z.strictObject({
    slowMs: z.optional(z.int().check(z.gte(0), z.lte(30_000))),
    down: z.optional(z.boolean()),
    drop: z.optional(z.boolean()),
    twice: z.optional(z.boolean()),
    reject: z.optional(text(0, 200)),
  }),
);

const replySchema = z.strictObject({
  from: z.string().check(z.regex(/^\+\d{6,15}$/, 'must be a number with its country’s code')),
  text: text(1, 4_096),
  /** The provider's id of the message that is answered. */
  replyTo: optional(text(1, 200)),
});

export const opsPageRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/ops/outbox',
    tag,
    summary: 'What the local message provider received',
    access: ['outbox.view'],
    page: true,
    query: outboxQuery,
    answers: { 200: page },
    handle: async (call, api) => {
      const { channel, to, since, limit } = call.query;
      const { renderOutbox, renderOutboxAway } = await outboxPages();
      const provider = await providerOf(api);
      const messages = await provider.messages({
        ...(channel === undefined ? {} : { channel }),
        ...(to === undefined ? {} : { to }),
        ...(since === undefined ? {} : { since }),
        ...(limit === undefined ? {} : { limit }),
      });
      if (wantsJson(call)) return json(messages);
      const switches = await provider.switches();
      if (!messages.ok) return html(renderOutboxAway(messages.problem), messages.problem.status);
      if (!switches.ok) return html(renderOutboxAway(switches.problem), switches.problem.status);
      return html(
        renderOutbox({
          messages: messages.value,
          switches: switches.value,
          filter: { channel, to },
          mayChange: call.viewer.permissions.has('outbox.manage'),
        }),
      );
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ops/outbox/switches',
    tag,
    summary: 'How the local provider misbehaves',
    access: ['outbox.view'],
    answers: { 200: { description: 'The switches of each channel' } },
    handle: async (_call, api) => json(await (await providerOf(api)).switches()),
  }),
  defineRoute({
    method: 'put',
    path: '/ops/outbox/switches',
    tag,
    summary: 'Make the local provider slow, down, silent, or answer twice',
    access: ['outbox.manage'],
    consoleAction: 'outbox.switches',
    body: z.strictObject({ email: channelChange, whatsapp: channelChange, push: channelChange }),
    answers: { 200: { description: 'The switches as they are now' } },
    handle: async (call, api) => {
      await writeAudit(api.pool, {
        by: byOf(call.viewer),
        action: 'outbox.switches',
        target: 'local provider',
        detail: call.body,
        address: call.address,
        userAgent: userAgentOf(call),
      });
      const provider = await providerOf(api);
      return json(await provider.change(call.body as SwitchesChange));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/ops/outbox/replies',
    tag,
    summary: 'Let somebody answer by WhatsApp, through the local provider',
    access: ['outbox.manage'],
    consoleAction: 'outbox.reply',
    body: replySchema,
    answers: {
      200: { description: 'The id by which the answer is known' },
      409: { description: 'WHATSAPP_REPORT_URL does not say where answers go' },
    },
    handle: async (call, api) => {
      const { from, text: words, replyTo } = call.body;
      // Whose number and what words is between the two of them, as with every answer.
      await writeAudit(api.pool, {
        by: byOf(call.viewer),
        action: 'outbox.reply',
        target: 'local provider',
        detail: {},
        address: call.address,
        userAgent: userAgentOf(call),
      });
      const provider = await providerOf(api);
      return json(await provider.reply({ from, text: words, ...(replyTo ? { replyTo } : {}) }));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ops/assets/:name',
    tag,
    summary: 'Style sheet and scripts of these pages',
    access: 'public',
    params: z.strictObject({ name: z.string().check(z.regex(/^[a-z]+\.(css|js)$/)) }),
    answers: { 200: { description: 'The file', type: 'text/css' } },
    handle: async ({ params: { name } }) => {
      const { opsAssets } = await import('../../ops/assets.ts');
      const asset = Object.hasOwn(opsAssets, name) ? opsAssets[name] : undefined;
      if (!asset) throw new ApiProblem('not_found');
      return {
        status: 200,
        headers: { 'Content-Type': asset.type, 'Cache-Control': 'max-age=300' },
        text: asset.body,
      };
    },
  }),
];

function providerOf({ provider }: Api) {
  if (provider) return provider();
  throw new ApiProblem('not_found', { detail: 'There is no local message provider here.' });
}
