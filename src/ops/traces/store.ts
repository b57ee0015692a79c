// The recent traces, in memory and bounded. No I/O, no clock of its own.
//
// TS1  Never more than `maxSpans` spans nor `maxBytes` (as counted here) are held; the oldest trace goes first.
// TS2  No trace takes more than `maxTraceSpans` spans or an eighth of the bytes; what it has more is counted.
// TS3  A span that comes twice (an export repeated after a lost answer) is kept once.
// TS4  The index of links holds only what a held trace names.
//
// A span is held as its JSON text: a fifth of the memory of the object, nothing for the collector to walk.

import { msBetween, type OtlpSpan } from './otlp.ts';
import type { LinkedTraces, StoreStats, TraceSummary, TracesQuery } from './summary.ts';

export type StoreLimits = { maxBytes: number; maxSpans: number; maxTraceSpans: number };

export const defaultLimits: StoreLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxSpans: 200_000,
  maxTraceSpans: 5_000,
};

/** Where a span comes from; one object is shared by the spans of one export request. */
export type Origin = { service: string; resourceJson: string; scopeJson: string };

/** What the store wants to know of a span beside its text. */
export type SpanFacts = Pick<OtlpSpan, 'spanId' | 'name'> & {
  traceId: string;
  isRoot: boolean;
  route: string | undefined;
  startNs: number;
  endNs: number;
  isError: boolean;
  linksTo: string[];
};

export type AddOutcome = 'kept' | 'duplicate' | 'full';

export type TraceStore = {
  add(span: SpanFacts, json: string, origin: Origin, nowMs: number): AddOutcome;
  /** OTLP JSON text of one trace. */
  get(traceId: string): string | undefined;
  list(query: TracesQuery): TraceSummary[];
  linked(traceId: string): LinkedTraces | undefined;
  counts(): Omit<StoreStats, 'bad' | 'refused'>;
};

type HeldTrace = {
  traceId: string;
  spans: Map<string, { json: string; origin: Origin }>;
  origins: Set<string>;
  bytes: number;
  arrivedMs: number;
  startNs: number;
  endNs: number;
  errors: number;
  dropped: number;
  name: string;
  nameNs: number;
  route: string;
  rooted: boolean;
  services: Set<string>;
  linksTo: Set<string>;
};

const SPAN_OVERHEAD_BYTES = 200;
const TRACE_OVERHEAD_BYTES = 1_000;
const LINK_OVERHEAD_BYTES = 150;
const MAX_LINKED = 100;

/** Engines hold a text with any letter beyond Latin-1 in two bytes a letter. */
function bytesOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is exactly Latin-1.
  return /[^\x00-\xff]/.test(text) ? text.length * 2 : text.length;
}

const summarise = (trace: HeldTrace): TraceSummary => ({
  traceId: trace.traceId,
  name: trace.name,
  rooted: trace.rooted,
  startMs: trace.startNs / 1e6,
  durationMs: msBetween(trace.startNs, trace.endNs),
  spans: trace.spans.size,
  errors: trace.errors,
  dropped: trace.dropped,
  services: [...trace.services],
});

