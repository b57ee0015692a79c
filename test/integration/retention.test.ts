// What has served its time is removed, in chunks.

import { v7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { expireBulk } from '../../src/cron/bulk-retention.ts';
import { expireOrigins } from '../../src/cron/origin-retention.ts';
import { expireSessions, forgetSignInFailures } from '../../src/cron/session-retention.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import {
  createRetention,
  expireAttempts,
  expireIdempotency,
  expireRuns,
  type RetentionStep,
} from '../../src/engine/retention.ts';
import { webhookDeliveryId } from '../../src/handlers/webhook-deliveries.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testLogger } from '../support/delivery-parts.ts';
import { planned } from '../support/plans.ts';

let database: TestDatabase;
let pool: Pool;

afterEach(async () => {
  await pool.end();
  await database.stop();
});

describe('retention', () => {
  it('removes idempotency keys after a day, and a failing step holds up no other', async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 2, name: 'test' });
    await pool.query(`insert into idempotency (scope, key, body_hash, status, headers, created_at)
      select 's', 'old-' || n, '', 200, '{}'::jsonb, now() - interval '25 hours' from generate_series(1, 25) n
      union all select 's', 'new', '', 200, '{}'::jsonb, now() - interval '23 hours'`);
    const broken = { name: 'broken', remove: () => Promise.reject(new Error('not this one')) };
    const retention = createRetention({
      pool,
      steps: [broken, expireIdempotency],
      logger: testLogger,
      chunk: 10,
      maxChunks: 2,
    });
    const keys = async () => (await pool.query('select key from idempotency')).rows.map(({ key }) => key);
    await retention.run();
    expect(await keys()).toHaveLength(6);
    await retention.run();
    expect(await keys()).toEqual(['new']);
  });

  const DAY_MS = 86_400_000;
  const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

  it('removes old attempts, in chunks, and leaves new ones, also of an old message, and the messages', async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 2, name: 'test' });
    const attempt = async (name: string, messageDays: number, attemptDays: number) => {
      const id = v7({ msecs: daysAgo(messageDays).getTime() });
      await pool.query(
        `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status)
         values ($1, 'email', 'user', 'u', 't', '{}', 'sent')`,
        [id],
      );
      await pool.query(
        'insert into delivery_attempts (delivery_id, n, provider, started_at) values ($1, 1, $2, $3)',
        [id, name, daysAgo(attemptDays)],
      );
    };
    for (let number = 0; number < 25; number++) await attempt('old', 91 + number, 91 + number);
    await attempt('new', 89, 89);
    await attempt('replayed', 200, 1);
    const steps = [expireAttempts(90, Date.now)];
    const retention = createRetention({ pool, steps, logger: testLogger, chunk: 10, maxChunks: 2 });
    const left = async () =>
      (await pool.query('select provider from delivery_attempts order by 1')).rows.map(
        ({ provider }) => provider,
      );
    await retention.run();
    expect(await left()).toHaveLength(7);
    await retention.run();
    expect(await left()).toEqual(['new', 'replayed']);
    expect((await pool.query('select from deliveries')).rowCount).toBe(27);
  });

  it('removes the attempts at webhooks, too, whose ids say nothing of their time', async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 2, name: 'test' });
    for (const [id, days] of [
      [webhookDeliveryId('hook', '1'), 91],
      [webhookDeliveryId('hook', '2'), 89],
      ['ffffffff-ffff-ffff-ffff-ffffffffffff', 91],
    ] as const) {
      await pool.query(
        `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status)
         values ($1, 'webhook', 'webhook', 'hook', 'event', '{}', 'sent')`,
        [id],
      );
      await pool.query(
        `insert into delivery_attempts (delivery_id, n, provider, started_at) values ($1, 1, 'webhook', $2)`,
        [id, daysAgo(days)],
      );
    }
    await expireAttempts(90, Date.now).remove(pool, 10);
    const { rows } = await pool.query('select delivery_id from delivery_attempts');
    expect(rows).toEqual([{ delivery_id: webhookDeliveryId('hook', '2') }]);
  });

  it('forgets a day later whose name was tried, but not while it is locked', async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 2, name: 'test' });
    await pool.query(`insert into sign_in_failures (username, failures, last_at, locked_until) values
      ('old', 3, now() - interval '25 hours', null),
      ('was locked', 0, now() - interval '25 hours', now() - interval '24 hours'),
      ('is locked', 0, now() - interval '25 hours', now() + interval '1 minute'),
      ('new', 1, now() - interval '23 hours', null)`);
    expect(await forgetSignInFailures.remove(pool, 10)).toBe(2);
    const { rows } = await pool.query('select username from sign_in_failures order by 1');
    expect(rows.map(({ username }) => username)).toEqual(['is locked', 'new']);
  });

  it('forgets where requests came from when none has come from there for long, however long ago the first one did', async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 2, name: 'test' });
    const origin = (id: string, firstDays: number, seenDays: number) =>
      pool.query(
        `insert into request_origins (id, user_id, address, first_seen_at, seen_at) values ($1, 'u', '10.0.0.1', $2, $3)`,
        [id, daysAgo(firstDays), daysAgo(seenDays)],
      );
    for (let number = 0; number < 25; number++) await origin(`old ${number}`, 500, 401 + number);
    await origin('a token in use', 900, 1);
    const steps = [expireOrigins(400, Date.now)];
    const retention = createRetention({ pool, steps, logger: testLogger, chunk: 10, maxChunks: 2 });
    const left = async () => (await pool.query('select id from request_origins')).rows.map(({ id }) => id);
    await retention.run();
    expect(await left()).toHaveLength(6);
    await retention.run();
    expect(await left()).toEqual(['a token in use']);
  });

  it('finds what is old by an index', async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 1, name: 'test' });
    // The tables are empty: whether an index serves at all is the question.
    await pool.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off');
    const plan = async (step: RetentionStep): Promise<string> => {
      const plans: string[] = [];
      await step.remove(planned(pool, plans), 10);
      return plans.join('\n');
    };
    expect(await plan(expireAttempts(90, Date.now))).toContain('delivery_attempts_started');
    expect(await plan(expireSessions)).toContain('sessions_ended');
    expect(await plan(forgetSignInFailures)).toContain('sign_in_failures_last');
    expect(await plan(expireOrigins(400, Date.now))).toContain('request_origins_seen');
  });

  it('removes old runs of schedules, and leaves the last one of each however old it is', async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 2, name: 'test' });
    await pool.query(`insert into schedules (id, next_instant) values ('daily', now()), ('rare', now())`);
    const run = (name: string, days: number) =>
      pool.query("insert into cron_runs (name, instant, outcome) values ($1, $2, 'ran')", [
        name,
        daysAgo(days),
      ]);
    for (let day = 0; day < 30; day++) await run('daily', 390 + day);
    await run('rare', 500);
    await run('rare', 900);
    const steps = [expireRuns(400, Date.now)];
    const retention = createRetention({ pool, steps, logger: testLogger, chunk: 10, maxChunks: 2 });
    const left = async (): Promise<Record<string, number>> => {
      const { rows } = await pool.query('select name, count(*)::int as n from cron_runs group by 1');
      return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
    };
    await retention.run();
    await retention.run();
    expect(await left()).toEqual({ daily: 10, rare: 1 });
  });

  it('removes bulk jobs that ended long ago with their results, in chunks, and none that runs', async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 2, name: 'test' });
    const job = async (owner: string, startedDays: number, endedDays: number | null, items: number) => {
      const id = v7({ msecs: daysAgo(startedDays).getTime() });
      await pool.query(
        `insert into bulk_jobs (id, seq, version, owner_id, on_behalf, command, state, total, tried, created_at, ended_at)
         values ($1, 1, 1, $2, '{}', '{}', $3, $4, $4, $5, $6)`,
        [
          id,
          owner,
          endedDays === null ? 'running' : 'finished',
          items,
          daysAgo(startedDays),
          endedDays === null ? null : daysAgo(endedDays),
        ],
      );
      await pool.query(
        `insert into bulk_items (bulk_id, index, ticket_id, outcome)
         select $1, n, 't' || n, 'done' from generate_series(1, $2::int) n`,
        [id, items],
      );
    };
    await job('old', 32, 31, 15);
    await job('old', 40, 40, 10);
    await job('new', 29, 29, 3);
    await job('long', 60, 1, 2);
    await job('running', 60, null, 2);
    const steps = expireBulk(30, Date.now);
    const retention = createRetention({ pool, steps, logger: testLogger, chunk: 10, maxChunks: 2 });
    const left = async (): Promise<Record<string, number>> => {
      const { rows } = await pool.query(
        `select owner_id, (select count(*)::int from bulk_items i where i.bulk_id = any(array_agg(b.id))) as items
          from bulk_jobs b group by 1 order by 1`,
      );
      return Object.fromEntries(rows.map(({ owner_id, items }) => [owner_id, items]));
    };
    await retention.run();
    expect(await left()).toEqual({ long: 2, new: 3, old: 5, running: 2 });
    await retention.run();
    expect(await left()).toEqual({ long: 2, new: 3, running: 2 });
  });
});
