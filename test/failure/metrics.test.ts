// The metrics of a running platform against the table they are promised in, and against a recount.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MetricDefinition, metricTable } from '../../src/contracts/generic/metrics.ts';
import { killHard } from '../support/chaos.ts';
import { waitFor } from '../support/wait.ts';
import { startWorld, type World } from '../support/world.ts';

const metrics: MetricDefinition[] = Object.values(metricTable);
const byName = new Map(metrics.map((metric) => [metric.name, metric]));
/** Nothing was refused, so there is nothing to tell but that it can be. */
/** No process has ended by itself, and nothing was refused. */
const withoutSamples = new Set([
  'trunkline_traces_refused_total',
  'trunkline_process_ended_timestamp_seconds',
]);

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly series: string;
}

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.ears('supervisor');
  const { customerId } = world.people.customer;
  const desk = await world.as('customer_service');
  const title = `Metrics ${randomUUID()}`;
  const answer = await desk.post('/api/v1/tickets', { type: 'repair', title, zone: 'north', customerId });
  expect(answer.status).toBe(201);
  const admin = await world.as('admin');
  const switches = { email: { slowMs: 0, down: false, drop: false, twice: false, reject: '' } };
  expect((await admin.request('PUT', '/ops/outbox/switches', { body: switches })).status).toBe(200);
  await world.settled();
}, 90_000);
afterAll(() => world.stop());

async function scrape(): Promise<{ text: string; samples: Sample[] }> {
  const answer = await fetch(`${world.platform.apiUrl}/metrics`);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  const samples = text.split('\n').flatMap((line) => {
    const [, series, name, labels = '', value] = /^((\w+)(?:\{(.*)\})?) (\S+)$/.exec(line) ?? [];
    if (!series || !name) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text = '']) => [label, text]);
    return [{ series, name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
  return { text, samples };
}

/** The family that a sample belongs to: those of a histogram have names of their own. */
const familyOf = ({ name }: Sample): MetricDefinition | undefined =>
  byName.get(name) ?? byName.get(name.replace(/_(bucket|sum|count)$/, ''));

/** Sum over all processes. */
async function sum(name: string, labels: Record<string, string> = {}): Promise<number> {
  const { samples } = await scrape();
  const found = samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  expect(found, name).not.toEqual([]);
  return found.reduce((total, { value }) => total + value, 0);
}

async function recount(statement: string): Promise<number> {
  const { rows } = await world.pool.query<{ count: string }>(statement);
  return Number(rows[0]?.count);
}

/** Until the figures of the platform were read after now. */
async function figuresRead(): Promise<void> {
  const sinceMs = performance.now();
  await waitFor(
    async () => {
      const askedMs = performance.now();
      const { samples } = await scrape();
      const ages = samples.filter(({ name }) => name === 'trunkline_figures_age_seconds');
      return ages.length > 0 && ages.every(({ value }) => askedMs - value * 1_000 > sinceMs);
    },
    { deadlineMs: 30_000, everyMs: 200 },
  );
}

describe('the metrics of a platform after a click and its deliveries', () => {
  it('are all there, with help and type, and no others', async () => {
    await figuresRead();
    const { text, samples } = await scrape();
    const told = new Set(samples.map((sample) => familyOf(sample)?.name));
    for (const { name, type, help } of metrics) {
      expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
      expect(told.has(name), name).toBe(!withoutSamples.has(name));
    }
    expect(samples.filter((sample) => !familyOf(sample))).toEqual([]);
  });

  it('have the labels of the table and values that it lists, a process where there is one, and each series once', async () => {
    const { samples } = await scrape();
    for (const sample of samples) {
      const { labels, scope, roles } = familyOf(sample) as MetricDefinition;
      const { role, index, le, ...own } = sample.labels;
      expect(Object.keys(own).sort(), sample.series).toEqual(Object.keys(labels).sort());
      for (const [label, values] of Object.entries(labels)) {
        if (!('oneOf' in values)) expect(values, sample.series).toContain(own[label]);
      }
      expect([role !== undefined, index !== undefined], sample.series).toEqual(
        scope === 'process' ? [true, true] : [false, false],
      );
      if (role && !roles.includes('supervisor')) expect(roles, sample.series).toContain(role);
    }
    const series = samples.map((sample) => sample.series);
    expect(series.filter((one, at) => series.indexOf(one) !== at)).toEqual([]);
  });

  it('are what a recount finds', async () => {
    await figuresRead();
    const attempts = await recount(`select count(*) from delivery_attempts where outcome = 'sent'`);
    expect(attempts).toBeGreaterThan(0);
    expect(await sum('trunkline_delivery_attempts_total', { outcome: 'sent' })).toBe(attempts);
    expect(await sum('trunkline_delivery_accepted_age_seconds_count')).toBe(attempts);
    const head = await recount('select position as count from log_head');
    expect(await sum('trunkline_log_position')).toBe(head);
    expect(await sum('trunkline_realtime_events_total')).toBeLessThanOrEqual(head);
    // What people did to actors is copied from the log.
    const audited = await recount('select count(*) from audit_log where event_id is null');
    expect(await sum('trunkline_console_actions_total')).toBe(audited);
    for (const group of ['notifications', 'business']) {
      expect(await sum('trunkline_mailbox_lag_events', { group })).toBe(0);
      expect(await sum('trunkline_mailbox_events_total', { group, outcome: 'failed' })).toBe(0);
      expect(await sum('trunkline_dead_letters', { group })).toBe(0);
    }
    expect(await sum('trunkline_realtime_sockets')).toBe(1);
    expect(await sum('trunkline_realtime_active')).toBe(1);
    expect(await sum('trunkline_lease_held')).toBe(2);
  });

  it('have every hop of the click', async () => {
    for (const hop of metricTable.hopDuration.labels.hop) {
      expect(await sum('trunkline_hop_duration_seconds_count', { hop }), hop).toBeGreaterThan(0);
    }
    for (const at of metricTable.eventAge.labels.at) {
      expect(await sum('trunkline_event_age_seconds_count', { at }), at).toBeGreaterThan(0);
    }
  });
});

describe('a scrape while processes do not answer', () => {
  it('is answered with what they said before, and says how old that is', async () => {
    await figuresRead();
    const workers = await world.platform.pids('worker');
    const head = await sum('trunkline_log_position');
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    try {
      const age = (role: string) => sum('trunkline_process_answer_age_seconds', { role });
      expect(await age('worker')).toBeGreaterThan(await age('api'));
      expect(await sum('trunkline_log_position')).toBe(head);
    } finally {
      for (const pid of workers) process.kill(pid, 'SIGCONT');
    }
  });

  it('has the figures of the platform once again when the duty has gone to another worker', async () => {
    await world.ready();
    const { rows } = await world.pool.query<{ holder: string }>(
      `select holder from leases where name = 'duty'`,
    );
    killHard(Number(rows[0]?.holder.split('/')[1]));
    await figuresRead();
    const { samples } = await scrape();
    for (const { name, labels, scope } of metrics) {
      if (scope !== 'platform' || Object.keys(labels).length > 0) continue;
      expect(
        samples.filter((sample) => sample.name === name),
        name,
      ).toHaveLength(1);
    }
  });
});
