// T1: a timer whose process is killed while its command waits for the actor runs elsewhere, once.

import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Cut, startCut } from '../support/chaos.ts';
import { type CronBench, startCronBench } from '../support/cron-bench.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

let bench: CronBench;
let child: ChildProcess | undefined;
let cut: Cut | undefined;

afterEach(async () => {
  child?.kill('SIGKILL');
  await bench.stop();
  await cut?.stop();
  cut = undefined;
});

describe('a worker that is killed while it runs a timer', () => {
  it('loses nothing: another runs the timer once, within seconds', async () => {
    bench = await startCronBench();
    const actorId = await bench.createCounter();
    await bench.pool.query(
      `insert into timers (id, actor_kind, actor_id, name, due_at, command)
       values ($1, 'counter', $2, 'tick', now(), '{"type": "add", "amount": 1}')`,
      [randomUUID(), actorId],
    );
    child = fork(join(import.meta.dirname, '../support/cron-child.ts'), {
      execArgv: ['--import', 'tsx'],
      env: {
        ...process.env,
        DATABASE_URL: bench.databaseUrl,
        REDIS_URL: bench.redisUrl,
        QUEUE_PREFIX: bench.prefix,
      },
    });
    await once(child, 'message');

    const holder = await bench.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select * from test_counters where id = $1 for update', [actorId]);
      await bench.timerDuty().run();
      await waitFor(async () => {
        const waiting = await bench.rows(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        return waiting.length > 0;
      });
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await holder.query('rollback');
    } finally {
      holder.release();
    }

    await bench.startWorker();
    const total = async () =>
      Number((await bench.rows('select total from test_counters where id = $1', [actorId]))[0]?.total);
    await waitFor(async () => (await total()) === 1, { deadlineMs: 15_000 });
    expect(await bench.rows('select * from timers')).toEqual([]);
    expect(await bench.rows("select * from events where type = 'counter.added'")).toHaveLength(1);
  });
});

describe('duties whose first contact with Redis breaks off', () => {
  it('ring as soon as it answers', async () => {
    const redis = new URL(sharedServers().redisUrl);
    cut = await startCut(Number(redis.port));
    redis.port = String(cut.port);
    bench = await startCronBench({ redisUrl: redis.href });
    const actorId = await bench.createCounter();
    await bench.pool.query(
      `insert into timers (id, actor_kind, actor_id, name, due_at, command)
       values ($1, 'counter', $2, 'tick', now(), '{"type": "add", "amount": 1}')`,
      [randomUUID(), actorId],
    );
    await waitFor(() => bench.queues.isReady());
    cut.freeze();
    const duty = bench.timerDuty();
    await expect(duty.run()).rejects.toThrow();
    cut.heal();
    await bench.startWorker();
    await waitFor(async () => {
      await duty.run();
      const [row] = await bench.rows('select total from test_counters where id = $1', [actorId]);
      return Number(row?.total) === 1;
    });
  });
});
