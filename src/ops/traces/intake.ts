// From an OTLP/JSON export request to spans in the store.
//
// I1  A request that is not one is refused whole (400); in a good one a bad span costs only itself.

import { factsOf, serviceOf } from './facts.ts';
import type { Origin } from './held.ts';
import { exportRequest, otlpSpan } from './otlp.ts';
import type { TraceStore } from './store.ts';

export type Intake = { kept: number; rejected: number };

const MAX_SPAN_CHARS = 64 * 1024;
const MAX_ORIGIN_CHARS = 16 * 1024;

/** `undefined` when `body` is no export request. */
export function takeExport(store: TraceStore, body: unknown, nowMs: number): Intake | undefined {
  const request = exportRequest.safeParse(body);
  if (!request.success) return undefined;
  const intake: Intake = { kept: 0, rejected: 0 };
  for (const { resource, scopeSpans = [] } of request.data.resourceSpans) {
    for (const { scope, spans = [] } of scopeSpans) {
      const origin: Origin = {
        service: serviceOf(resource?.attributes),
        resourceJson: boundedJson(resource),
        scopeJson: boundedJson(scope),
      };
      for (const given of spans) {
        if (takeSpan(store, given, origin, nowMs)) intake.kept++;
        else intake.rejected++;
      }
    }
  }
  return intake;
}

function takeSpan(store: TraceStore, given: unknown, origin: Origin, nowMs: number): boolean {
  const read = otlpSpan.safeParse(given);
  if (!read.success) return false;
  const json = JSON.stringify(read.data);
  if (json.length > MAX_SPAN_CHARS) return false;
  store.add(factsOf(read.data, origin.service), json, origin, nowMs);
  return true;
}

function boundedJson(value: unknown): string {
  const json = JSON.stringify(value ?? {});
  return json.length > MAX_ORIGIN_CHARS ? '{}' : json;
}
