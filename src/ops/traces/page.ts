// /ops/traces and /ops/traces/{traceId}: recent traces, and one as a waterfall. Pure.

import { type Html, html } from '../pages/html.ts';
import {
  countText,
  DEFAULT_TIME_ZONE,
  durationText,
  type Notice,
  renderFrame,
  renderNotice,
  renderTime,
} from '../pages/layout.ts';
import type { OtlpTrace } from './otlp.ts';
import { createScale } from './scale.ts';
import type { LinkedTraces, TraceSummary, TracesPage } from './summary.ts';
import { layOut, type Waterfall } from './waterfall.ts';
import { renderHops, renderWaterfall, roleClass } from './waterfall-page.ts';

export type TraceListView = {
  page: TracesPage;
  filter: { name?: string | undefined; error?: boolean | undefined; minDurationMs?: number | undefined };
  timeZone?: string;
};

export function renderTraceList({ page, filter, timeZone = DEFAULT_TIME_ZONE }: TraceListView): string {
  const { data, stats } = page;
  const isFiltered = Boolean(filter.name || filter.error || filter.minDurationMs);
  const lost = stats.full + stats.bad + Object.values(stats.refused).reduce((sum, count) => sum + count, 0);
  return renderFrame({
    title: 'Traces',
    current: 'traces',
    scripts: [],
    body: html`
<div class="heading"><h1>Traces</h1><p class="muted">${countText(stats.traces, 'trace')} and ${countText(stats.spans, 'span')} held, ${megabytes(stats.bytes)} of ${megabytes(stats.maxBytes)} MB.</p></div>
${lost > 0 && renderNotice('warning', { title: 'Some traces are incomplete.', detail: `${countText(lost, 'span or request', 'spans or requests')} could not be taken since the store started.` })}
<section class="panel list">
<form class="filter" method="get" action="/ops/traces" role="search">
<label><span class="hidden">Name or route</span><input type="search" name="name" value="${filter.name}" placeholder="Name or route" maxlength="200"></label>
<label class="inline">at least <input type="number" name="minDurationMs" min="0" step="any" value="${filter.minDurationMs}" placeholder="0"> ms</label>
<label class="check"><input type="checkbox" name="error" value="true"${filter.error && html` checked`}> With errors</label>
<button type="submit">Filter</button>
</form>
${data.length > 0 ? renderSummaries(data, timeZone) : renderNone(isFiltered)}
</section>`,
  });
}

function renderNone(isFiltered: boolean): Html {
  return isFiltered
    ? html`<div class="empty"><p><strong>No trace fits the filter.</strong></p><p><a href="/ops/traces">Show all</a></p></div>`
    : html`<div class="empty"><p><strong>No trace yet.</strong></p><p class="muted">Every request makes one; it appears here within seconds.</p></div>`;
}

function renderSummaries(traces: TraceSummary[], timeZone: string): Html {
  const longest = Math.max(...traces.map(({ durationMs }) => durationMs), 0.001);
  return html`<div class="scroll"><table class="traces"><thead><tr><th scope="col">Name</th><th scope="col">Roles</th><th scope="col" class="number">Spans</th><th scope="col" class="number">Duration</th><th scope="col"><span class="hidden">Duration, drawn</span></th><th scope="col">Started</th></tr></thead><tbody>
${traces.map(
  (
    trace,
  ) => html`<tr><th scope="row"><a href="/ops/traces/${trace.traceId}">${trace.name}</a>${!trace.rooted && html` <span class="mark">root not here</span>`}${trace.errors > 0 && html` <span class="mark danger">${countText(trace.errors, 'error')}</span>`}</th>
<td class="muted who">${trace.services.join(', ')}</td>
<td class="number" data-label="spans">${trace.spans}${trace.dropped > 0 && html`<span class="muted" title="More came than one trace may hold"> +${trace.dropped}</span>`}</td>
<td class="number" data-label="took">${durationText(trace.durationMs)}</td>
<td class="spark"><svg aria-hidden="true" width="80" height="8"><rect class="${trace.errors > 0 ? 'failed' : 'work'}" width="${sparkWidth(trace.durationMs, longest)}" height="8" rx="2"/></svg></td>
<td class="muted began">${renderTime(trace.startMs, timeZone)}</td></tr>\n`,
)}</tbody></table></div>`;
}

export type TraceView = {
  traceId: string;
  trace: OtlpTrace;
  linked: LinkedTraces;
  timeZone?: string;
};

const SPARK_PX = 80;

/** Rows beyond this are left to the OTLP form of the page. */
const MAX_ROWS = 1_000;

export function renderTrace({ traceId, trace, linked, timeZone = DEFAULT_TIME_ZONE }: TraceView): string {
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
${renderLinked(linked, timeZone)}`,
  });
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
export function renderTraceMissing({ traceId, problem }: { traceId?: string; problem: Notice }): string {
  return renderFrame({
    title: problem.title,
    current: 'traces',
    scripts: [],
    body: html`
<div class="heading"><p class="crumb"><a href="/ops/traces">Traces</a>${traceId && html` <span aria-hidden="true">/</span> <code>${traceId}</code>`}</p></div>
<div class="panel empty"><h1>${problem.title}</h1><p class="muted">${problem.detail}</p>
<p class="muted">A trace that has just begun needs a few seconds to arrive.</p>
<p><a class="button" href="">Look again</a> <a href="/ops/traces">Recent traces</a></p></div>`,
  });
}

/** Logarithmic: a retry after a minute would flatten all the rest. */
function sparkWidth(ms: number, longestMs: number): string {
  return Math.max(1, (Math.log1p(ms) / Math.log1p(longestMs)) * SPARK_PX).toFixed(1);
}

function megabytes(bytes: number): string {
  if (bytes > 0 && bytes < 100 * 1024) return 'less than 0.1';
  return (bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);
}
