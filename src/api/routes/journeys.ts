/** The journey of an event, as data and as a page, and the ways to it from whatever names an event. */
import * as z from 'zod/mini';
import { eventIdSchema, journeySchema } from '../../contracts/journey.ts';
import { text } from '../../contracts/text.ts';
import type { Api } from '../api.ts';
import { html, optional, wantsJson } from '../page-reply.ts';
import { ApiProblem } from '../problem.ts';
import { type AnyCall, type Call, defineRoute, type Reply, type Route } from '../route.ts';

// Loaded with the first journey that somebody asks for: eight processes need not hold them meanwhile.
const journeys = () => import('../journey.ts');
const pages = () => import('../../ops/journey/page.ts');
const statements = () => import('../../engine/journey-sql.ts');

const tag = 'Operations';
const page = { description: 'A page, or JSON by Accept', type: 'text/html' };
const params = z.strictObject({ id: eventIdSchema });
const MAX_EVENTS = 50;

const whereQuery = z.strictObject({
  kind: optional(text(1, 40)),
  id: optional(text(1, 80)),
  /** A trace id, or a traceparent as jobs carry it. */
  trace: optional(z.string().check(z.regex(/^([0-9a-f]{32}|00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})$/))),
  delivery: optional(text(1, 80)),
  timer: optional(text(1, 80)),
});
type WhereCall = Call<unknown, z.output<typeof whereQuery>, unknown>;

export const journeyRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/events/:id/journey',
    tag,
    summary: 'All that followed from an event: rings, handlers, sockets, messages',
    access: ['traces.view'],
    params,
    answers: { 200: { description: 'The journey', schema: journeySchema } },
    handle: (call, api) => asJson(call, api, call.params.id),
  }),
  defineRoute({
    method: 'get',
    path: '/ops/events/:id',
    tag,
    summary: 'The journey of an event as a page, or as JSON',
    access: ['traces.view'],
    page: true,
    params,
    answers: { 200: page },
    handle: async (call, api) => {
      const { id } = call.params;
      if (wantsJson(call)) return await asJson(call, api, id);
      const journey = await (await journeys()).readJourney(api, call.viewer, id);
      if (!journey) return await missing(`No event ${id}`, 'The log has no event with this number.');
      const { renderJourney } = await pages();
      return html(renderJourney({ journey, mayRead: call.viewer.permissions.has('payloads.view') }));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ops/journey',
    tag,
    summary: 'Leads to the journey of the event that a job, a message or an entity is about',
    access: ['traces.view'],
    page: true,
    query: whereQuery,
    answers: { 200: page, 303: { description: 'The journey, or the trace' } },
    handle: lead,
  }),
];

async function asJson(call: AnyCall, api: Api, id: string): Promise<Reply> {
  const journey = await (await journeys()).readJourney(api, call.viewer, id);
  if (!journey) throw new ApiProblem('not_found');
  return { status: 200, body: journey };
}

async function lead(call: WhereCall, api: Api): Promise<Reply> {
  const { readActorOfTimer, readCauseOfDelivery } = await statements();
  const { kind, id, delivery, timer } = call.query;
  const traceId = traceIdIn(call.query.trace);
  if (delivery !== undefined) {
    const cause = await readCauseOfDelivery(api.pool, delivery);
    if (cause?.eventId) return seeOther(`/ops/events/${cause.eventId}`);
    const trace = traceIdIn(cause?.trace ?? undefined) ?? traceId;
    return trace
      ? seeOther(`/ops/traces/${trace}`)
      : missing('No such message', 'The ledger does not know it.');
  }
  if (timer !== undefined) {
    const of = await readActorOfTimer(api.pool, timer);
    if (of) return await leadToEntity(api, of, traceIdIn(of.trace ?? undefined));
    if (traceId) return seeOther(`/ops/traces/${traceId}`);
    return missing('The timer has run', 'A timer is removed with the command that it sends.');
  }
  if (kind !== undefined && id !== undefined) return await leadToEntity(api, { kind, id }, traceId);
  if (traceId) return await leadFromTrace(api, traceId);
  return missing('Nothing to lead to', 'Name kind and id, trace, delivery, or timer.');
}

/** What a request did first leads on to what came of it; one that did nothing has its trace. */
async function leadFromTrace(api: Api, traceId: string): Promise<Reply> {
  const { readEventsOfTrace } = await statements();
  const [first] = await readEventsOfTrace(api.pool, traceId, 1);
  return seeOther(first ? `/ops/events/${first.id}` : `/ops/traces/${traceId}`);
}

/** The event of that trace; else the entity's events, to choose from. */
async function leadToEntity(
  api: Api,
  actor: { readonly kind: string; readonly id: string },
  traceId: string | undefined,
): Promise<Reply> {
  const { readNewestEvents } = await statements();
  if (traceId) {
    const [event] = await readNewestEvents(api.pool, actor, traceId, 1);
    if (event) return seeOther(`/ops/events/${event.id}`);
  }
  const events = await readNewestEvents(api.pool, actor, undefined, MAX_EVENTS);
  const { renderEntityEvents } = await pages();
  const body = renderEntityEvents({
    actor,
    events: events.map(({ id, type, seq, at, trace }) => ({
      id,
      type,
      seq,
      at,
      traceId: traceIdIn(trace ?? undefined),
    })),
    missed: traceId && 'No event of this entity has that trace.',
  });
  return html(body, events.length === 0 ? 404 : 200);
}

function traceIdIn(trace: string | undefined): string | undefined {
  return trace && /[0-9a-f]{32}/.exec(trace)?.[0];
}

function seeOther(location: string): Reply {
  return { status: 303, headers: { Location: location } };
}

async function missing(title: string, detail: string): Promise<Reply> {
  const { renderJourneyMissing } = await pages();
  return html(renderJourneyMissing({ title, detail }), 404);
}
