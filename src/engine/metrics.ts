/**
 * Every metric of the platform in one table, and the three verbs that feed them. An instrument is made when it is
 * first used, so a process shows only what it has.
 */
import { type Counter, Gauge, Histogram, register } from 'prom-client';

interface MetricDefinition {
  readonly type: 'histogram' | 'counter' | 'gauge';
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

const seconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export const metricTable = {
  httpServerRequestDuration: {
    type: 'histogram',
    name: 'http_server_request_duration_seconds',
    help: 'Time from the route being found to the answer being handed over',
    labels: ['method', 'route', 'status'],
    buckets: seconds,
  },
  eventLoopDelay: {
    type: 'gauge',
    name: 'nodejs_eventloop_delay_seconds',
    help: 'Delay of the event loop since the last scrape',
    labels: ['quantile'],
  },
  residentMemory: {
    type: 'gauge',
    name: 'process_resident_memory_bytes',
    help: 'Resident memory of the process',
    labels: [],
  },
  cpuTime: {
    type: 'gauge',
    name: 'process_cpu_seconds_total',
    help: 'User and system processor time of the process',
    labels: [],
  },
  databasePool: {
    type: 'gauge',
    name: 'db_client_connections',
    help: 'Database connections of the pool by state, and requests that wait for one',
    labels: ['state'],
  },
  rings: {
    type: 'gauge',
    name: 'trunkline_rings_total',
    help: 'Rings after commits by what became of them; those dropped or failed are found by the sweep',
    labels: ['outcome'],
  },
} as const satisfies Record<string, MetricDefinition>;

type MetricName = keyof typeof metricTable;
type Labels = Readonly<Record<string, string>>;
type Named<T extends MetricDefinition['type']> = {
  [N in MetricName]: (typeof metricTable)[N]['type'] extends T ? N : never;
}[MetricName];

const instruments = new Map<MetricName, Histogram | Counter | Gauge>();

function instrument<T extends Histogram | Counter | Gauge>(name: MetricName, make: () => T): T {
  const known = instruments.get(name);
  if (known) return known as T;
  const made = make();
  instruments.set(name, made);
  return made;
}

/** Adds an observation to a histogram. */
export function observe(name: Named<'histogram'>, value: number, labels: Labels = {}): void {
  const { name: metric, help, labels: labelNames, buckets } = metricTable[name];
  instrument(
    name,
    () => new Histogram({ name: metric, help, labelNames: [...labelNames], buckets: [...buckets] }),
  ).observe(labels, value);
}

/** Reads a gauge anew at every scrape. */
export function gauge(name: Named<'gauge'>, read: () => readonly (readonly [Labels, number])[]): void {
  const { name: metric, help, labels } = metricTable[name];
  instrument(
    name,
    () =>
      new Gauge({
        name: metric,
        help,
        labelNames: [...labels],
        collect() {
          for (const [values, value] of read()) this.set(values, value);
        },
      }),
  );
}

/** This process in Prometheus' text format. */
export function ownMetrics(): Promise<string> {
  return register.metrics();
}
