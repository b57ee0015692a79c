// The trace store's figures as processes tell them (metric-formats.ts).

import { metricText } from '../../engine/metric-text.ts';
import type { StoreStats } from './summary.ts';

const outcomes = ['kept', 'evicted', 'duplicate', 'full', 'bad'] as const;

export function metricsText(stats: StoreStats): string {
  return [
    metricText(
      'tracesSpans',
      outcomes.map((outcome) => [{ outcome }, stats[outcome]]),
    ),
    metricText(
      'tracesRefused',
      Object.entries(stats.refused).map(([reason, count]) => [{ reason }, count]),
    ),
    metricText('tracesHeldSpans', [[{}, stats.spans]]),
    metricText('tracesHeldBytes', [[{}, stats.bytes]]),
  ].join('');
}
