// /ops/traces/map: who calls whom, drawn and as a table. Pure.

import { type Html, html } from '../pages/html.ts';
import { countText, durationText, renderFrame } from '../pages/layout.ts';
import type { ServiceCall, ServiceMap } from './summary.ts';

const NODE_WIDTH = 150;
const NODE_HEIGHT = 32;
const COLUMN = 220;
const ROW = 52;
const MARGIN = 12;

export function renderServiceMap(map: ServiceMap): string {
  const { calls, minutes, traces } = map;
  return renderFrame({
    title: 'Service map',
    current: 'traces',
    scripts: [],
    body: html`
<div class="heading"><p class="crumb"><a href="/ops/traces">Traces</a> <span aria-hidden="true">/</span> Service map</p><h1>Service map</h1>
<p class="muted">Who called whom in ${countText(traces, 'trace')} of the last ${minutes} min that are held. <a href="?minutes=15">15 min</a> <a href="?minutes=60">1 h</a> <a href="?minutes=1440">24 h</a></p></div>
${
  calls.length === 0
    ? html`<div class="panel empty"><p><strong>No call yet.</strong></p><p class="muted">Every request makes some; they appear here within seconds.</p></div>`
    : html`<section class="panel" aria-label="Drawing"><div class="scroll">${renderDrawing(calls)}</div></section>
<section class="panel" aria-labelledby="calls"><h2 id="calls">Calls</h2>${renderCalls(calls)}</section>`
}`,
  });
}

function renderCalls(calls: readonly ServiceCall[]): Html {
  return html`<div class="scroll"><table><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col" class="number">Calls</th><th scope="col" class="number">Errors</th><th scope="col" class="number">Median</th><th scope="col" class="number">p95</th><th scope="col" class="number">Waited, p95</th></tr></thead><tbody>
${calls.map(
  (
    call,
  ) => html`<tr><th scope="row">${call.from}</th><td>${renderPlace(call.to)}</td><td class="number">${call.calls.toLocaleString('en')}</td>
<td class="number">${call.errors > 0 ? html`<span class="danger">${call.errors.toLocaleString('en')} (${((100 * call.errors) / call.calls).toFixed(1)} %)</span>` : '0'}</td>
<td class="number">${durationText(call.p50Ms)}</td><td class="number">${durationText(call.p95Ms)}</td><td class="number">${call.waitP95Ms === undefined ? html`<span class="muted">&ndash;</span>` : durationText(call.waitP95Ms)}</td></tr>\n`,
)}</tbody></table></div>`;
}

/** A queue leads to the traces that went through it. */
function renderPlace(node: string): Html | string {
  const queue = /^queue (.+)$/.exec(node)?.[1];
  return queue ? html`<a href="/ops/traces?queue=${encodeURIComponent(queue)}">${node}</a>` : node;
}

type Placed = { x: number; y: number };

/** Columns by the number of steps from where calls begin; what only circles reach comes last. */
export function placeNodes(calls: readonly Pick<ServiceCall, 'from' | 'to'>[]): Map<string, Placed> {
  const nodes = [...new Set(calls.flatMap(({ from, to }) => [from, to]))];
  const called = new Set(calls.filter(({ from, to }) => from !== to).map(({ to }) => to));
  const tops = nodes.filter((node) => node === 'clients' || !called.has(node));
  const column = new Map<string, number>();
  let edge = tops.length > 0 ? tops : nodes.slice(0, 1);
  for (let step = 0; edge.length > 0; step++) {
    for (const node of edge) column.set(node, step);
    const next = calls.filter(({ from, to }) => edge.includes(from) && !column.has(to)).map(({ to }) => to);
    edge = [...new Set(next)];
  }
  const last = Math.max(0, ...column.values()) + 1;
  const filled = new Map<number, number>();
  return new Map(
    nodes.map((node) => {
      const at = column.get(node) ?? last;
      const row = filled.get(at) ?? 0;
      filled.set(at, row + 1);
      return [node, { x: MARGIN + at * COLUMN, y: MARGIN + row * ROW }];
    }),
  );
}

function renderDrawing(calls: readonly ServiceCall[]): Html {
  const places = placeNodes(calls);
  const all = [...places.values()];
  const width = Math.max(...all.map(({ x }) => x)) + NODE_WIDTH + MARGIN;
  const height = Math.max(...all.map(({ y }) => y)) + ROW + MARGIN;
  const most = Math.max(...calls.map((call) => call.calls));
  return html`<svg class="map" role="img" aria-label="Service map; the table below says the same" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
${calls.map((call) => renderArrow(call, places, most))}
${[...places].map(
  ([node, { x, y }]) =>
    html`<g><title>${node}</title><rect class="node" x="${x}" y="${y}" width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="6"/><text x="${x + 10}" y="${y + 20}">${node.slice(0, 22)}</text></g>\n`,
)}</svg>`;
}

function renderArrow(call: ServiceCall, places: ReadonlyMap<string, Placed>, most: number): Html | undefined {
  const from = places.get(call.from);
  const to = places.get(call.to);
  if (!from || !to) return undefined;
  const back = to.x <= from.x;
  const [x1, x2] = back ? [from.x, to.x + NODE_WIDTH] : [from.x + NODE_WIDTH, to.x];
  const [y1, y2] = [from.y + NODE_HEIGHT / 2, to.y + NODE_HEIGHT / 2];
  const bend = back ? -40 : 40;
  const thick = (1 + 3 * (Math.log1p(call.calls) / Math.log1p(most))).toFixed(1);
  const words = `${call.from} to ${call.to}: ${countText(call.calls, 'call')}, ${countText(call.errors, 'error')}, p95 ${durationText(call.p95Ms)}`;
  return html`<path class="call${call.errors > 0 && ' failing'}" stroke-width="${thick}" d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"><title>${words}</title></path>\n`;
}
