// The figures of the platform against a recount from the tables; what is away or slow leaves the last ones standing.

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { figureParts } from '../../src/contracts/generic/metrics.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { createFigures, type FiguresDuty } from '../../src/engine/figures.ts';
import { type FigureScope, readers } from '../../src/engine/figures-sql.ts';
import { createQueues, type Queues } from '../../src/engine/queues.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { silent } from '../support/mailbox-handlers.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const scope: FigureScope = {
  groups: [
    { group: 'notifications', types: ['it.happened'] },
    { group: 'business', types: ['it.happened', 'else.happened'] },
  ],
  channels: ['email', 'whatsapp'],
};

let database: TestDatabase;
let pool: Pool;
let queues: Queues;
let figures: FiguresDuty;
let duty: AbortController;
let nowMs: number;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, poolSize: 4, name: 'figures-test' });
});
beforeEach(async () => {
  queues = createQueues(sharedServers().redisUrl, `fig${randomUUID().slice(0, 8)}`);
  await waitFor(() => queues.isReady());
  nowMs = Date.now();
  duty = new AbortController();
  figures = createFigures({ pool, queues, logger: silent, ...scope, nowMs: () => nowMs });
  await pool.query(
    `truncate events, mailbox, mailbox_groups, dead_letters, followers, deliveries, timers, schedules, cron_runs,
       leases cascade;
     update log_head set position = 0;
     insert into mailbox_groups values ('notifications', 0, 0), ('business', 0, 0)`,
  );
});
afterEach(() => queues.stop());
afterAll(async () => {
  await pool.end();
  await database.stop();
});

const read = (first = true): Promise<void> =>
  figures.task.run({ signal: duty.signal, first, inLease: () => Promise.reject(new Error('not asked for')) });

/** The value of a series; NaN when it is not told. */
const told = (series: string): number => {
  const lines = figures.text().split('\n');
  const found = lines.filter((line) => line.startsWith(`trunkline_${series} `));
  return found.length === 1 ? Number(found[0]?.split(' ').at(-1)) : Number.NaN;
};

/** As old as it was made, and as the test has lasted since. */
function expectAge(series: string, madeSeconds: number): void {
  expect(told(series), series).toBeGreaterThanOrEqual(madeSeconds);
  expect(told(series), series).toBeLessThan(madeSeconds + 60);
}

/** `numbered`: it gets a position, in the order of the calls. */
async function event(actor: string, seq: number, type: string, ageSeconds: number, numbered = true) {
  const { rows } = await pool.query<{ id: string }>(
    `with head as (update log_head set position = position + $5::int returning position)
     insert into events (actor_kind, actor_id, seq, type, version, data, audience, by, at, position)
     select 'thing', $1, $2, $3, 1, '{}', '[]', '{}', clock_timestamp() - $4 * interval '1 s',
       case when $5::int = 1 then position end from head returning id`,
    [actor, seq, type, ageSeconds, numbered ? 1 : 0],
  );
  return rows[0]?.id;
}

const mailbox = (
  group: string,
  actor: string,
  lastSeq: number,
  rest: { retry?: boolean; halted?: boolean } = {},
) =>
  pool.query(
    `insert into mailbox ("group", actor_kind, actor_id, last_seq, retry_at, halted)
     values ($1, 'thing', $2, $3, case when $4 then now() + interval '1 h' end, $5)`,
    [group, actor, lastSeq, rest.retry ?? false, rest.halted ?? false],
  );

const delivery = (channel: string, status: string, dueInSeconds: number | null = null) =>
  pool.query(
    `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status, next_attempt_at)
     values ($1, $2, 'user', 'u', 't', '{}', $3, now() + $4 * interval '1 s')`,
    [randomUUID(), channel, status, dueInSeconds],
  );

