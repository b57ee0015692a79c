// The waterfall and the table of hops, drawn. Bars are SVG with lengths in per cent, so no style attribute is needed.

import { type Html, html } from '../pages/html.ts';
import { durationText } from '../pages/layout.ts';
import type { Scale } from './scale.ts';
import type { Row, Waterfall } from './waterfall.ts';

const ROLE_COLOURS = 6;
const MAX_INDENT = 16;

/** The colour of a role: by its first appearance in this trace, always beside its name. */
export function roleClass(roles: string[], role: string): string {
  return `c${Math.max(0, roles.indexOf(role)) % ROLE_COLOURS}`;
}

export function renderWaterfall(waterfall: Waterfall, scale: Scale): Html {
  return html`<svg class="defs" aria-hidden="true" width="0" height="0"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-back" width="6" height="6"/><rect class="hatch-line" width="2" height="6"/></pattern></defs></svg>
<div class="waterfall">
<div class="axis" aria-hidden="true"><span></span><span></span><svg width="100%" height="20">${scale.ticks.map((tick) => renderTick(tick))}</svg><span></span></div>
${waterfall.rows.map((row, index) => renderRow(row, index, waterfall, scale))}</div>`;
}

function renderTick({ percent, ms, anchor }: Scale['ticks'][number]): Html {
  return html`<text x="${percent.toFixed(2)}%" y="14" text-anchor="${anchor}">${ms === 0 ? '0' : durationText(ms)}</text>`;
}

function renderRow(row: Row, index: number, { roles, startNs }: Waterfall, scale: Scale): Html {
  const { span, depth, orphan, startMs, durationMs, waitMs } = row;
  const said = [
    `starts at ${durationText(startMs)}`,
    waitMs > 0 ? `waited ${durationText(waitMs)}` : '',
    span.error ? `error: ${span.error}` : '',
  ].filter((words) => words !== '');
  return html`<details class="span${row.isHop && ' hop'}${span.error && ' wrong'}" id="s-${span.spanId}-${index}"><summary>
<span class="name d${Math.min(depth, MAX_INDENT)}" title="${span.name}">${span.error && html`<span class="mark danger">error</span> `}<span class="label">${span.name}</span>${orphan && html` <span class="mark">${orphan === 'cycle' ? 'circular parent' : 'parent not here'}</span>`}</span>
<span class="role"><svg aria-hidden="true" width="8" height="8"><rect class="${roleClass(roles, span.role)}" width="8" height="8" rx="2"/></svg>${span.role}</span>
<svg class="bar" aria-hidden="true" width="100%" height="28">${renderBar(row, roles, scale, startNs)}</svg>
<span class="duration">${durationText(durationMs)}</span>
<span class="hidden">${said.join(', ')}</span>
</summary>${renderDetails(row, startNs)}</details>\n`;
}

function renderBar({ span, waitMs }: Row, roles: string[], scale: Scale, traceStartNs: number): Html {
  const from = scale.percent(span.startNs);
  const width = Math.max(0.15, scale.percent(span.endNs) - from);
  const waitFrom = scale.percent(Math.max(traceStartNs, span.startNs - waitMs * 1e6));
  const folds = scale.folds.map(
    ({ fromPercent, toPercent }) =>
      html`<rect class="fold" x="${fromPercent.toFixed(2)}%" width="${(toPercent - fromPercent).toFixed(2)}%" height="28"/>`,
  );
  const grid = scale.ticks.map(
    ({ percent }) =>
      html`<line class="grid" x1="${percent.toFixed(2)}%" x2="${percent.toFixed(2)}%" y1="0" y2="28"/>`,
  );
  const waited =
    waitMs > 0 &&
    html`<rect class="wait" x="${waitFrom.toFixed(3)}%" width="${(from - waitFrom).toFixed(3)}%" y="10" height="8" fill="url(#hatch)"/>`;
  const kind = span.error ? 'failed' : roleClass(roles, span.role);
  return html`${folds}${grid}${waited}<rect class="${kind}" x="${from.toFixed(3)}%" width="${width.toFixed(3)}%" y="8" height="12" rx="2"/>${waitMs > 0 && renderWaitLabel(waitMs, waitFrom, from + width)}`;
}

/** Beside the bar, on the side that has room. */
function renderWaitLabel(waitMs: number, fromPercent: number, toPercent: number): Html {
  const text = `waited ${durationText(waitMs)}`;
  return toPercent < 70
    ? html`<text class="waited" x="${toPercent.toFixed(2)}%" dx="6" y="18">${text}</text>`
    : html`<text class="waited" x="${fromPercent.toFixed(2)}%" dx="-6" y="18" text-anchor="end">${text}</text>`;
}

function renderDetails({ span, startMs, waitMs }: Row, traceStartNs: number): Html {
  return html`<div class="inside">
${span.error && html`<p class="danger">${span.error}</p>`}
<dl>
<div><dt>Span</dt><dd>${span.spanId}</dd></div><div><dt>Kind</dt><dd>${span.kind}</dd></div>
<div><dt>Starts at</dt><dd>${durationText(startMs)}</dd></div>${waitMs > 0 && html`<div><dt>Waited</dt><dd>${durationText(waitMs)}</dd></div>`}
${renderPairs(span.attributes)}
</dl>
${
  span.events.length > 0 &&
  html`<h4>Events</h4><ul>${span.events.map((event) => html`<li><strong>${event.name}</strong> <span class="muted">at ${durationText(Math.max(0, (event.atNs - traceStartNs) / 1e6))}</span><dl>${renderPairs(event.attributes)}</dl></li>`)}</ul>`
}
${
  span.links.length > 0 &&
  html`<h4>Links</h4><ul>${span.links.map((link) => html`<li><a href="/ops/traces/${link.traceId}#s-${link.spanId}">${link.traceId}</a> <span class="muted">span ${link.spanId}</span><dl>${renderPairs(link.attributes)}</dl></li>`)}</ul>`
}
<details class="source"><summary>Process</summary><dl>${renderPairs(span.resource)}</dl></details>
</div>`;
}

function renderPairs(pairs: [string, string][]): Html[] {
  return pairs.map(([key, value]) => html`<div><dt>${key}</dt><dd>${value}</dd></div>`);
}

export function renderHops({ rows, roles }: Waterfall): Html {
  const hops = rows
    .map((row, index) => ({ ...row, index }))
    .filter(({ isHop }) => isHop)
    .sort((a, b) => a.startMs - b.startMs);
  return html`<div class="scroll"><table class="hops"><thead><tr><th scope="col">Hop</th><th scope="col">Role</th><th scope="col" class="number">Starts at</th><th scope="col" class="number">Wait</th><th scope="col" class="number">Duration</th><th scope="col">Status</th></tr></thead><tbody>
${hops.map(
  ({
    span,
    startMs,
    waitMs,
    durationMs,
    index,
  }) => html`<tr><th scope="row"><a href="#s-${span.spanId}-${index}">${span.name}</a></th>
<td class="who"><span class="role"><svg aria-hidden="true" width="8" height="8"><rect class="${roleClass(roles, span.role)}" width="8" height="8" rx="2"/></svg>${span.role}</span></td>
<td class="number" data-label="at">${durationText(startMs)}</td><td class="number" data-label="wait">${waitMs > 0 ? durationText(waitMs) : html`<span class="muted">&ndash;</span>`}</td><td class="number" data-label="took">${durationText(durationMs)}</td>
<td class="outcome">${span.error ? html`<span class="state danger">${span.error}</span>` : html`<span class="state good">ok</span>`}</td></tr>\n`,
)}</tbody></table></div>`;
}
