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

const figures = (dead: number) =>
  [
    '# HELP trunkline_dead_letters Dead letters.',
    '# TYPE trunkline_dead_letters gauge',
    `trunkline_dead_letters{group="business"} ${dead}`,
    `trunkline_dead_letters{group="notifications"} ${dead}`,
    '',
  ].join('\n');

describe('the metrics of all processes', () => {
  it('keep a family together and label each sample with its process', () => {
    const merged = mergeMetrics([
      { role: 'api', index: 1, ageMs: 0, text: text(3) },
      { role: 'api', index: 2, ageMs: 0, text: text(4) },
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

  it('have a figure of the platform once, without a process, by the one that spoke last', () => {
    const merged = mergeMetrics([
      { role: 'worker', index: 1, ageMs: 4_000, text: figures(1) },
      { role: 'worker', index: 2, ageMs: 0, text: figures(2) },
      { role: 'worker', index: 3, ageMs: 0, text: '# HELP trunkline_dead_letters Dead letters.\n' },
    ]);
    expect(merged.split('\n')).toEqual([
      '# HELP trunkline_dead_letters Dead letters.',
      '# TYPE trunkline_dead_letters gauge',
      'trunkline_dead_letters{group="business"} 2',
      'trunkline_dead_letters{group="notifications"} 2',
      '',
    ]);
  });
});
