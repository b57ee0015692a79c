// One trace as the store holds it, its line in a list, and whether a question finds it. Pure.

import type { Call } from './facts.ts';
import { msBetween } from './otlp.ts';
import type { TraceSummary, TracesQuery } from './summary.ts';

/** Where a span comes from; one object is shared by the spans of one export request. */
export type Origin = { service: string; resourceJson: string; scopeJson: string };

export type HeldSpan = {
  json: string;
  origin: Origin;
  call: Call | undefined;
  durationMs: number;
  waitMs: number | undefined;
  isError: boolean;
};

export type HeldTrace = {
  traceId: string;
  spans: Map<string, HeldSpan>;
  origins: Set<string>;
  bytes: number;
  arrivedMs: number;
  startNs: number;
  endNs: number;
  errors: number;
  errorType: string | undefined;
  dropped: number;
  name: string;
  nameNs: number;
  route: string;
  rooted: boolean;
  services: Set<string>;
  linksTo: Set<string>;
  /** By what it is found; see `SpanFacts.tags`. */
  tags: Set<string>;
};

export const summarise = (trace: HeldTrace): TraceSummary => ({
  traceId: trace.traceId,
  name: trace.name,
  rooted: trace.rooted,
  startMs: trace.startNs / 1e6,
  durationMs: msBetween(trace.startNs, trace.endNs),
  spans: trace.spans.size,
  errors: trace.errors,
  ...(trace.errorType === undefined ? {} : { errorType: trace.errorType }),
  dropped: trace.dropped,
  services: [...trace.services],
});

/** Newest first; the id settles what began at the same time. */
export function compareTraces(a: HeldTrace, b: HeldTrace): number {
  return b.startNs - a.startNs || (a.traceId < b.traceId ? 1 : -1);
}

/** A place in the list, for the page after it. */
export function cursorOf(trace: HeldTrace): string {
  return `${trace.startNs}-${trace.traceId}`;
}

function isAfter(trace: HeldTrace, cursor: string): boolean {
  const at = cursor.lastIndexOf('-');
  const startNs = Number(cursor.slice(0, at));
  if (trace.startNs !== startNs) return trace.startNs < startNs;
  return trace.traceId < cursor.slice(at + 1);
}

export type Question = Omit<TracesQuery, 'limit'>;

/** The test of a question, made once for all traces. */
export function questionOf(asked: Question): (trace: HeldTrace) => boolean {
  const name = asked.name?.toLowerCase();
  const route = asked.route?.toLowerCase();
  const errorType = asked.errorType?.toLowerCase();
  const { about, queue, error, minDurationMs, maxDurationMs, fromMs, toMs, after } = asked;
  // What costs least is asked first.
  return (trace) => {
    if (trace.spans.size === 0) return false;
    if (error !== undefined && error !== trace.errors > 0) return false;
    const startMs = trace.startNs / 1e6;
    if ((fromMs !== undefined && startMs < fromMs) || (toMs !== undefined && startMs >= toMs)) return false;
    const durationMs = (trace.endNs - trace.startNs) / 1e6;
    if (minDurationMs !== undefined && durationMs < minDurationMs) return false;
    if (maxDurationMs !== undefined && durationMs > maxDurationMs) return false;
    if (queue !== undefined && !trace.tags.has(`queue:${queue}`)) return false;
    if (about && !about.some((one) => one === trace.traceId || trace.tags.has(one))) return false;
    if (route !== undefined && !hasTag(trace, 'route:', route)) return false;
    if (errorType !== undefined && !hasTag(trace, 'error:', errorType)) return false;
    if (name !== undefined && !isNamed(trace, name)) return false;
    return after === undefined || isAfter(trace, after);
  };
}

function isNamed(trace: HeldTrace, words: string): boolean {
  return (
    `${trace.name} ${trace.route}`.toLowerCase().includes(words) ||
    hasTag(trace, 'route:', words) ||
    hasTag(trace, 'type:', words)
  );
}

function hasTag({ tags }: HeldTrace, of: string, words: string): boolean {
  for (const tag of tags) {
    if (tag.startsWith(of) && tag.slice(of.length).toLowerCase().includes(words)) return true;
  }
  return false;
}
