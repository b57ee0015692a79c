import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnswerCache } from '../../src/api/answer-cache.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type OwnServers, startOwnServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const TIMES = '/api/v1/analytics/times?from=2026-03-01&to=2026-03-31';

describe('an expensive figure', () => {
  let servers: OwnServers;
  let api: TestApi;
  beforeAll(async () => {
    servers = await startOwnServers();
    api = await startTestApi({ redisUrl: servers.redis.url });
  });
  afterAll(async () => {
    await api.stop();
    await servers.stop();
  });

  let rounds = 0;
  /** What the follower keeps when a ticket is taken up and done. */
  const work = (ms: number, day = '2026-03-10') =>
    api.pool.query(
      `insert into analytics_rounds (ticket_id, round, opened_at, held_ms, started_day, started_priority, response_ms,
          completed_at, completed_day, completed_priority, resolution_ms, reopened)
        values ('cached-' || $1, 0, $2::date, 0, $2::date, 'high', $3::int, $2::date, $2::date, 'high', $3::int, false)`,
      [String(++rounds), day, ms],
    );
  /** Behind the follower's back: an answer that was computed shows it, one that was kept does not. */
  const alter = (ms: number) => api.pool.query('update analytics_rounds set response_ms = $1', [ms]);
  const median = async () => {
    const { body } = await (await api.as('manager')).get(TIMES);
    return body.data[0].responseMedianMs;
  };

  it('is computed once and kept, until an event of the period, and not for one of another', async () => {
    await work(1_000);
    expect(await median()).toBe(1_000);
    await alter(5_000);
    expect(await median()).toBe(1_000);
    await work(7_000, '2026-04-02');
    expect(await median()).toBe(1_000);
    // Work that begins, and work that is done, each by itself.
    await api.pool.query(`insert into analytics_rounds (ticket_id, round, opened_at, held_ms, started_day,
        started_priority, response_ms, reopened) values ('begun', 0, now(), 0, '2026-03-11', 'low', 5000, false)`);
    expect(await median()).toBe(5_000);
    await alter(6_000);
    expect(await median()).toBe(5_000);
    await api.pool.query(
      `update analytics_rounds set completed_day = '2026-03-12', resolution_ms = 1, completed_priority = 'low'
        where ticket_id = 'begun'`,
    );
    expect(await median()).toBe(6_000);
    const redis = new Redis(servers.redis.url);
    const kept = await redis.keys('trunkline:answer:times:*');
    expect(kept.length).toBeGreaterThan(2);
    for (const key of kept) expect(await redis.pttl(key)).toBeGreaterThan(0);
    redis.disconnect();
  });

  it('is that of those who may see it: whoever may not is refused although it is kept', async () => {
    expect((await (await api.as('technician')).get(TIMES)).status).toBe(403);
  });

  it('is computed while Redis is dead, and kept again when it is back', async () => {
    expect(await median()).toBe(6_000);
    await servers.redis.kill();
    await alter(8_000);
    expect(await median()).toBe(8_000);
    await servers.redis.start();
    await work(8_000);
    await waitFor(async () => {
      // Redis may be back between the two: then the second is the one that is kept, and the next two are alike.
      await alter(8_000);
      const before = await median();
      await alter(9_000);
      return (await median()) === before;
    });
  });

  it('is computed when Redis does not answer', async () => {
    await work(9_000);
    await alter(9_000);
    await servers.redis.pause();
    expect(await median()).toBe(9_000);
    await servers.redis.resume();
  });
});

describe('an answer that many ask for at once', () => {
  let servers: OwnServers;
  beforeAll(async () => {
    servers = await startOwnServers();
  });
  afterAll(() => servers.stop());

  it('is computed once, in a process and among processes; a failure is kept by nobody', async () => {
    const connections = [0, 1, 2].map(() => new Redis(servers.redis.url));
    for (const redis of connections) await redis.ping();
    const caches = connections.map((redis) => createAnswerCache(redis));
    let computed = 0;
    let finish = (): void => undefined;
    const ready = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const compute = async () => {
      computed += 1;
      await ready;
      return { computed };
    };
    const asked = [...caches, ...caches].map((cache) => cache.remember('one', compute, () => 'one'));
    await waitFor(() => computed === 1);
    finish();
    expect(await Promise.all(asked)).toEqual(Array(6).fill({ computed: 1 }));
    const failing = caches[0]?.remember(
      'two',
      async () => Promise.reject(new Error('no')),
      () => 'two',
    );
    await expect(failing).rejects.toThrow('no');
    expect(
      await caches[1]?.remember(
        'two',
        async () => 2,
        () => 'two',
      ),
    ).toBe(2);
    for (const redis of connections) redis.disconnect();
  });
});
