/**
 * The two formats in which metrics are asked for.
 *
 * Processes tell each other the families of OpenMetrics (https://prometheus.io/docs/specs/om/open_metrics_spec/),
 * which alone has exemplars. Where somebody asks from outside, `answerMetrics` completes them, or makes Prometheus'
 * older text format of them, which knows no exemplars and ends the names of counters' families with `_total`.
 */
import { Registry } from 'prom-client';
import { type MetricDefinition, metricTable } from '../contracts/generic/metrics.ts';
import { familyOf } from './metric-text.ts';

export const openMetricsType = Registry.OPENMETRICS_CONTENT_TYPE;

const END = '# EOF\n';

const counters = new Set(
  Object.values(metricTable as Record<string, MetricDefinition>)
    .filter(({ type }) => type === 'counter')
    .map(familyOf),
);

/** The families of a whole text of OpenMetrics. */
export function metricBody(text: string): string {
  return text.endsWith(END) ? text.slice(0, -END.length) : text;
}

export interface MetricAnswer {
  readonly type: string;
  readonly text: string;
}

/** What is answered to somebody with this `Accept`: OpenMetrics only to those who name it, and not as second choice. */
export function answerMetrics(families: string, accept: string | undefined): MetricAnswer {
  if (wantsOpenMetrics(accept)) return { type: openMetricsType, text: families + END };
  return { type: Registry.PROMETHEUS_CONTENT_TYPE, text: toPrometheus(families) };
}

function toPrometheus(families: string): string {
  return families
    .replace(/^# (HELP|TYPE) (\S+)/gm, (line, _word, family: string) =>
      counters.has(family) ? `${line}_total` : line,
    )
    .replace(/^([^#\n].*?) # \{.*$/gm, '$1');
}

/** Versions and ways of escaping are not looked at: our names and labels are plain in all of them. */
function wantsOpenMetrics(accept = ''): boolean {
  const weights = new Map<string, number>();
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
    weights.set(type, Math.max(weight, weights.get(type) ?? 0));
  }
  const open = weights.get('application/openmetrics-text') ?? 0;
  return open > 0 && open >= (weights.get('text/plain') ?? 0);
}
