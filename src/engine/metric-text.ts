/** Metrics as text, for processes that keep their own figures: pure, from the table and what is handed in. */
import {
  type LabelsOf,
  type LabelValues,
  type MetricDefinition,
  type MetricName,
  metricTable,
} from '../contracts/generic/metrics.ts';

type Values = Readonly<Record<string, string>>;

/** The name of a family in OpenMetrics: a counter's is without the `_total` of its samples. */
export function familyOf({ name, type }: Pick<MetricDefinition, 'name' | 'type'>): string {
  return type === 'counter' ? name.replace(/_total$/, '') : name;
}

/** One family of OpenMetrics. Values of labels are ours and plain, so nothing needs escaping. */
export function metricText<N extends MetricName>(
  key: N,
  samples: readonly (readonly [LabelsOf<N>, number])[],
): string {
  const { name, help, type }: MetricDefinition = metricTable[key];
  const family = familyOf({ name, type });
  const lines = samples.map(([labels, value]) => `${name}${labelText(labels as Values)} ${value}`);
  return [`# HELP ${family} ${help}`, `# TYPE ${family} ${type}`, ...lines, ''].join('\n');
}

/** The samples of a text of either format, by the name of their metric: the way back. */
export function readSamples(text: string): ReadonlyMap<string, readonly Sample[]> {
  const families = new Map<string, Sample[]>();
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] =
      /^([a-zA-Z_:][\w:]*)(?:\{((?:"[^"]*"|[^"}])*)\})? (\S+)/.exec(line) ?? [];
    if (name === undefined) continue;
    const family = families.get(name) ?? [];
    families.set(name, family);
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, said]) => [label, said]);
    family.push({ labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return families;
}

export interface Sample {
  readonly labels: Values;
  readonly value: number;
}

export function labelText(labels: Values): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

/** All series of a metric whose labels list their values; none of one that a registry bounds. */
export function zerosOf(key: MetricName): Values[] {
  const labels = Object.entries(metricTable[key].labels as Readonly<Record<string, LabelValues>>);
  let series: Values[] = [{}];
  for (const [label, values] of labels) {
    if (!Array.isArray(values)) return [];
    series = series.flatMap((known) => values.map((value: string) => ({ ...known, [label]: value })));
  }
  return series;
}
