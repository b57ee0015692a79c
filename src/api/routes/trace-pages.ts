/**
 * Traces for operators: searched, one as a waterfall, and the service map.
 *
 * Where traces go to a collector, the same addresses lead to the UI that is set for it.
 */
import * as z from 'zod/mini';
import { queueNames } from '../../contracts/generic/queues.ts';
import { text } from '../../contracts/text.ts';
import type { TracesClient } from '../../ops/traces/client.ts';
import type { TraceFilter } from '../../ops/traces/list-page.ts';
import type { Api } from '../api.ts';
import { html, json, optional, wantsJson } from '../page-reply.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { type Call, defineRoute, type Reply, type Route } from '../route.ts';
import type { TraceSubject } from '../trace-subject.ts';

// Loaded with the first page that an operator opens: eight processes need not hold them meanwhile.
const listPages = () => import('../../ops/traces/list-page.ts');
const tracePages = () => import('../../ops/traces/page.ts');

const tag = 'Operations pages';
const MAX_EVENTS = 100;
const page = { description: 'A page, or JSON by Accept', type: 'text/html' };
const milliseconds = () =>
  optional(z.pipe(z.string().check(z.regex(/^\d{1,9}(\.\d{1,3})?$/)), z.transform(Number)));
/** An instant, or a time on the portal's wall clock as a form sends it. */
const time = () =>
  optional(
    z.union([
      z.iso.datetime({ offset: true }),
      z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/)),
    ]),
  );

const traceQuery = z.strictObject({
  /** A trace id, a ticket's number, an event's id, `kind/id`, or words. */
  q: optional(text(1, 200)),
  /** Part of a command's name, a route or a type of event. */
  name: optional(text(1, 200)),
  route: optional(text(1, 200)),
  queue: optional(z.enum(queueNames as [string, ...string[]])),
  error: optional(
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((value) => value === 'true'),
    ),
  ),
  errorType: optional(text(1, 100)),
  minDurationMs: milliseconds(),
  maxDurationMs: milliseconds(),
  from: time(),
  to: time(),
  after: optional(z.string().check(z.regex(/^\d{1,20}(\.\d{1,9})?-[0-9a-f]{32}$/))),
  limit: optional(z.pipe(z.string().check(z.regex(/^([1-9]\d?|[1-4]\d\d|500)$/)), z.transform(Number))),
});
type Listed = Awaited<ReturnType<TracesClient['list']>>;
type TraceCall = Call<unknown, z.output<typeof traceQuery>, unknown>;

export const tracePageRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/ops/traces',
    tag,
    summary: 'Traces, newest first, by what a person has in hand',
    access: ['traces.view'],
    page: true,
    query: traceQuery,
    answers: { 200: page, 303: { description: 'What was asked for is one trace' } },
    handle: async (call, api) => {
      const { readTraceSubject } = await import('../trace-subject.ts');
      const { q } = call.query;
      const subject = q === undefined ? undefined : await readTraceSubject(api.pool, q);
      if (subject?.kind === 'trace') return toTrace(subject.traceId);
      if (!api.traces) return await elsewhere(call, api, subject);
      const answer = await ask(await api.traces(), call, subject);
      return wantsJson(call) ? json(answer) : await listPage(call, api, answer, subject);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ops/traces/map',
    tag,
    summary: 'Who calls whom, how often, how long, with how many errors',
    access: ['traces.view'],
    page: true,
    query: z.strictObject({
      minutes: optional(
        z.pipe(z.string().check(z.regex(/^([1-9]\d{0,2}|1[0-3]\d\d|14[0-3]\d|1440)$/)), z.transform(Number)),
      ),
    }),
    answers: { 200: page },
    handle: async (call, api) => {
      const store = await storeOf(api);
      const answer = await store.map(call.query.minutes ?? 60);
      if (wantsJson(call)) return json(answer);
      if (!answer.ok) return await missing(answer.problem);
      const { renderServiceMap } = await import('../../ops/traces/map-page.ts');
      return html(renderServiceMap(answer.value));
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
    answers: { 200: page, 303: { description: 'The trace is in the UI that is set for it' } },
    handle: async (call, api) => {
      const { traceId } = call.params;
      if (!api.traces && api.traceUi) return seeOther(api.traceUi.replaceAll('{traceId}', traceId));
      const { renderTrace, renderTraceMissing } = await tracePages();
      const store = await storeOf(api);
      const trace = await store.trace(traceId);
      if (wantsJson(call)) return json(trace);
      const { readEventsOfTrace } = await import('../../engine/journey-sql.ts');
      const events = await readEventsOfTrace(api.pool, traceId, MAX_EVENTS);
      if (!trace.ok) {
        const { problem } = trace;
        return html(renderTraceMissing({ traceId, problem, events }), problem.status);
      }
      const linked = await store.linked(traceId);
      const others = linked.ok ? linked.value : { from: [], to: [] };
      return html(renderTrace({ traceId, trace: trace.value, linked: others, events }));
    },
  }),
];

