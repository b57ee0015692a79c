// The operations console: what it shows is what the metrics say; who may look, and who may turn.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Console, consoleSchema } from '../../src/contracts/console.ts';
import { metricText } from '../../src/engine/metric-text.ts';
import { createQueues, type Queues } from '../../src/engine/queues.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const STATE = '/api/v1/operations/state';
let api: TestApi;
let queues: Queues;
let metrics: string;
/** Each test looks anew: what was seen is shown for two seconds. */
let looks: number;

beforeAll(async () => {
  queues = createQueues(sharedServers().redisUrl, `test-${randomUUID()}`);
  await waitFor(() => queues.isReady());
  api = await startTestApi({
    queues,
    metrics: async () => {
      looks += 1;
      return metrics;
    },
  });
});
beforeEach(async () => {
  metrics = '';
  looks = 0;
  await api.pool.query(
    `truncate mailbox_groups, provider_health, schedules, leases;
     insert into mailbox_groups values ('notifications', 0, 0), ('business', 0, 0)`,
  );
});
afterAll(async () => {
  await api.stop();
  await queues.stop();
});

/** What it shows now, not what it has shown before. */
const look = async (who: 'admin' | 'noc' = 'admin'): Promise<Console> => {
  const client = await api.as(who);
  const before = looks;
  return await waitFor(async () => {
    const answer = await client.get(STATE);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return looks > before ? consoleSchema.parse(answer.body) : undefined;
  });
};

const group = (name: string, { groups }: Console) => groups.find((one) => one.name === name);

describe('the console', () => {
  it('says what the metrics say, of processes and of the platform', async () => {
    const whose = 'role="worker",index="2"';
    metrics = [
      `trunkline_process_up{${whose}} 1`,
      `trunkline_process_restarts_total{${whose}} 3`,
      `trunkline_process_ended_timestamp_seconds{${whose}} 1500000000`,
      `trunkline_process_answer_age_seconds{${whose}} 0`,
      `process_start_time_seconds{${whose}} 1800000000`,
      `process_resident_memory_bytes{${whose}} 91000000`,
      `nodejs_eventloop_delay_seconds{${whose},quantile="0.99"} 0.021`,
      metricText('figuresAge', [[{ part: 'log' }, 3]]),
      metricText('mailboxLag', [[{ group: 'business' }, 41]]),
      metricText('mailboxAge', [[{ group: 'business' }, 90.4]]),
      metricText('queueDepth', [[{ queue: 'cron', state: 'waiting' }, 7]]),
      metricText('queueAge', [[{ queue: 'cron', state: 'waiting' }, 12]]),
      metricText('deliveryDeadLetters', [[{ channel: 'email', status: 'unknown' }, 2]]),
      metricText('leaseHeld', [[{ lease: 'duty' }, 1]]),
    ].join('\n');
    const shown = await look();
    expect(shown.figuresBy).toBe('duty');
    expect(shown.processes).toEqual([
      {
        role: 'worker',
        index: 2,
        up: true,
        restarts: 3,
        endedAt: '2017-07-14T02:40:00.000Z',
        startedAt: '2027-01-15T08:00:00.000Z',
        residentBytes: 91_000_000,
        eventLoopDelaySeconds: 0.021,
        answerAgeSeconds: 0,
      },
    ]);
    expect(group('business', shown)).toMatchObject({ lagEvents: 41, oldestAgeSeconds: 90.4 });
    expect(shown.queues.find(({ name }) => name === 'cron')).toMatchObject({ waiting: 7 });
    expect(shown.troubles.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'mailboxes_late business',
      'queue_late cron',
      'deliveries_undecided email',
    ]);
  });

  it('reads the same figures by itself where no worker tells them', async () => {
    await queues.queue('cron').add('waits', { timer: 'x' } as never);
    const shown = await look();
    expect(shown.figuresBy).toBe('api');
    expect(shown.groups.map(({ name }) => name).sort()).toEqual(['business', 'notifications']);
    expect(shown.queues.find(({ name }) => name === 'cron')).toMatchObject({ waiting: 1, paused: false });
    const { rows } = await api.pool.query('select position::int from log_head');
    expect(shown.log.position).toBe(rows[0].position);
    expect(shown.troubles.map(({ code }) => code)).toContain('duty_unheld');
  });

  it('shows what a provider said to those who may read payloads only', async () => {
    await api.pool.query(
      `insert into provider_health (provider, down, last_error) values ('smtp', true, '550 no such user')`,
    );
    const shown = await look('admin');
    expect(shown.providers).toMatchObject([{ name: 'smtp', circuit: 'open', lastError: '550 no such user' }]);
    expect(shown.troubles).toContainEqual(
      expect.objectContaining({ code: 'provider_down', subject: 'smtp' }),
    );
    const noc = await (await api.as('noc')).get(STATE);
    expect(noc.body.providers).toMatchObject([{ name: 'smtp', lastError: null }]);
  });

  it('several who look at once cost one look', async () => {
    await look();
    const before = looks;
    const admin = await api.as('admin');
    await Promise.all(Array.from({ length: 10 }, () => admin.get(STATE)));
    expect(looks - before).toBeLessThanOrEqual(1);
  });
});

