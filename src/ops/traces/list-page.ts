// /ops/traces: recent traces, searched by whatever a person has in hand. Pure.

import { type Html, html } from '../pages/html.ts';
import {
  countText,
  DEFAULT_TIME_ZONE,
  durationText,
  renderFrame,
  renderNotice,
  renderTime,
} from '../pages/layout.ts';
import type { TraceSummary, TracesPage } from './summary.ts';

/** As they stand in the address, so that the form shows what was asked. */
export type TraceFilter = Partial<
  Record<
    | 'q'
    | 'name'
    | 'route'
    | 'queue'
    | 'errorType'
    | 'error'
    | 'minDurationMs'
    | 'maxDurationMs'
    | 'from'
    | 'to',
    string
  >
>;

export type TraceListView = {
  page: TracesPage;
  filter: TraceFilter;
  queues?: readonly string[];
  /** Spans of all processes that never reached the store. */
  lost?: { failed: number; dropped: number } | undefined;
  /** What `q` was taken for, and where else that can be looked at. */
  subject?: { words: string; href?: string | undefined } | undefined;
  timeZone?: string;
};

const SPARK_PX = 80;

export function renderTraceList(view: TraceListView): string {
  const { page, filter, subject, timeZone = DEFAULT_TIME_ZONE } = view;
  const { data, stats, next } = page;
  const isFiltered = Object.values(filter).some((value) => value);
  return renderFrame({
    title: 'Traces',
    current: 'traces',
    scripts: [],
    body: html`
<div class="heading"><h1>Traces</h1><p class="muted">${countText(stats.traces, 'trace')} and ${countText(stats.spans, 'span')} held, ${megabytes(stats.bytes)} of ${megabytes(stats.maxBytes)} MB. <a href="/ops/traces/map">Service map</a></p></div>
${renderLosses(view)}
<section class="panel list">
${renderForm(view)}
${subject && html`<p class="count muted">About ${subject.words}${subject.href && html`: <a href="${subject.href}">its journey</a>`}</p>`}
${data.length > 0 ? renderSummaries(data, timeZone) : renderNone(isFiltered)}
${next && html`<p class="count"><a class="button" rel="next" href="${addressOf({ ...filter, after: next })}">Older traces</a></p>`}
</section>`,
  });
}

function addressOf(query: Readonly<Record<string, string | undefined>>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) params.set(key, value);
  return `/ops/traces?${params}`;
}

function renderLosses({ page: { stats }, lost }: TraceListView): Html | undefined {
  const refused =
    stats.full + stats.bad + Object.values(stats.refused).reduce((sum, count) => sum + count, 0);
  const onTheWay = (lost?.failed ?? 0) + (lost?.dropped ?? 0);
  if (refused + onTheWay === 0) return undefined;
  const details = [
    refused > 0 &&
      `${countText(refused, 'span or request', 'spans or requests')} could not be taken since the store started.`,
    onTheWay > 0 &&
      `${countText(onTheWay, 'span')} of the processes that run now never got here: ${lost?.dropped.toLocaleString('en')} dropped because too many waited, ${lost?.failed.toLocaleString('en')} not accepted.`,
  ];
  return renderNotice('warning', {
    title: 'Some traces are incomplete.',
    detail: details.filter(Boolean).join(' '),
  });
}

function renderForm({ filter, queues = [] }: TraceListView): Html {
  const queue = (name: string, label: string) =>
    html`<option value="${name}"${(filter.queue ?? '') === name && html` selected`}>${label}</option>`;
  return html`<form class="filter" method="get" action="/ops/traces" role="search">
<label><span class="hidden">Trace id, ticket number, event id, or kind/id</span><input type="search" name="q" value="${filter.q}" placeholder="Trace id, T-000123, event id, kind/id" maxlength="200"></label>
<label><span class="hidden">Action: command, route or type of event</span><input type="search" name="name" value="${filter.name}" placeholder="Action, route or event type" maxlength="200"></label>
<label class="inline">queue <select name="queue">${queue('', 'any')}${queues.map((name) => queue(name, name))}</select></label>
<label class="inline">took <input type="number" name="minDurationMs" min="0" step="any" value="${filter.minDurationMs}" placeholder="0" aria-label="At least, in milliseconds"> to <input type="number" name="maxDurationMs" min="0" step="any" value="${filter.maxDurationMs}" placeholder="any" aria-label="At most, in milliseconds"> ms</label>
<label class="inline">from <input type="datetime-local" name="from" value="${filter.from}"></label>
<label class="inline">to <input type="datetime-local" name="to" value="${filter.to}"></label>
<label class="check"><input type="checkbox" name="error" value="true"${filter.error === 'true' && html` checked`}> With errors</label>
<label><span class="hidden">Type of error</span><input type="search" name="errorType" value="${filter.errorType}" placeholder="Type of error" maxlength="100"></label>
<button type="submit">Search</button>
</form>`;
}

function renderNone(isFiltered: boolean): Html {
  return isFiltered
    ? html`<div class="empty"><p><strong>No trace fits the search.</strong></p><p class="muted">It may be older than what is held.</p><p><a href="/ops/traces">Show all</a></p></div>`
    : html`<div class="empty"><p><strong>No trace yet.</strong></p><p class="muted">Every request makes one; it appears here within seconds.</p></div>`;
}

export function renderSummaries(traces: TraceSummary[], timeZone: string): Html {
  const longest = Math.max(...traces.map(({ durationMs }) => durationMs), 0.001);
  return html`<div class="scroll"><table class="traces"><thead><tr><th scope="col">Name</th><th scope="col">Roles</th><th scope="col" class="number">Spans</th><th scope="col" class="number">Duration</th><th scope="col"><span class="hidden">Duration, drawn</span></th><th scope="col">Started</th></tr></thead><tbody>
${traces.map(
  (
    trace,
  ) => html`<tr><th scope="row"><a href="/ops/traces/${trace.traceId}">${trace.name}</a>${!trace.rooted && html` <span class="mark">root not here</span>`}${trace.errors > 0 && html` <span class="mark danger">${countText(trace.errors, 'error')}${trace.errorType && html`: ${trace.errorType}`}</span>`}</th>
<td class="muted who">${trace.services.join(', ')}</td>
<td class="number" data-label="spans">${trace.spans}${trace.dropped > 0 && html`<span class="muted" title="More came than one trace may hold"> +${trace.dropped}</span>`}</td>
<td class="number" data-label="took">${durationText(trace.durationMs)}</td>
<td class="spark"><svg aria-hidden="true" width="80" height="8"><rect class="${trace.errors > 0 ? 'failed' : 'work'}" width="${sparkWidth(trace.durationMs, longest)}" height="8" rx="2"/></svg></td>
<td class="muted began">${renderTime(trace.startMs, timeZone)}</td></tr>\n`,
)}</tbody></table></div>`;
}

/** Logarithmic: a retry after a minute would flatten all the rest. */
function sparkWidth(ms: number, longestMs: number): string {
  return Math.max(1, (Math.log1p(ms) / Math.log1p(longestMs)) * SPARK_PX).toFixed(1);
}

function megabytes(bytes: number): string {
  if (bytes > 0 && bytes < 100 * 1024) return 'less than 0.1';
  return (bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);
}
