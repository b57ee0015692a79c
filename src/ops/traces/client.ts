// What the API asks the local trace store, with a deadline and a clear problem when the store is away.

import { type Answer, createAsker } from '../ask.ts';
import { type OtlpTrace, otlpTrace } from './otlp.ts';
import {
  type LinkedTraces,
  linkedTraces,
  type ServiceMap,
  serviceMap,
  type TracesPage,
  type TracesQuery,
  tracesPage,
} from './summary.ts';

export type TracesClient = {
  list(query?: Partial<TracesQuery>): Promise<Answer<TracesPage>>;
  /** The trace as OTLP; status 404 when the store has it no more. */
  trace(traceId: string): Promise<Answer<OtlpTrace>>;
  linked(traceId: string): Promise<Answer<LinkedTraces>>;
  map(minutes: number): Promise<Answer<ServiceMap>>;
};

export function createTracesClient(options: { baseUrl: string; timeoutMs?: number }): TracesClient {
  const ask = createAsker({ name: 'The local trace store', timeoutMs: 2_000, ...options });
  return {
    list(query = {}) {
      const params = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) {
        if (value !== undefined) params.set(name, String(value));
      }
      return ask(tracesPage, `/traces?${params}`);
    },
    trace: (traceId) => ask(otlpTrace, `/traces/${encodeURIComponent(traceId)}`),
    linked: (traceId) => ask(linkedTraces, `/traces/${encodeURIComponent(traceId)}/links`),
    map: (minutes) => ask(serviceMap, `/map?minutes=${minutes}`),
  };
}