async function ask(
  store: TracesClient,
  { query }: TraceCall,
  subject: TraceSubject | undefined,
): Promise<Listed> {
  const { q, from, to, name, ...rest } = query;
  const words = name ?? (subject?.kind === 'words' ? subject.words : undefined);
  const asked = {
    ...rest,
    name: words,
    about: subject && 'about' in subject ? [...subject.about] : undefined,
    fromMs: await instantMs(from, 'from'),
    toMs: await instantMs(to, 'to'),
  };
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return await store.list(Object.fromEntries(given));
}

async function instantMs(given: string | undefined, name: string): Promise<number | undefined> {
  if (given === undefined) return undefined;
  const [{ readLocalTime }, { DEFAULT_TIME_ZONE }] = await Promise.all([
    import('../../ops/pages/local-time.ts'),
    import('../../ops/pages/layout.ts'),
  ]);
  const ms = readLocalTime(given, DEFAULT_TIME_ZONE) ?? Date.parse(given);
  if (Number.isNaN(ms) || ms < 0) throw invalid(`query.${name}`, 'is no time');
  return ms;
}

async function listPage(
  { query }: TraceCall,
  api: Api,
  answer: Listed,
  subject: TraceSubject | undefined,
): Promise<Reply> {
  if (!answer.ok) return await missing(answer.problem);
  const { renderTraceList } = await listPages();
  const { after, limit, ...filter } = query;
  return html(
    renderTraceList({
      page: answer.value,
      filter: Object.fromEntries(
        Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
      ) as TraceFilter,
      queues: queueNames,
      lost: await lostSpans(api),
      subject: subjectWords(subject),
    }),
  );
}

function subjectWords(subject: TraceSubject | undefined) {
  if (subject?.kind === 'event') {
    return { words: `event ${subject.eventId}`, href: `/ops/events/${subject.eventId}` };
  }
  if (subject?.kind !== 'entity') return undefined;
  const { kind, id } = subject.actor;
  const href = kind && `/ops/journey?${new URLSearchParams({ kind, id })}`;
  return { words: kind ? `${kind} ${id}` : id, href: href || undefined };
}

/** What all processes together could not send; undefined when they do not say. */
async function lostSpans(api: Api): Promise<{ failed: number; dropped: number } | undefined> {
  const metrics = await api.metrics().catch(() => '');
  const sum = { failed: 0, dropped: 0 };
  for (const [, labels, count] of metrics.matchAll(/^trunkline_spans_total\{([^}]*)\} (\d+)$/gm)) {
    const outcome = /outcome="(failed|dropped)"/.exec(labels ?? '')?.[1] as keyof typeof sum | undefined;
    if (outcome) sum[outcome] += Number(count);
  }
  return sum;
}

function storeOf({ traces }: Api): Promise<TracesClient> {
  if (traces) return traces();
  throw new ApiProblem('not_found', {
    detail: 'There is no local trace store: traces go to the endpoint in OTEL_EXPORTER_OTLP_ENDPOINT.',
  });
}

/** Traces are not here: the log still says which there are of an event or an entity. */
async function elsewhere(call: TraceCall, api: Api, subject: TraceSubject | undefined): Promise<Reply> {
  const ids = subject && 'about' in subject ? subject.about.filter((one) => !one.includes(':')) : [];
  if (wantsJson(call))
    return { status: 200, body: { data: ids.map((traceId) => ({ traceId })), next: null } };
  const { renderTracesElsewhere } = await tracePages();
  return html(renderTracesElsewhere({ traceIds: ids, hasUi: api.traceUi !== undefined }));
}

async function missing(problem: { status: number; title: string; detail: string }) {
  const { renderTraceMissing } = await tracePages();
  return html(renderTraceMissing({ problem }), problem.status);
}

function toTrace(traceId: string): Reply {
  return seeOther(`/ops/traces/${traceId}`);
}

function seeOther(location: string): Reply {
  return { status: 303, headers: { Location: location } };
}
