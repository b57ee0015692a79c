// The table of metrics is a promise to dashboards and alerts; the instruments made from it keep it.

import { describe, expect, it } from 'vitest';
import {
  figureParts,
  hops,
  type MetricDefinition,
  type MetricName,
  metricTable,
} from '../../../src/contracts/generic/metrics.ts';
import { answerMetrics } from '../../../src/engine/metric-formats.ts';
import { metricText, readSamples, zerosOf } from '../../../src/engine/metric-text.ts';
import { count, declareMetrics, gauge, observeTraced, ownMetrics } from '../../../src/engine/metrics.ts';

const metrics: MetricDefinition[] = Object.values(metricTable);

/** As others have written them down: one that is missing here, or has other labels, breaks what was built on it. */
const promised = `
db_client_connection_count{db_client_connection_state}
db_client_connection_pending_requests
db_client_connection_wait_time_seconds
http_server_request_duration_seconds{http_request_method,http_response_status_code,http_route}
messaging_process_duration_seconds{error_type,messaging_destination_name}
nodejs_eventloop_delay_seconds{quantile}
nodejs_heap_size_used_bytes
process_cpu_seconds_total
process_resident_memory_bytes
process_start_time_seconds
trunkline_console_actions_total{action}
trunkline_dead_letters{group}
trunkline_deliveries_open{channel,state}
trunkline_delivery_accepted_age_seconds{channel}
trunkline_delivery_attempts_total{channel,outcome}
trunkline_delivery_call_duration_seconds{channel}
trunkline_delivery_dead_letters{channel,status}
trunkline_delivery_oldest_due_age_seconds{channel}
trunkline_event_age_seconds{at}
trunkline_figures_age_seconds{part}
trunkline_follower_failed_attempts{follower}
trunkline_follower_lag_events{follower}
trunkline_hop_duration_seconds{hop}
trunkline_jobs_stalled_total{queue}
trunkline_lease_held{lease}
trunkline_lease_token{lease}
trunkline_log_position
trunkline_log_unnumbered_age_seconds
trunkline_log_unnumbered_events
trunkline_mailbox_events_total{group,outcome}
trunkline_mailbox_group_paused{group}
trunkline_mailbox_lag_events{group}
trunkline_mailbox_oldest_age_seconds{group}
trunkline_mailbox_runs_total{group,way}
trunkline_mailboxes_waiting{group,state}
trunkline_process_answer_age_seconds
trunkline_process_ended_timestamp_seconds
trunkline_process_restarts_total
trunkline_process_up
trunkline_provider_messages
trunkline_provider_reports_total{outcome}
trunkline_queue_depth{queue,state}
trunkline_queue_oldest_age_seconds{queue,state}
trunkline_queue_paused{queue}
trunkline_realtime_active
trunkline_realtime_cuts_total{code}
trunkline_realtime_events_total
trunkline_realtime_receipts_total{outcome}
trunkline_realtime_refusals_total{code}
trunkline_realtime_reloads_total{reason}
trunkline_realtime_replayed_total
trunkline_realtime_sockets
trunkline_render_duration_seconds
trunkline_renders_total{outcome}
trunkline_renders_waiting
trunkline_rings_pending
trunkline_rings_total{outcome}
trunkline_schedule_instants{outcome,schedule}
trunkline_schedule_last_success_timestamp_seconds{schedule}
trunkline_schedule_late_seconds{schedule}
trunkline_schedule_paused{schedule}
trunkline_spans_total{outcome}
trunkline_timer_late_seconds
trunkline_timers_due
trunkline_traces_held_bytes
trunkline_traces_held_spans
trunkline_traces_refused_total{reason}
trunkline_traces_spans_total{outcome}
`
  .trim()
  .split('\n');

describe('the table of metrics', () => {
  it('has the names and labels that were promised', () => {
    const names = metrics.map(({ name, labels }) => {
      const sorted = Object.keys(labels).sort();
      return sorted.length > 0 ? `${name}{${sorted.join(',')}}` : name;
    });
    expect(names.sort()).toEqual(promised);
  });

  it('says type and unit in the name', () => {
    for (const { name, type, unit } of metrics) {
      expect(name.endsWith('_total'), name).toBe(type === 'counter');
      const base = name.replace(/_total$/, '');
      if (unit === 'seconds' || unit === 'bytes') expect(base).toMatch(new RegExp(`_${unit}$`));
      else expect(base).not.toMatch(/_(seconds|bytes)$/);
    }
  });

  it('gives each histogram ascending buckets, and the way to the screen one that ends at 2 s', () => {
    for (const { name, type, buckets } of metrics) {
      expect(buckets !== undefined, name).toBe(type === 'histogram');
      expect(buckets ?? []).toEqual([...(buckets ?? [])].sort((a, b) => a - b));
    }
    expect(metricTable.hopDuration.buckets).toContain(2);
    expect(metricTable.eventAge.buckets).toContain(2);
  });

  it('has the processes add who they are, and nobody else', () => {
    for (const { labels } of metrics) expect(Object.keys(labels)).not.toContain('role');
    for (const { labels } of metrics) expect(Object.keys(labels)).not.toContain('index');
  });

  it('lets one process tell the figures of the platform, which are gauges', () => {
    const figures = metrics.filter(({ scope }) => scope === 'platform');
    expect(figures.length).toBeGreaterThan(figureParts.length);
    for (const { roles, type } of figures)
      expect({ roles, type }).toEqual({ roles: ['worker'], type: 'gauge' });
  });
});

