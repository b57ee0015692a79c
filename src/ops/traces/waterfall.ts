// A trace as a waterfall: rows in order, hops, and the waiting between them. Pure, from OTLP.
//
// W2  Waiting is what the span says of itself (`trunkline.wait_ms`), else the time from the end of its parent,
//     where it runs in another process or was received from a queue. It is never negative.

import { serviceOf } from './facts.ts';
import {
  attributeOf,
  attributeText,
  kindNames,
  msBetween,
  type OtlpSpan,
  type OtlpTrace,
  STATUS_ERROR,
} from './otlp.ts';
import { type Placed, placeSpans } from './tree.ts';

export type WaterfallSpan = {
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  kind: (typeof kindNames)[number];
  /** Which process: its role, and enough of its identity to tell two apart. */
  role: string;
  process: string;
  startNs: number;
  endNs: number;
  error: string | undefined;
  attributes: [string, string][];
  resource: [string, string][];
  events: { name: string; atNs: number; attributes: [string, string][] }[];
  links: { traceId: string; spanId: string; attributes: [string, string][] }[];
  statedWaitMs: number | undefined;
};

export type Row = Placed<WaterfallSpan> & {
  startMs: number;
  durationMs: number;
  waitMs: number;
  /** Where control passed from one process (or queue) to another, and where the trace begins. */
  isHop: boolean;
};

export type Waterfall = {
  name: string;
  rows: Row[];
  startNs: number;
  endNs: number;
  roles: string[];
  errors: number;
};

export function layOut(trace: OtlpTrace): Waterfall {
  const spans = trace.resourceSpans.flatMap(({ resource, scopeSpans = [] }) => {
    const attributes = pairs(resource?.attributes);
    const role = serviceOf(resource?.attributes);
    const instance =
      attributeOf(resource?.attributes, 'service.instance.id') ??
      attributeOf(resource?.attributes, 'process.pid');
    const process = `${role} ${instance ?? ''}`;
    return scopeSpans.flatMap(({ spans = [] }) => spans.map((span) => read(span, role, process, attributes)));
  });
  const startNs = spans.reduce((least, span) => Math.min(least, span.startNs), Number.POSITIVE_INFINITY);
  const endNs = spans.reduce((most, span) => Math.max(most, span.endNs), 0);
  const placed = placeSpans(spans);
  const first = placed.find(({ orphan }) => orphan === undefined) ?? placed[0];
  return {
    name: first?.span.name ?? 'Empty trace',
    rows: placed.map((at) => rowOf(at, startNs)),
    startNs: Number.isFinite(startNs) ? startNs : 0,
    endNs,
    roles: [...new Set(placed.map(({ span }) => span.role))],
    errors: spans.filter(({ error }) => error !== undefined).length,
  };
}

function rowOf(at: Placed<WaterfallSpan>, traceStartNs: number): Row {
  const { span, parent } = at;
  const crossed = parent !== undefined && parent.process !== span.process;
  const received = span.kind === 'consumer';
  const sinceParentMs = parent && (crossed || received) ? msBetween(parent.endNs, span.startNs) : 0;
  return {
    ...at,
    startMs: msBetween(traceStartNs, span.startNs),
    durationMs: Math.max(0, msBetween(span.startNs, span.endNs)),
    waitMs: Math.max(0, span.statedWaitMs ?? sinceParentMs),
    isHop: !parent || crossed || received || span.kind === 'producer' || span.kind === 'server',
  };
}

function read(span: OtlpSpan, role: string, process: string, resource: [string, string][]): WaterfallSpan {
  const stated = Number(attributeOf(span.attributes, 'trunkline.wait_ms') ?? Number.NaN);
  return {
    spanId: span.spanId.toLowerCase(),
    parentSpanId: span.parentSpanId?.toLowerCase() || undefined,
    name: span.name,
    kind: kindNames[span.kind ?? 0] ?? 'unspecified',
    role,
    process,
    startNs: Number(span.startTimeUnixNano),
    endNs: Number(span.endTimeUnixNano),
    error: errorOf(span),
    attributes: pairs(span.attributes),
    resource,
    events: (span.events ?? []).map((event) => ({
      name: event.name,
      atNs: Number(event.timeUnixNano),
      attributes: pairs(event.attributes),
    })),
    links: (span.links ?? []).map((link) => ({
      traceId: link.traceId.toLowerCase(),
      spanId: link.spanId.toLowerCase(),
      attributes: pairs(link.attributes),
    })),
    statedWaitMs: Number.isFinite(stated) ? stated : undefined,
  };
}

function errorOf(span: OtlpSpan): string | undefined {
  if (span.status?.code !== STATUS_ERROR) return undefined;
  const type = attributeOf(span.attributes, 'error.type');
  const { message } = span.status;
  if (!type || !message || type === message) return type || message || 'error';
  return `${type}: ${message}`;
}

function pairs(attributes: OtlpSpan['attributes']): [string, string][] {
  return (attributes ?? []).map(({ key, value }) => [key, attributeText(value)]);
}