describe('a handler group', () => {
  const turn = async (
    who: 'admin' | 'noc',
    name: string,
    how: 'pause' | 'resume',
    reason = 'A bad release',
  ) => await (await api.as(who)).post(`/api/v1/mailbox-groups/${name}/${how}`, { reason });

  it('is paused and resumed with a reason, shown and audited', async () => {
    expect((await turn('admin', 'business', 'pause')).status).toBe(204);
    expect(await turn('admin', 'business', 'pause')).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', allowed: ['resume'] },
    });
    expect(group('business', await look())).toMatchObject({
      paused: true,
      pause: { reason: 'A bad release', by: { kind: 'user', id: api.people.admin.id } },
    });
    expect((await turn('admin', 'business', 'resume', 'Repaired')).status).toBe(204);
    expect((await turn('admin', 'business', 'resume')).status).toBe(409);
    expect(group('business', await look())).toMatchObject({ paused: false, pause: null });
    const audit = await (await api.as('admin')).get('/api/v1/audit?action=mailbox_group.pause');
    expect(audit.body.data[0]).toMatchObject({ target: 'business', detail: { reason: 'A bad release' } });
  });

  it('that nobody knows answers 404, and without a reason nothing is done', async () => {
    expect((await turn('admin', 'nothing', 'pause')).status).toBe(404);
    expect((await turn('admin', 'business', 'pause', '')).status).toBe(400);
    expect(group('business', await look())).toMatchObject({ paused: false });
  });
});

describe('a deed at the consoles by the wrong role', () => {
  it.each([
    ['/api/v1/mailbox-groups/business/pause', 'mailbox_group.pause'],
    ['/api/v1/dead-letters/1/replay', 'dead_letter.replay'],
    ['/api/v1/dead-letters/replay', 'dead_letter.replay'],
    ['/api/v1/dead-letters/discard', 'dead_letter.discard'],
    ['/api/v1/schedules/tickets.summary/run', 'schedule.run'],
    ['/api/v1/deliveries/00000000-0000-7000-8000-000000000000/replay', 'delivery.replay'],
  ])('POST %s answers 403 and stands in the audit log', async (path, action) => {
    const answer = await (await api.as('noc')).post(path, { reason: 'Because' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const audit = await (await api.as('admin')).get(`/api/v1/audit?action=${action}.refused&limit=1`);
    expect(audit.body.data).toMatchObject([
      { by: { kind: 'user', id: api.people.noc.id }, target: `POST ${path}` },
    ]);
    const { rows } = await api.pool.query('select paused from mailbox_groups');
    expect(rows).toEqual([{ paused: false }, { paused: false }]);
  });
});
