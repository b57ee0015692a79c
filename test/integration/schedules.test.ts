// T1: each instant of a schedule runs exactly once, or is caught up or skipped as its policy says.

import { afterEach, describe, expect, it } from 'vitest';
import { listCronRuns, listSchedules } from '../../src/engine/cron-ledger.ts';
import type { ScheduleDefinition } from '../../src/engine/schedule-actor.ts';
import { commandSchedule, tickSchedule } from '../../src/engine/schedules.ts';
import { type CronBench, startCronBench } from '../support/cron-bench.ts';
import { type OwnServers, startOwnServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

let bench: CronBench;
let servers: OwnServers | undefined;

afterEach(async () => {
  await bench.stop();
  await servers?.stop();
  servers = undefined;
});

const minutely: ScheduleDefinition = {
  name: 'test.minutely',
  cron: '* * * * *',
  zone: 'Asia/Jakarta',
  catchUp: 'run-all',
  run: (instant) => [
    { effect: 'insert', table: 'test_effects', row: { actor_id: 'run', seq: 0, note: instant } },
  ],
};

const worked = async (): Promise<unknown[]> =>
  (await bench.rows('select note from test_effects order by note')).map(({ note }) => note);
const events = (type = 'schedule.ran') =>
  bench.rows("select data, by from events where actor_kind = 'schedule' and type = $1 order by seq", [type]);
const minute = (n: number): string => `2026-05-01T10:${String(n).padStart(2, '0')}:00.000Z`;
const person = { kind: 'user', id: 'admin' } as const;

describe('ten schedulers at once', () => {
  it('run each instant exactly once: ledger, event and work', async () => {
    bench = await startCronBench({ schedules: [minutely] });
    await Promise.all([bench.startWorker(), bench.startWorker(), bench.startWorker()]);
    bench.setNow('2026-05-01T10:00:30.000Z');
    const duties = Array.from({ length: 10 }, () => bench.scheduleDuty());
    await Promise.all(duties.map((duty) => duty.run()));
    expect(await events('schedule.registered')).toHaveLength(1);

    const expected: string[] = [];
    for (let n = 1; n <= 8; n++) {
      bench.setNow(`2026-05-01T10:${String(n).padStart(2, '0')}:01.000Z`);
      expected.push(minute(n));
      await Promise.all([
        ...duties.map((duty) => duty.run()),
        ...duties.map(() => tickSchedule(bench.tools, minutely.name)),
      ]);
    }
    const queue = bench.queues.queue('cron');
    await waitFor(async () => (await queue.getJobCountByTypes('waiting', 'active', 'delayed')) === 0);
    expect(await worked()).toEqual(expected);
    expect((await events()).map(({ data }) => (data as { instant: string }).instant)).toEqual(expected);
    expect((await events()).every(({ by }) => (by as { kind: string }).kind === 'schedule')).toBe(true);
    const runs = await listCronRuns(bench.pool, minutely.name, new Date('2027-01-01'), 100);
    expect(runs.map(({ instant }) => instant.toISOString()).reverse()).toEqual(expected);
    expect(await queue.getFailed()).toEqual([]);
  });
});

describe('an outage of hours', () => {
  it.each([
    { catchUp: 'run-all', worked: 181, skipped: 0 },
    { catchUp: 'run-once', worked: 1, skipped: 180 },
    { catchUp: 'skip', worked: 1, skipped: 180 },
  ] as const)('is handled as $catchUp says', async ({ catchUp, worked: works, skipped }) => {
    bench = await startCronBench({ schedules: [{ ...minutely, catchUp }] });
    bench.setNow('2026-05-01T10:00:30.000Z');
    const duty = bench.scheduleDuty();
    await duty.run();
    bench.setNow('2026-05-01T13:01:20.000Z');
    await bench.startWorker();
    await duty.run();
    await waitFor(async () => (await bench.rows('select * from cron_runs')).length === 181);
    expect(await worked()).toHaveLength(works);
    expect((await worked()).at(-1)).toBe('2026-05-01T13:01:00.000Z');
    const [summary] = await listSchedules(bench.pool);
    expect(summary).toMatchObject({ name: minutely.name, lastOutcome: 'ran', zone: 'Asia/Jakarta' });
    expect(await bench.rows("select * from cron_runs where outcome = 'skipped'")).toHaveLength(skipped);
    expect(await events('schedule.skipped')).toHaveLength(skipped > 0 ? 1 : 0);
  });
});

describe('a schedule', () => {
  it('that fails leaves nothing behind, shows why, and runs when it can', async () => {
    let broken = true;
    const fragile: ScheduleDefinition = {
      ...minutely,
      run: (instant, context) => {
        if (broken) throw new Error('not today');
        return minutely.run(instant, context);
      },
    };
    bench = await startCronBench({ schedules: [fragile] });
    await bench.startWorker();
    bench.setNow('2026-05-01T10:00:30.000Z');
    const duty = bench.scheduleDuty();
    await duty.run();
    bench.setNow('2026-05-01T10:01:01.000Z');
    await duty.run();
    const queue = bench.queues.queue('cron');
    await waitFor(async () =>
      (await queue.getFailed()).some(({ failedReason }) => failedReason === 'not today'),
    );
    expect(await bench.rows('select * from cron_runs')).toEqual([]);
    expect(await events()).toEqual([]);

    broken = false;
    bench.setNow('2026-05-01T10:02:05.000Z');
    await duty.run();
    await waitFor(async () => (await worked()).length === 2);
  });

  it('is not lost when Redis is flushed after it was enqueued', async () => {
    servers = await startOwnServers();
    bench = await startCronBench({ schedules: [minutely], redisUrl: servers.redis.url });
    bench.setNow('2026-05-01T10:00:30.000Z');
    const duty = bench.scheduleDuty();
    await duty.run();
    bench.setNow('2026-05-01T10:01:01.000Z');
    await duty.run();
    await bench.queues.redis.flushall();
    await bench.startWorker();
    await duty.run();
    await waitFor(async () => (await worked()).length === 1);
  });

  it('is paused, resumed and run by hand by a person, whose name stands in the ledger', async () => {
    bench = await startCronBench({ schedules: [minutely] });
    bench.setNow('2026-05-01T10:00:30.000Z');
    const duty = bench.scheduleDuty();
    await duty.run();
    await commandSchedule(bench.runner, minutely.name, 'schedule.pause', person);
    bench.setNow('2026-05-01T10:05:30.000Z');
    await duty.run();
    expect(await tickSchedule(bench.tools, minutely.name)).toBe(0);

    await commandSchedule(bench.runner, minutely.name, 'schedule.runNow', person);
    expect(await listCronRuns(bench.pool, minutely.name, new Date('2027-01-01'), 10)).toMatchObject([
      { outcome: 'by_hand', by: person },
    ]);
    await commandSchedule(bench.runner, minutely.name, 'schedule.resume', person);
    bench.setNow('2026-05-01T10:06:01.000Z');
    expect(await tickSchedule(bench.tools, minutely.name)).toBe(1);
    expect(await worked()).toEqual(['2026-05-01T10:05:30.000Z', minute(6)]);
  });

  it('that nobody defined is refused', async () => {
    bench = await startCronBench({ schedules: [minutely] });
    await expect(commandSchedule(bench.runner, 'no.such', 'schedule.runNow', person)).rejects.toThrow(
      /not_found/,
    );
  });
});