export function createTraceStore(limits: StoreLimits = defaultLimits): TraceStore {
  const traces = new Map<string, HeldTrace>();
  /** Target trace to the traces that name it. */
  const linkedFrom = new Map<string, Set<string>>();
  const totals = { spans: 0, bytes: 0, kept: 0, evicted: 0, duplicate: 0, full: 0 };
  const maxTraceBytes = Math.floor(limits.maxBytes / 8);

  function begin(traceId: string, nowMs: number): HeldTrace {
    const trace: HeldTrace = {
      traceId,
      spans: new Map(),
      origins: new Set(),
      bytes: TRACE_OVERHEAD_BYTES,
      arrivedMs: nowMs,
      startNs: Number.POSITIVE_INFINITY,
      endNs: 0,
      errors: 0,
      dropped: 0,
      name: '',
      nameNs: Number.POSITIVE_INFINITY,
      route: '',
      rooted: false,
      services: new Set(),
      linksTo: new Set(),
    };
    traces.set(traceId, trace);
    totals.bytes += trace.bytes;
    return trace;
  }

  function evict(trace: HeldTrace): void {
    traces.delete(trace.traceId);
    totals.spans -= trace.spans.size;
    totals.bytes -= trace.bytes;
    totals.evicted += trace.spans.size;
    for (const target of trace.linksTo) {
      const sources = linkedFrom.get(target);
      sources?.delete(trace.traceId);
      if (sources?.size === 0) linkedFrom.delete(target);
    }
  }

  function evictToLimits(): void {
    for (const oldest of traces.values()) {
      if (totals.bytes <= limits.maxBytes && totals.spans <= limits.maxSpans) return;
      evict(oldest);
    }
  }

  function addLinks(trace: HeldTrace, targets: string[]): void {
    for (const target of targets) {
      if (target === trace.traceId || trace.linksTo.has(target)) continue;
      const sources = linkedFrom.get(target) ?? new Set();
      if (sources.size >= MAX_LINKED) continue;
      linkedFrom.set(target, sources.add(trace.traceId));
      trace.linksTo.add(target);
    }
  }

  function note(trace: HeldTrace, span: SpanFacts, service: string): void {
    trace.startNs = Math.min(trace.startNs, span.startNs);
    trace.endNs = Math.max(trace.endNs, span.endNs);
    if (span.isError) trace.errors++;
    if (trace.services.size < 20) trace.services.add(service);
    if (
      span.isRoot
        ? !trace.rooted || span.startNs < trace.nameNs
        : !trace.rooted && span.startNs < trace.nameNs
    ) {
      trace.name = span.name;
      trace.route = span.route ?? '';
      trace.nameNs = span.startNs;
    }
    trace.rooted ||= span.isRoot;
  }

  return {
    add(span, json, origin, nowMs) {
      const trace = traces.get(span.traceId) ?? begin(span.traceId, nowMs);
      if (trace.spans.has(span.spanId)) {
        totals.duplicate++;
        return 'duplicate';
      }
      const originJson = origin.resourceJson + origin.scopeJson;
      const bytes =
        bytesOf(json) +
        SPAN_OVERHEAD_BYTES +
        span.linksTo.length * LINK_OVERHEAD_BYTES +
        (trace.origins.has(originJson) ? 0 : bytesOf(originJson) * 2);
      if (trace.spans.size >= limits.maxTraceSpans || trace.bytes + bytes > maxTraceBytes) {
        trace.dropped++;
        totals.full++;
        evictToLimits();
        return 'full';
      }
      trace.origins.add(originJson);
      trace.spans.set(span.spanId, { json, origin });
      trace.bytes += bytes;
      totals.bytes += bytes;
      totals.spans++;
      totals.kept++;
      note(trace, span, origin.service);
      addLinks(trace, span.linksTo);
      evictToLimits();
      return 'kept';
    },

    get(traceId) {
      const trace = traces.get(traceId);
      if (!trace || trace.spans.size === 0) return undefined;
      const byOrigin = new Map<string, { origin: Origin; spans: string[] }>();
      for (const { json, origin } of trace.spans.values()) {
        const key = origin.resourceJson + origin.scopeJson;
        const group = byOrigin.get(key) ?? { origin, spans: [] };
        group.spans.push(json);
        byOrigin.set(key, group);
      }
      const groups = [...byOrigin.values()].map(
        ({ origin, spans }) =>
          `{"resource":${origin.resourceJson},"scopeSpans":[{"scope":${origin.scopeJson},"spans":[${spans.join(',')}]}]}`,
      );
      return `{"resourceSpans":[${groups.join(',')}]}`;
    },

    list({ name, error, minDurationMs, limit }) {
      const wanted = name?.toLowerCase();
      const found: TraceSummary[] = [];
      for (const trace of [...traces.values()].reverse()) {
        if (found.length >= limit) break;
        if (trace.spans.size === 0) continue;
        if (error !== undefined && error !== trace.errors > 0) continue;
        if (minDurationMs !== undefined && (trace.endNs - trace.startNs) / 1e6 < minDurationMs) continue;
        if (wanted && !`${trace.name} ${trace.route}`.toLowerCase().includes(wanted)) continue;
        found.push(summarise(trace));
      }
      return found;
    },

    linked(traceId) {
      const trace = traces.get(traceId);
      if (!trace) return undefined;
      const held = (ids: Iterable<string>) =>
        [...ids].flatMap((id) => {
          const other = traces.get(id);
          return other ? [summarise(other)] : [];
        });
      return { from: held(linkedFrom.get(traceId) ?? []), to: held(trace.linksTo) };
    },

    counts() {
      const oldest = traces.values().next().value;
      return {
        ...totals,
        traces: traces.size,
        maxSpans: limits.maxSpans,
        maxBytes: limits.maxBytes,
        ...(oldest ? { oldestMs: oldest.arrivedMs } : {}),
      };
    },
  };
}