const escaped = (text: string): string => text.replace(/[{}.]/g, '\\$&');

describe('instruments', () => {
  const samples = async (key: MetricName): Promise<string[]> =>
    (await ownMetrics()).split('\n').filter((line) => line.startsWith(metricTable[key].name));

  it('of a role are known before anything happens, with zeros where their labels list their values', async () => {
    expect(await samples('realtimeReceipts')).toEqual([]);
    declareMetrics('realtime');
    expect(await samples('realtimeReceipts')).toEqual([
      'trunkline_realtime_receipts_total{outcome="received"} 0',
      'trunkline_realtime_receipts_total{outcome="late"} 0',
    ]);
    expect(await ownMetrics()).toContain('# TYPE trunkline_hop_duration_seconds histogram');
    expect(await ownMetrics()).not.toContain(metricTable.logPosition.name);
  });

  it('count and observe', async () => {
    count('realtimeReceipts', 2, { outcome: 'late' });
    observeTraced('hopDuration', 0.3, { hop: hops[0] }, null);
    expect(await samples('realtimeReceipts')).toContain(
      'trunkline_realtime_receipts_total{outcome="late"} 2',
    );
    expect(await samples('hopDuration')).toEqual(
      expect.arrayContaining([
        'trunkline_hop_duration_seconds_bucket{le="0.25",hop="commit_to_ring"} 0',
        'trunkline_hop_duration_seconds_bucket{le="0.5",hop="commit_to_ring"} 1',
      ]),
    );
  });

  it('name the last sampled trace of each bucket, to those who read OpenMetrics', async () => {
    const hop = hops[1];
    const [first, last, unsampled] = ['a', 'b', 'c'].map((digit) => digit.repeat(32));
    observeTraced('hopDuration', 0.3, { hop }, `00-${first}-${'1'.repeat(16)}-01`);
    observeTraced('hopDuration', 0.4, { hop }, `00-${last}-${'1'.repeat(16)}-01`);
    observeTraced('hopDuration', 0.45, { hop }, `00-${unsampled}-${'1'.repeat(16)}-00`);
    const bucket = `trunkline_hop_duration_seconds_bucket{le="0.5",hop="${hop}"} 3`;
    const said = await ownMetrics();
    const openMetrics = answerMetrics(said, 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5');
    expect(openMetrics.type).toContain('application/openmetrics-text');
    expect(openMetrics.text).toMatch(
      new RegExp(`^${escaped(bucket)} # \\{trace_id="${last}"\\} 0\\.4 \\d+(\\.\\d+)?$`, 'm'),
    );
    expect(openMetrics.text).not.toContain(first);
    expect(openMetrics.text).not.toContain(unsampled);
    expect(openMetrics.text).toContain('# TYPE trunkline_realtime_receipts counter\n');
    expect(openMetrics.text.match(/^# EOF$/gm)).toHaveLength(1);
    expect(openMetrics.text).toMatch(/# EOF\n$/);
    for (const accept of [undefined, '*/*', 'text/plain, application/openmetrics-text;q=0.4']) {
      const plain = answerMetrics(said, accept);
      expect(plain.type).toContain('text/plain; version=0.0.4');
      expect(plain.text).toContain(`\n${bucket}\n`);
      expect(plain.text).toContain('# TYPE trunkline_realtime_receipts_total counter\n');
      expect(plain.text).not.toMatch(/trace_id|EOF/);
    }
    expect(readSamples(said).get('trunkline_hop_duration_seconds_bucket')).toContainEqual({
      labels: { le: '0.5', hop },
      value: 3,
    });
  });

  it('tell what all readers tell now, and forget what none tells any more', async () => {
    let isFull = true;
    const stop = gauge('databasePool', () => (isFull ? [[{ db_client_connection_state: 'used' }, 7]] : []));
    const stopOther = gauge('databasePool', () => [[{ db_client_connection_state: 'idle' }, 1]]);
    expect(await samples('databasePool')).toHaveLength(2);
    isFull = false;
    expect(await samples('databasePool')).toEqual([
      'db_client_connection_count{db_client_connection_state="idle"} 1',
    ]);
    stop();
    stopOther();
    expect(await samples('databasePool')).toEqual([]);
  });
});

describe('metrics as text', () => {
  it('have help, type and a line for each sample', () => {
    expect(metricText('leaseHeld', [[{ lease: 'duty' }, 1]])).toBe(
      '# HELP trunkline_lease_held 1 while a process holds the lease\n' +
        '# TYPE trunkline_lease_held gauge\ntrunkline_lease_held{lease="duty"} 1\n',
    );
    expect(metricText('logPosition', [[{}, 3]])).toContain('\ntrunkline_log_position 3\n');
  });

  it('know all series of what lists its values, and none of what a registry bounds', () => {
    expect(zerosOf('timersDue')).toEqual([{}]);
    expect(zerosOf('leaseHeld')).toEqual([{ lease: 'duty' }, { lease: 'realtime' }]);
    expect(zerosOf('deliveryAttempts')).toEqual([]);
  });
});
