/** Pages for operators: traces as waterfalls, and what the local provider received. */
import * as z from 'zod/mini';
import { text } from '../../contracts/text.ts';
import type { Answer } from '../../ops/ask.ts';
import type { SwitchesChange } from '../../ops/provider/messages.ts';
import type { Api } from '../api.ts';
import { writeAudit } from '../audit.ts';
import { byOf } from '../commands.ts';
import { ApiProblem } from '../problem.ts';
import { type AnyCall, defineRoute, type Reply, type Route } from '../route.ts';

// Loaded with the first page that an operator opens: eight processes need not hold them meanwhile.
const tracePages = () => import('../../ops/traces/page.ts');
const outboxPages = () => import('../../ops/provider/page.ts');

const tag = 'Operations pages';
const page = { description: 'A page, or JSON by Accept', type: 'text/html' };

/** What the page's form leaves empty counts as not given. */
const optional = <T extends z.ZodMiniType>(schema: T) =>
  z.optional(
    z.union([
      z.pipe(
        z.literal(''),
        z.transform(() => undefined),
      ),
      schema,
    ]),
  );

const traceQuery = z.strictObject({
  name: optional(text(1, 200)),
  error: optional(
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((value) => value === 'true'),
    ),
  ),
  minDurationMs: optional(z.pipe(z.string().check(z.regex(/^\d{1,7}(\.\d{1,3})?$/)), z.transform(Number))),
  limit: optional(z.pipe(z.string().check(z.regex(/^([1-9]\d?|[1-4]\d\d|500)$/)), z.transform(Number))),
});
const outboxQuery = z.strictObject({
  channel: optional(z.enum(['email', 'whatsapp'])),
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

export const opsPageRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/ops/traces',
    tag,
    summary: 'Recent traces',
    access: ['traces.view'],
    page: true,
    query: traceQuery,
    answers: { 200: page },
    handle: async (call, api) => {
      const { name, error, minDurationMs, limit } = call.query;
      const filter = { name, error, minDurationMs };
      const { renderTraceList, renderTraceMissing } = await tracePages();
      const store = await tracesOf(api);
      const answer = await store.list({
        ...(name === undefined ? {} : { name }),
        ...(error === undefined ? {} : { error }),
        ...(minDurationMs === undefined ? {} : { minDurationMs }),
        ...(limit === undefined ? {} : { limit }),
      });
      if (wantsJson(call)) return json(answer);
      if (!answer.ok) return html(renderTraceMissing({ problem: answer.problem }), answer.problem.status);
      return html(renderTraceList({ page: answer.value, filter }));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ops/traces/:traceId',
    tag,
    summary: 'One trace as a waterfall, or as OTLP JSON',
    access: ['traces.view'],
    page: true,
    params: z.strictObject({ traceId: z.string().check(z.regex(/^[0-9a-f]{32}$/)) }),
    answers: { 200: page },
    handle: async (call, api) => {
      const { traceId } = call.params;
      const { renderTrace, renderTraceMissing } = await tracePages();
      const store = await tracesOf(api);
      const trace = await store.trace(traceId);
      if (wantsJson(call)) return json(trace);
      if (!trace.ok)
        return html(renderTraceMissing({ traceId, problem: trace.problem }), trace.problem.status);
      const linked = await store.linked(traceId);
      const others = linked.ok ? linked.value : { from: [], to: [] };
      return html(renderTrace({ traceId, trace: trace.value, linked: others }));
    },
  }),
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
    body: z.strictObject({ email: channelChange, whatsapp: channelChange }),
    answers: { 200: { description: 'The switches as they are now' } },
    handle: async (call, api) => {
      await writeAudit(api.pool, {
        by: byOf(call.viewer),
        action: 'outbox.switches',
        target: 'local provider',
        detail: call.body,
        address: call.address,
      });
      const provider = await providerOf(api);
      return json(await provider.change(call.body as SwitchesChange));
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

function tracesOf({ traces }: Api) {
  if (traces) return traces();
  throw new ApiProblem('not_found', {
    detail: 'There is no local trace store: traces go to the endpoint in OTEL_EXPORTER_OTLP_ENDPOINT.',
  });
}

function providerOf({ provider }: Api) {
  if (provider) return provider();
  throw new ApiProblem('not_found', { detail: 'There is no local message provider here.' });
}

function wantsJson(call: AnyCall): boolean {
  const accept = call.header('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

function html(text: string, status = 200): Reply {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, text };
}

/** A local server that is away is none of our errors, and not the client's: 503, or its own 404. */
function json(answer: Answer<unknown>): Reply {
  if (answer.ok) return { status: 200, body: answer.value };
  const { status, title, detail } = answer.problem;
  if (status === 404) throw new ApiProblem('not_found', { detail });
  if (status === 400) throw new ApiProblem('invalid_request', { detail });
  throw new ApiProblem('unavailable', { detail: `${title}. ${detail}`, headers: { 'Retry-After': '2' } });
}