describe('the figures of the platform', () => {
  it('count what waits in mailboxes as the tables say, and what waits for a retry or a person apart', async () => {
    await event('a', 1, 'it.happened', 500);
    await event('a', 2, 'it.happened', 40);
    await event('b', 1, 'else.happened', 900);
    const dead = await event('c', 1, 'it.happened', 80);
    await event('d', 1, 'it.happened', 70);
    await event('e', 1, 'it.happened', 3, false);
    await mailbox('notifications', 'a', 1);
    await mailbox('notifications', 'c', 0, { halted: true });
    await mailbox('notifications', 'd', 0, { retry: true });
    await pool.query(
      `insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, error, attempts)
       values ('notifications', 'h', $1, 'thing', 'c', 'no', 1)`,
      [dead],
    );
    await pool.query(`update mailbox_groups set paused = true where "group" = 'business';
      insert into followers values ('counts', 2, 3, now(), 'no')`);
    await read();
    expect(told('log_position')).toBe(5);
    expect(told('log_unnumbered_events')).toBe(1);
    expectAge('log_unnumbered_age_seconds', 3);
    expect(told('mailbox_lag_events{group="notifications"}')).toBe(1);
    expectAge('mailbox_oldest_age_seconds{group="notifications"}', 40);
    expect(told('mailbox_lag_events{group="business"}')).toBe(5);
    expectAge('mailbox_oldest_age_seconds{group="business"}', 900);
    expect(told('mailboxes_waiting{group="notifications",state="retry"}')).toBe(1);
    expect(told('mailboxes_waiting{group="notifications",state="halted"}')).toBe(1);
    expect(told('mailboxes_waiting{group="business",state="halted"}')).toBe(0);
    expect(told('mailbox_group_paused{group="notifications"}')).toBe(0);
    expect(told('mailbox_group_paused{group="business"}')).toBe(1);
    expect(told('follower_lag_events{follower="counts"}')).toBe(3);
    expect(told('follower_failed_attempts{follower="counts"}')).toBe(3);
    expect(told('dead_letters{group="notifications"}')).toBe(1);
    expect(told('dead_letters{group="business"}')).toBe(0);
  });

  it('count deliveries by channel and state, and how long the oldest is due', async () => {
    await delivery('email', 'queued', -20);
    await delivery('email', 'queued', 60);
    await delivery('email', 'sending');
    await delivery('email', 'sent');
    for (const status of ['failed', 'failed', 'unknown', 'discarded']) await delivery('whatsapp', status);
    await read();
    expect(told('deliveries_open{channel="email",state="queued"}')).toBe(2);
    expect(told('deliveries_open{channel="email",state="sending"}')).toBe(1);
    expect(told('deliveries_open{channel="whatsapp",state="queued"}')).toBe(0);
    expectAge('delivery_oldest_due_age_seconds{channel="email"}', 20);
    expect(told('delivery_oldest_due_age_seconds{channel="whatsapp"}')).toBe(0);
    expect(told('delivery_dead_letters{channel="whatsapp",status="failed"}')).toBe(2);
    expect(told('delivery_dead_letters{channel="whatsapp",status="unknown"}')).toBe(1);
    expect(told('delivery_dead_letters{channel="email",status="failed"}')).toBe(0);
  });

  it('know when each schedule last ran, how late it is, what it missed, and who holds the leases', async () => {
    await pool.query(
      `insert into schedules (id, next_instant, paused) values
         ('late', now() - interval '30 s', false), ('resting', now() - interval '30 s', true),
         ('never', now() + interval '1 h', false);
       insert into cron_runs (name, instant, outcome, finished_at) values
         ('late', now() - interval '2 d', 'skipped', now()),
         ('late', now() - interval '3 h', 'ran', to_timestamp(1000)),
         ('late', now() - interval '2 h', 'caught_up', to_timestamp(2000)),
         ('late', now() - interval '1 h', 'skipped', now()), ('late', now() - interval '50 m', 'skipped', now());
       insert into timers (id, actor_kind, actor_id, name, due_at, command) values
         ('1', 'thing', 'a', 'x', now() - interval '9 s', '{}'), ('2', 'thing', 'a', 'y', now() + interval '9 s', '{}');
       insert into leases values ('duty', 'me', 7, now() + interval '3 s'), ('realtime', 'me', 2, now())`,
    );
    await read();
    expect(told('schedule_last_success_timestamp_seconds{schedule="late"}')).toBe(2000);
    expect(told('schedule_last_success_timestamp_seconds{schedule="never"}')).toBe(0);
    expectAge('schedule_late_seconds{schedule="late"}', 30);
    expect(told('schedule_late_seconds{schedule="resting"}')).toBe(0);
    expect(told('schedule_paused{schedule="resting"}')).toBe(1);
    expect(told('schedule_instants{schedule="late",outcome="ran"}')).toBe(1);
    expect(told('schedule_instants{schedule="late",outcome="caught_up"}')).toBe(1);
    expect(told('schedule_instants{schedule="late",outcome="skipped"}')).toBe(2);
    expect(told('timers_due')).toBe(1);
    expectAge('timer_late_seconds', 9);
    expect(told('lease_held{lease="duty"}')).toBe(1);
    expect(told('lease_token{lease="duty"}')).toBe(7);
    expect(told('lease_held{lease="realtime"}')).toBe(0);
  });

  it('know depth and age of the queues', async () => {
    const queue = queues.queue('cron');
    await queue.add('old', {}, { timestamp: nowMs - 40_000 });
    await queue.add('new', {}, { timestamp: nowMs - 4_000 });
    await queue.add('prior', {}, { timestamp: nowMs - 60_000, priority: 3 });
    await queue.add('late', {}, { timestamp: nowMs - 9_000, delay: 2_000 });
    await queue.pause();
    await read();
    expect(told('queue_depth{queue="cron",state="waiting"}')).toBe(3);
    expect(told('queue_depth{queue="cron",state="delayed"}')).toBe(1);
    expect(told('queue_depth{queue="business",state="waiting"}')).toBe(0);
    expect(told('queue_oldest_age_seconds{queue="cron",state="waiting"}')).toBe(60);
    expect(told('queue_oldest_age_seconds{queue="cron",state="delayed"}')).toBe(7);
    expect(told('queue_oldest_age_seconds{queue="business",state="waiting"}')).toBe(0);
    expect(told('queue_paused{queue="cron"}')).toBe(1);
    expect(told('queue_paused{queue="business"}')).toBe(0);
  });
});

