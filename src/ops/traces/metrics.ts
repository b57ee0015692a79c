// The trace store's figures as Prometheus text.

import type { StoreStats } from './summary.ts';

export function metricsText(stats: StoreStats): string {
  const spans = (['kept', 'evicted', 'duplicate', 'full', 'bad'] as const).map(
    (outcome) => `trunkline_traces_spans_total{outcome="${outcome}"} ${stats[outcome]}`,
  );
  const refused = Object.entries(stats.refused).map(
    ([reason, count]) => `trunkline_traces_refused_total{reason="${reason}"} ${count}`,
  );
  return [
    '# HELP trunkline_traces_spans_total Spans by what became of them.',
    '# TYPE trunkline_traces_spans_total counter',
    ...spans,
    '# HELP trunkline_traces_refused_total Export requests turned away, or not persisted (unwritten), by reason.',
    '# TYPE trunkline_traces_refused_total counter',
    ...refused,
    '# HELP trunkline_traces_held_spans Spans held now.',
    '# TYPE trunkline_traces_held_spans gauge',
    `trunkline_traces_held_spans ${stats.spans}`,
    '# HELP trunkline_traces_held_bytes Bytes held now, as the store counts them.',
    '# TYPE trunkline_traces_held_bytes gauge',
    `trunkline_traces_held_bytes ${stats.bytes}`,
    '',
  ].join('\n');
}
