import { describe, expect, it } from 'vitest';
import { mergeMetrics } from '../../../src/ops/supervisor/metrics.ts';

const text = (value: number) =>
  [
    '# HELP requests_total Requests.',
    '# TYPE requests_total counter',
    `requests_total{route="/a b",status="200"} ${value}`,
    '# HELP up_seconds Seconds.',
    '# TYPE up_seconds gauge',
    'up_seconds 7',
    '',
  ].join('\n');

describe('the metrics of all processes', () => {
  it('keep a family together and label each sample with its process', () => {
    const merged = mergeMetrics([
      { role: 'api', index: 1, text: text(3) },
      { role: 'api', index: 2, text: text(4) },
    ]);
    expect(merged.split('\n')).toEqual([
      '# HELP requests_total Requests.',
      '# TYPE requests_total counter',
      'requests_total{role="api",index="1",route="/a b",status="200"} 3',
      'requests_total{role="api",index="2",route="/a b",status="200"} 4',
      '# HELP up_seconds Seconds.',
      '# TYPE up_seconds gauge',
      'up_seconds{role="api",index="1"} 7',
      'up_seconds{role="api",index="2"} 7',
      '',
    ]);
  });
});