describe('figures of what does not answer', () => {
  it('stand as they were last read, and say how old they are; the others go on', async () => {
    await delivery('email', 'queued', 60);
    await read();
    const blocker = await pool.connect();
    await blocker.query('begin; lock table deliveries in access exclusive mode');
    queues.redis.disconnect();
    await event('a', 1, 'it.happened', 0);
    nowMs += 60_000;
    await read(false);
    await blocker.query('rollback');
    blocker.release();
    expect(told('deliveries_open{channel="email",state="queued"}')).toBe(1);
    expect(told('queue_depth{queue="cron",state="waiting"}')).toBe(0);
    expect(told('log_position')).toBe(1);
    const stale = figureParts.filter((part) => told(`figures_age_seconds{part="${part}"}`) === 60);
    expect(stale).toEqual(['deliveries', 'queues']);
  });

  it('age from the beginning of the duty while they were never read', async () => {
    queues.redis.disconnect();
    await read();
    nowMs += 9_000;
    await read(false);
    nowMs += 1_000;
    expect(told('figures_age_seconds{part="queues"}')).toBe(10);
    expect(told('figures_age_seconds{part="log"}')).toBe(1);
  });

  it('are told by nobody who has lost the duty, and not again before all were read anew', async () => {
    expect(figures.text()).toBe('');
    const reading = read();
    expect(figures.text()).toBe('');
    await reading;
    expect(told('log_position')).toBe(0);
    duty.abort();
    expect(figures.text()).toBe('');
    duty = new AbortController();
    queues.redis.disconnect();
    await read(true);
    expect(told('queue_depth{queue="cron",state="waiting"}')).toBeNaN();
  });
});

describe('the statements behind the figures', () => {
  it('read events, mailboxes, dead letters, deliveries, runs and timers through indexes', async () => {
    const client = await pool.connect();
    try {
      const statements: { text: string; values?: unknown[] }[] = [];
      const spy = (statement: { text: string; values?: unknown[] }) => {
        statements.push(statement);
        return client.query(statement.text, statement.values);
      };
      for (const reader of Object.values(readers)) await reader({ query: spy } as never, scope);
      // Where a plan can do without reading a whole table, this makes it.
      await client.query('begin; set local enable_seqscan = off');
      const big = /Seq Scan on (events|mailbox|dead_letters|deliveries|cron_runs|timers)\b/;
      for (const { text, values } of statements) {
        const plan = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
        const lines = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(lines).not.toMatch(big);
      }
      expect(statements.length).toBeGreaterThan(7);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });
});
