// The recent traces, in memory and bounded. No I/O, no clock of its own.
//
// TS1  Never more than `maxSpans` spans nor `maxBytes` (as counted here) are held; the oldest trace goes first.
// TS2  No trace takes more than `maxTraceSpans` spans or an eighth of the bytes; what it has more is counted.
// TS3  A span that comes twice (an export repeated after a lost answer) is kept once.
// TS4  The index of links holds only what a held trace names.
// TS7  The words by which a trace is found count as its bytes; it has at most 300 of them.
//
// A span is held as its JSON text: a fifth of the memory of the object, nothing for the collector to walk.

import type { Call, SpanFacts } from './facts.ts';
import { compareTraces, cursorOf, type HeldTrace, type Origin, questionOf, summarise } from './held.ts';
import { msBetween } from './otlp.ts';
import { sumCalls } from './service-map.ts';
import type { LinkedTraces, ServiceMap, StoreStats, TracesPage, TracesQuery } from './summary.ts';

export type StoreLimits = { maxBytes: number; maxSpans: number; maxTraceSpans: number };

export const defaultLimits: StoreLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxSpans: 200_000,
  maxTraceSpans: 5_000,
};

export type AddOutcome = 'kept' | 'duplicate' | 'full';

export type TraceStore = {
  add(span: SpanFacts, json: string, origin: Origin, nowMs: number): AddOutcome;
  /** OTLP JSON text of one trace. */
  get(traceId: string): string | undefined;
  list(query: TracesQuery): Omit<TracesPage, 'stats'>;
  linked(traceId: string): LinkedTraces | undefined;
  /** Who called whom, in the traces that ended since then. */
  map(minutes: number, nowMs: number): ServiceMap;
  counts(): Omit<StoreStats, 'bad' | 'refused'>;
};

const SPAN_OVERHEAD_BYTES = 240;
const TRACE_OVERHEAD_BYTES = 1_200;
const LINK_OVERHEAD_BYTES = 150;
const TAG_OVERHEAD_BYTES = 60;
const MAX_LINKED = 100;
const MAX_TAGS = 300;
const MAX_CALLS = 1_000;

/** Engines hold a text with any letter beyond Latin-1 in two bytes a letter. */
function bytesOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is exactly Latin-1.
  return /[^\x00-\xff]/.test(text) ? text.length * 2 : text.length;
}

export function createTraceStore(limits: StoreLimits = defaultLimits): TraceStore {
  const traces = new Map<string, HeldTrace>();
  /** Target trace to the traces that name it. */
  const linkedFrom = new Map<string, Set<string>>();
  /** The same arrow of many spans is one object. */
  const calls = new Map<string, Call>();
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
      errorType: undefined,
      dropped: 0,
      name: '',
      nameNs: Number.POSITIVE_INFINITY,
      route: '',
      rooted: false,
      services: new Set(),
      linksTo: new Set(),
      tags: new Set(),
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

  function sharedCall(call: Call | undefined): Call | undefined {
    if (!call) return undefined;
    const key = `${call.from}\n${call.to}`;
    const known = calls.get(key);
    if (known || calls.size >= MAX_CALLS) return known;
    calls.set(key, call);
    return call;
  }

  function note(trace: HeldTrace, span: SpanFacts, service: string): void {
    trace.startNs = Math.min(trace.startNs, span.startNs);
    trace.endNs = Math.max(trace.endNs, span.endNs);
    if (span.isError) {
      trace.errors++;
      trace.errorType ??= span.tags.find((tag) => tag.startsWith('error:'))?.slice('error:'.length);
    }
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
      const tags = span.tags
        .filter((tag, index) => !trace.tags.has(tag) && span.tags.indexOf(tag) === index)
        .slice(0, Math.max(0, MAX_TAGS - trace.tags.size));
      const bytes =
        bytesOf(json) +
        SPAN_OVERHEAD_BYTES +
        span.linksTo.length * LINK_OVERHEAD_BYTES +
        tags.reduce((sum, tag) => sum + TAG_OVERHEAD_BYTES + bytesOf(tag), 0) +
        (trace.origins.has(originJson) ? 0 : bytesOf(originJson) * 2);
      if (trace.spans.size >= limits.maxTraceSpans || trace.bytes + bytes > maxTraceBytes) {
        trace.dropped++;
        totals.full++;
        evictToLimits();
        return 'full';
      }
      trace.origins.add(originJson);
      trace.spans.set(span.spanId, {
        json,
        origin,
        call: sharedCall(span.call),
        durationMs: Math.max(0, msBetween(span.startNs, span.endNs)),
        waitMs: span.waitMs,
        isError: span.isError,
      });
      for (const tag of tags) trace.tags.add(tag);
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

    list({ limit, ...asked }) {
      const fits = questionOf(asked);
      const found = [...traces.values()].filter(fits).sort(compareTraces);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        data: shown.map(summarise),
        next: last && found.length > limit ? cursorOf(last) : null,
      };
    },

    map(minutes, nowMs) {
      const sinceNs = (nowMs - minutes * 60_000) * 1e6;
      const recent = [...traces.values()].filter(({ endNs }) => endNs >= sinceNs);
      return { minutes, traces: recent.length, calls: sumCalls(recent) };
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
