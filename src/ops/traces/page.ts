// /ops/traces/{traceId}: a trace as a waterfall, what it is linked with, and the events in it. Pure.

import { type Html, html } from '../pages/html.ts';
import {
  DEFAULT_TIME_ZONE,
  durationText,
  type Notice,
  renderFrame,
  renderNotice,
  renderTime,
} from '../pages/layout.ts';
import { renderSummaries } from './list-page.ts';
import type { OtlpTrace } from './otlp.ts';
import { createScale } from './scale.ts';
import type { LinkedTraces, TraceSummary } from './summary.ts';
import { layOut, type Waterfall } from './waterfall.ts';
import { renderHops, renderWaterfall, roleClass } from './waterfall-page.ts';

export type TraceEvent = { id: string; type: string };

export type TraceView = {
  traceId: string;
  trace: OtlpTrace;
  linked: LinkedTraces;
  /** Events of the trace that the log knows, also where no span names them. */
  events?: readonly TraceEvent[];
  timeZone?: string;
};

/** Rows beyond this are left to the OTLP form of the page. */
const MAX_ROWS = 1_000;
const MAX_EVENTS = 100;

export function renderTrace({
  traceId,
  trace,
  linked,
  events = [],
  timeZone = DEFAULT_TIME_ZONE,
}: TraceView): string {
  const waterfall = layOut(trace);
  const { name, rows, startNs, endNs, roles, errors } = waterfall;
  const shown = rows.slice(0, MAX_ROWS);
  const scale = createScale(rows.map(({ span }) => ({ fromNs: span.startNs, toNs: span.endNs })));
  return renderFrame({
    title: name,
    current: 'traces',
    scripts: ['trace.js'],
    body: html`
<div class="heading">
<p class="crumb"><a href="/ops/traces">Traces</a> <span aria-hidden="true">/</span> <code>${traceId}</code></p>
<h1>${name}</h1>
<dl class="figures">
<div><dt>Duration</dt><dd>${durationText(Math.max(0, (endNs - startNs) / 1e6))}</dd></div>
<div><dt>Longest wait</dt><dd>${durationText(longestWait(waterfall))}</dd></div>
<div><dt>Spans</dt><dd>${rows.length.toLocaleString('en')}</dd></div>
<div><dt>Errors</dt><dd${errors > 0 && html` class="danger"`}>${errors}</dd></div>
<div><dt>Started</dt><dd>${renderTime(startNs / 1e6, timeZone)}</dd></div>
</dl>
<p class="legend">${roles.map((role) => html`<span class="role"><svg aria-hidden="true" width="10" height="10"><rect class="${roleClass(roles, role)}" width="10" height="10" rx="2"/></svg>${role}</span>`)}<span class="role"><svg aria-hidden="true" width="18" height="10"><rect class="wait" width="18" height="10" fill="url(#hatch)"/></svg>waiting</span></p>
</div>
<section class="panel" aria-labelledby="spans"><h2 id="spans">Waterfall</h2>
${renderWaterfall({ ...waterfall, rows: shown }, scale)}
${rows.length > MAX_ROWS && renderNotice('information', { title: `${rows.length - MAX_ROWS} more spans.`, detail: 'Ask for application/json to have them all.' })}
</section>
<section class="panel" aria-labelledby="hops"><h2 id="hops">Hops</h2>
${renderHops({ ...waterfall, rows: shown })}
</section>
${renderEvents(eventsOf(waterfall, events))}
${renderLinked(linked, timeZone)}`,
  });
}

function eventsOf({ rows }: Waterfall, logged: readonly TraceEvent[]): Map<string, string> {
  const events = new Map(logged.map(({ id, type }) => [id, type]));
  for (const { span } of rows) {
    const of = new Map(span.attributes);
    const isSocket = of.get('messaging.system') === 'socketio';
    const type =
      of.get('trunkline.event.type') ?? (isSocket ? of.get('messaging.destination.name') : undefined);
    const id = of.get('messaging.message.id');
    if (type && id && /^\d{1,18}$/.test(id)) events.set(id, type);
  }
  return events;
}

/** Each leads to its journey. */
function renderEvents(events: ReadonlyMap<string, string>): Html | undefined {
  if (events.size === 0) return undefined;
  const shown = [...events].slice(0, MAX_EVENTS);
  return html`<section class="panel list" aria-labelledby="events"><h2 id="events">Events</h2>
<ul class="events">${shown.map(([id, type]) => html`<li><a href="/ops/events/${id}">${type}</a> <span class="muted">${id}</span></li>`)}</ul>
${events.size > MAX_EVENTS && html`<p class="count muted">${events.size - MAX_EVENTS} more.</p>`}</section>`;
}

function longestWait({ rows }: Waterfall): number {
  return rows.reduce((most, { waitMs }) => Math.max(most, waitMs), 0);
}

function renderLinked({ from, to }: LinkedTraces, timeZone: string): Html | undefined {
  if (from.length + to.length === 0) return undefined;
  const served = to.filter((trace) => !from.some(({ traceId }) => traceId === trace.traceId));
  const list = (title: string, traces: TraceSummary[]) =>
    traces.length > 0 && html`<h3>${title}</h3>${renderSummaries(traces, timeZone)}`;
  return html`<section class="panel list" aria-labelledby="linked"><h2 id="linked">Linked traces</h2>
${list('They served this one among others', from)}${list('This one served', served)}</section>`;
}

/** `problem` is what the store (404) or the client (away) said. */
export function renderTraceMissing(view: {
  traceId?: string;
  problem: Notice;
  events?: readonly TraceEvent[];
}): string {
  const { traceId, problem, events = [] } = view;
  return renderFrame({
    title: problem.title,
    current: 'traces',
    scripts: [],
    body: html`
<div class="heading"><p class="crumb"><a href="/ops/traces">Traces</a>${traceId && html` <span aria-hidden="true">/</span> <code>${traceId}</code>`}</p></div>
<div class="panel empty"><h1>${problem.title}</h1><p class="muted">${problem.detail}</p>
<p class="muted">A trace that has just begun needs a few seconds to arrive.</p>
<p><a class="button" href="">Look again</a> <a href="/ops/traces">Recent traces</a></p></div>
${renderEvents(new Map(events.map(({ id, type }) => [id, type])))}`,
  });
}

/** Traces go to a collector. `traceIds` is what the log names, newest first. */
export function renderTracesElsewhere(view: { traceIds: readonly string[]; hasUi: boolean }): string {
  const { traceIds, hasUi } = view;
  return renderFrame({
    title: 'Traces',
    current: 'traces',
    scripts: [],
    body: html`
<div class="heading"><h1>Traces</h1><p class="muted">Traces go to the endpoint in OTEL_EXPORTER_OTLP_ENDPOINT and are searched there.${!hasUi && ' Set TRACE_UI_URL, and every link to a trace leads there.'}</p></div>
<section class="panel list">
<form class="filter" method="get" action="/ops/traces" role="search">
<label><span class="hidden">Trace id, ticket number, event id, or kind/id</span><input type="search" name="q" placeholder="Trace id, T-000123, event id, kind/id" maxlength="200"></label>
<button type="submit">Search</button>
</form>
${
  traceIds.length > 0
    ? html`<ul class="events">${traceIds.map((id) => html`<li><a href="/ops/traces/${id}"><code>${id}</code></a></li>`)}</ul>`
    : html`<div class="empty"><p class="muted">The log names the traces of an event, a ticket, or any other entity.</p></div>`
}
</section>`,
  });
}
