// T1: timers are rows; a due one sends its command once, whatever happens to the queue.

import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { anyActor } from '../../src/engine/actor-types.ts';
import type { Effect } from '../../src/engine/effects.ts';
import { runTimer } from '../../src/engine/timers.ts';
import { counterActor } from '../support/counter.ts';
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

interface TestTimer {
  readonly actorId: string;
  readonly kind?: string;
  readonly name?: string;
  readonly dueInMs?: number;
  readonly amount?: number;
}

async function setTimer({
  actorId,
  kind = 'counter',
  name = 'tick',
  dueInMs = 0,
  amount = 1,
}: TestTimer): Promise<string> {
  const id = randomUUID();
  await bench.pool.query(
    `insert into timers (id, actor_kind, actor_id, name, due_at, command)
     values ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 ms', $6)`,
    [id, kind, actorId, name, dueInMs, { type: 'add', amount }],
  );
  return id;
}

const total = async (id: string): Promise<number> =>
  Number((await bench.rows('select total from test_counters where id = $1', [id]))[0]?.total);
const timers = () => bench.rows('select * from timers');

async function send(actorId: string, effects: readonly Effect[]): Promise<void> {
  await bench.runner.run({
    items: [
      {
        actor: { kind: 'counter', id: actorId },
        command: { type: 'add', amount: 0, effects } as { type: string },
        by: { kind: 'user', id: 'u' },
        trace: null,
      },
    ],
    answer: () => ({ status: 200, headers: {}, body: null }),
  });
}

describe('a timer', () => {
  it('sends its command when it is due, not before, and is gone', async () => {
    bench = await startCronBench();
    const actorId = await bench.createCounter();
    await setTimer({ actorId, name: 'now' });
    await setTimer({ actorId, name: 'later', dueInMs: 3_600_000 });
    await bench.startWorker();
    await bench.timerDuty().run();
    await waitFor(async () => (await total(actorId)) === 1);

    expect(await timers()).toMatchObject([{ name: 'later' }]);
    const [event] = await bench.rows("select by from events where type = 'counter.added'");
    expect(event?.by).toEqual({ kind: 'timer', id: 'now' });
    await waitFor(() => bench.committed.some(({ events }) => events[0]?.type === 'counter.added'));
  });

  it('runs once however often it is enqueued and run', async () => {
    bench = await startCronBench();
    const actorId = await bench.createCounter();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await setTimer({ actorId, name: `t${n}` }));
    await Promise.all([bench.startWorker(), bench.startWorker()]);
    const rings = Array.from({ length: 30 }, (_, n) => ({
      name: 'timer',
      data: { timer: ids[n % 5] as string },
    }));
    await bench.queues.queue('cron').addBulk(rings);
    const duty = bench.timerDuty();
    await Promise.all([duty.run(), duty.run(), ...ids.map((id) => runTimer(bench.tools, id))]);
    const queue = bench.queues.queue('cron');
    await waitFor(async () => (await queue.getJobCountByTypes('waiting', 'active', 'delayed')) === 0);
    expect(await total(actorId)).toBe(5);
    expect(await bench.rows("select * from events where type = 'counter.added'")).toHaveLength(5);
  });

  it('is not lost when Redis is flushed after it was enqueued', async () => {
    servers = await startOwnServers();
    bench = await startCronBench({ redisUrl: servers.redis.url });
    const actorId = await bench.createCounter();
    await setTimer({ actorId });
    const duty = bench.timerDuty();
    await duty.run();
    await bench.queues.redis.flushall();
    await bench.startWorker();
    await duty.run();
    await waitFor(async () => (await total(actorId)) === 1);
  });

  it('ends when its command is refused', async () => {
    bench = await startCronBench();
    const actorId = await bench.createCounter();
    const refused = await setTimer({ actorId, amount: -1 });
    const gone = await setTimer({ actorId: randomUUID() });
    expect(await runTimer(bench.tools, refused)).toBe('rejected');
    expect(await runTimer(bench.tools, gone)).toBe('rejected');
    expect(await timers()).toEqual([]);
  });

  it('that fails keeps its error, waits longer, and runs once it can', async () => {
    bench = await startCronBench();
    const actorId = await bench.createCounter();
    await setTimer({ actorId, kind: 'unheard-of' });
    await bench.startWorker();
    const duty = bench.timerDuty();
    const row = await waitFor(async () => {
      await duty.run();
      return (await timers()).find(({ attempts }) => Number(attempts) >= 2);
    });
    expect(row.last_error).toContain('No actor of kind "unheard-of"');
    const [failed] = await bench.queues.queue('cron').getFailed();
    expect(failed?.failedReason).toContain('unheard-of');

    bench.registry.set('unheard-of', anyActor({ ...counterActor, kind: 'unheard-of' }));
    await waitFor(async () => {
      await duty.run();
      return (await total(actorId)) === 1;
    });
    expect(await timers()).toEqual([]);
  });

  it('that was set anew or cancelled meanwhile does not run', async () => {
    bench = await startCronBench();
    const actorId = await bench.createCounter();
    const actor = { kind: 'counter', id: actorId };
    const first = await setTimer({ actorId, name: 'set' });
    const second = await setTimer({ actorId, name: 'cancelled' });
    const dueAt = new Date(Date.now() + 3_600_000).toISOString();
    await send(actorId, [
      { effect: 'timer', actor, name: 'set', dueAt, command: { type: 'touch' } },
      { effect: 'cancelTimer', actor, name: 'cancelled' },
    ]);
    expect(await runTimer(bench.tools, first)).toBe('gone');
    expect(await runTimer(bench.tools, second)).toBe('gone');
    expect(await timers()).toMatchObject([{ name: 'set', attempts: 0 }]);
  });

  it('and commands of the same actor that set and cancel timers never block each other for good', async () => {
    bench = await startCronBench();
    const actorId = await bench.createCounter();
    const actor = { kind: 'counter', id: actorId };
    const dueAt = new Date(Date.now() + 3_600_000).toISOString();
    const ids: string[] = [];
    for (let n = 0; n < 15; n++) ids.push(await setTimer({ actorId, name: `t${n}` }));
    const results = await Promise.all([
      ...ids.map((id) => runTimer(bench.tools, id)),
      ...ids.map((_, n) =>
        send(actorId, [
          n % 2 === 0
            ? { effect: 'timer', actor, name: `t${n}`, dueAt, command: { type: 'touch' } }
            : { effect: 'cancelTimer', actor, name: `t${n}` },
        ]),
      ),
    ]);
    expect(await total(actorId)).toBe(results.filter((result) => result === 'ran').length);
    expect(await timers()).toHaveLength(8);
  });
});
