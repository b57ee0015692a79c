/**
 * The instruments of this process, made from the one table of metrics, and the verbs that feed them.
 *
 * - `observe` and `count` are called where something happens; `gauge` and `counter` add a reader, which is asked at
 *   every scrape: what is counted anyway costs nothing more.
 * - A reader tells all its samples each time; what no reader tells any more is gone from the next scrape.
 * - `observeTraced` also leaves the trace in the bucket, as its exemplar: one for each bucket of each series, the last
 *   one, so what they cost is bounded and the slow ones are not crowded out by the many.
 * - `declareMetrics` makes those of a role at the start, so that a counter is known before it first counts.
 */
import { Counter, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client';
import {
  type LabelsOf,
  type MetricDefinition,
  type MetricName,
  type MetricOf,
  type MetricRole,
  type MetricWithExemplars,
  metricTable,
} from '../contracts/generic/metrics.ts';
import { metricBody, openMetricsType } from './metric-formats.ts';
import { zerosOf } from './metric-text.ts';

export type Sample<N extends MetricName> = readonly [labels: LabelsOf<N>, value: number];
type Values = Readonly<Record<string, string>>;
type Reader = () => readonly (readonly [Values, number])[];

const registry = new Registry<OpenMetricsContentType>();
registry.setContentType(openMetricsType);
const instruments = new Map<MetricName, Histogram | Counter | Gauge>();
const readers = new Map<MetricName, Set<Reader>>();

/** Adds an observation to a histogram. */
export function observe<N extends Exclude<MetricOf<'histogram'>, MetricWithExemplars>>(
  name: N,
  value: number,
  labels: LabelsOf<N>,
): void {
  (instrument(name) as Histogram).observe(labels as Values, value);
}

/** The same, with the trace it belongs to: a W3C traceparent. One that was not sampled leads nowhere, and is left out. */
export function observeTraced<N extends MetricWithExemplars>(
  name: N,
  value: number,
  labels: LabelsOf<N>,
  traceparent: string | null | undefined,
): void {
  const exemplarLabels = exemplarOf(traceparent);
  (instrument(name) as Histogram).observe({ labels: labels as Values, value, exemplarLabels });
}

const noExemplar = {};

function exemplarOf(traceparent: string | null | undefined): Values {
  if (!traceparent?.endsWith('-01')) return noExemplar;
  return { trace_id: traceparent.slice(3, 35) };
}

/** Raises a counter; one that is fed like this has no reader. */
export function count<N extends MetricOf<'counter'>>(name: N, by: number, labels: LabelsOf<N>): void {
  (instrument(name) as Counter).inc(labels as Values, by);
}

/** Reads a gauge anew at every scrape, until the returned function is called. */
export function gauge<N extends MetricOf<'gauge'>>(name: N, read: () => readonly Sample<N>[]): () => void {
  return addReader(name, read as Reader);
}

/** The same for what is counted elsewhere and only ever grows. */
export function counter<N extends MetricOf<'counter'>>(
  name: N,
  read: () => readonly Sample<N>[],
): () => void {
  return addReader(name, read as Reader);
}

/** Makes the instruments of a role. */
export function declareMetrics(role: MetricRole): void {
  for (const [name, { roles, scope }] of Object.entries(metricTable as Record<string, MetricDefinition>)) {
    if (scope === 'process' && roles.includes(role)) instrument(name as MetricName);
  }
}

/** The families of this process, as processes tell them to each other (metric-formats.ts). */
export async function ownMetrics(): Promise<string> {
  return metricBody(await registry.metrics());
}

function addReader(name: MetricName, read: Reader): () => void {
  instrument(name);
  const known = readers.get(name) ?? new Set();
  readers.set(name, known.add(read));
  return () => {
    known.delete(read);
  };
}

function instrument(name: MetricName): Histogram | Counter | Gauge {
  const known = instruments.get(name);
  if (known) return known;
  const made = make(name);
  instruments.set(name, made);
  return made;
}

function make(key: MetricName): Histogram | Counter | Gauge {
  const { type, name, help, labels, buckets, exemplars }: MetricDefinition = metricTable[key];
  const shared = { name, help, labelNames: Object.keys(labels), registers: [registry] };
  if (type === 'histogram') {
    return new Histogram({ ...shared, buckets: [...(buckets ?? [])], enableExemplars: exemplars === true });
  }
  if (type === 'gauge') {
    return new Gauge({
      ...shared,
      collect() {
        const known = readers.get(key);
        if (!known) return;
        this.reset();
        for (const read of known) for (const [values, value] of read()) this.set(values, value);
      },
    });
  }
  const made = new Counter({
    ...shared,
    collect() {
      const known = readers.get(key);
      if (!known) return;
      this.reset();
      for (const values of zerosOf(key)) this.inc(values, 0);
      for (const read of known) for (const [values, value] of read()) this.inc(values, value);
    },
  });
  for (const values of zerosOf(key)) made.inc(values, 0);
  return made;
}
