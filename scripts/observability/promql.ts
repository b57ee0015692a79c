/**
 * PromQL out of the table of metrics: a query can name only metrics and labels that there are, or there is no build.
 *
 * Figures of the platform come from whichever process counts them, so they are taken as a maximum; a process that has
 * just handed over is then no second one.
 */
import {
  type LabelsOf,
  type MetricDefinition,
  type MetricName,
  type MetricOf,
  metricTable,
} from '../../src/contracts/generic/metrics.ts';

/** What the processes' own series bear besides the labels of the table, from the platform or from the scrape. */
export const processLabels = ['role', 'index', 'instance', 'job'] as const;
type ProcessLabel = (typeof processLabels)[number];

/** A value stands for itself; one that begins with `~` is a regular expression. */
type Matchers<N extends MetricName> = { readonly [L in keyof LabelsOf<N> | ProcessLabel]?: string };
type By<N extends MetricName> = readonly (keyof LabelsOf<N> | ProcessLabel)[];

/** In dashboards Grafana chooses the window, to fit what is shown. */
export const shown = '$__rate_interval';

export function select<N extends MetricName>(key: N, matchers: Matchers<N> = {}, suffix = ''): string {
  const { name }: MetricDefinition = metricTable[key];
  const pairs = Object.entries(matchers as Record<string, string>).map(([label, value]) =>
    value.startsWith('~') ? `${label}=~"${value.slice(1)}"` : `${label}="${value}"`,
  );
  return `${name}${suffix}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''}`;
}

/** A gauge, over all that tell it: the greatest one. */
export function max<N extends MetricOf<'gauge'>>(key: N, by: By<N> = [], matchers: Matchers<N> = {}): string {
  return `max ${byClause(by)}(${select(key, matchers)})`;
}

/** A gauge of the processes, added up. */
export function sum<N extends MetricOf<'gauge'>>(key: N, by: By<N> = [], matchers: Matchers<N> = {}): string {
  return `sum ${byClause(by)}(${select(key, matchers)})`;
}

/** Of a counter, a second. */
export function rate<N extends MetricOf<'counter'>>(
  key: N,
  by: By<N> = [],
  matchers: Matchers<N> = {},
  window = shown,
): string {
  return `sum ${byClause(by)}(rate(${select(key, matchers)}[${window}]))`;
}

/** Observations of a histogram, a second. */
export function count<N extends MetricOf<'histogram'>>(
  key: N,
  by: By<N> = [],
  matchers: Matchers<N> = {},
  window = shown,
): string {
  return `sum ${byClause(by)}(rate(${select(key, matchers, '_count')}[${window}]))`;
}

/** Observations of a histogram up to a bound, a second. @throws when the metric has no such bound */
export function within<N extends MetricOf<'histogram'>>(
  key: N,
  bound: number,
  matchers: Matchers<N> = {},
  window = shown,
): string {
  const { name, buckets = [] }: MetricDefinition = metricTable[key];
  if (!buckets.includes(bound))
    throw new Error(`${name} has no bound ${bound}. It has: ${buckets.join(', ')}`);
  // Prometheus 3 stores a whole bound as `2.0`, 2 as it was told.
  const le = Number.isInteger(bound) ? `~${bound}|${bound}[.]0` : String(bound);
  const bounded = { ...matchers, le } as Matchers<N>;
  return `sum (rate(${select(key, bounded, '_bucket')}[${window}]))`;
}

export function quantile<N extends MetricOf<'histogram'>>(
  q: number,
  key: N,
  by: By<N> = [],
  matchers: Matchers<N> = {},
): string {
  const labels = ['le', ...by].join(', ');
  return `histogram_quantile(${q}, sum by (${labels}) (rate(${select(key, matchers, '_bucket')}[${shown}])))`;
}

function byClause(labels: readonly (string | number | symbol)[]): string {
  return labels.length > 0 ? `by (${labels.map(String).join(', ')}) ` : '';
}
