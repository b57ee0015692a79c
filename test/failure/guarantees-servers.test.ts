// What holds when Redis and Postgres restart, are killed or flushed, seen through the public doors.

import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itHolds } from '../support/aftermath.ts';
import type { Answer } from '../support/api.ts';
import { killHard } from '../support/chaos.ts';
import { type OwnServers, startOwnServers } from '../support/servers.ts';
import { type Storm, startStorm } from '../support/storm.ts';
import { waitFor } from '../support/wait.ts';
import { type Ears, startWorld, type World } from '../support/world.ts';

const listeners = ['admin', 'technician', 'customer'] as const;

let servers: OwnServers;
let world: World;
let ears: Ears[];
const storms: Storm[] = [];
const aftermath = () => ({ world, storms, ears });

beforeAll(async () => {
  servers = await startOwnServers();
  world = await startWorld(servers);
  ears = await Promise.all(listeners.map((who) => world.ears(who)));
}, 90_000);
afterAll(async () => {
  await world.stop();
  await servers.stop();
});

async function storm(disturb: (storm: Storm) => Promise<void>): Promise<Storm> {
  const running = await startStorm(world);
  storms.push(running);
  await running.more(30);
  await disturb(running);
  await running.finish();
  await world.settled();
  return running;
}

async function flush(): Promise<void> {
  const redis = new Redis(servers.redis.url);
  await redis.flushall();
  redis.disconnect();
}

describe('Redis, flushed, killed, restarted and frozen in a storm of clicks', () => {
  let ended: Storm;
  beforeAll(async () => {
    ended = await storm(async (running) => {
      await flush();
      await running.more(60);
      await servers.redis.kill();
      await running.more(60);
      await servers.redis.start();
      await running.more(60);
      await servers.redis.restart();
      await flush();
      await running.more(30);
      await servers.redis.pause();
      await running.more(60);
      await servers.redis.resume();
      await running.more(30);
    });
  }, 150_000);

  it('fails no request', () => {
    expect(Object.fromEntries(ended.failures)).toEqual({});
  });

  itHolds(aftermath);
});

describe('a client that has never received an event', () => {
  it('resumes without a gap after kill -9 of realtime and a flushed Redis', async () => {
    // Its own sign-in is an event too, and has to be over.
    const own = await world.as('customer2');
    await world.settled();
    const listener = await world.ears('customer2', { client: own });
    expect(listener.events).toEqual([]);
    listener.client.stop();
    const [realtime = 0] = await world.platform.pids('realtime');
    killHard(realtime);
    await flush();
    const customer = await world.as('customer2');
    const titles = ['one', 'two', 'three'];
    for (const title of titles) await customer.post('/api/v1/tickets', { type: 'repair', title });
    listener.client.connect();
    await waitFor(() => listener.syncs.length === 2, { deadlineMs: 20_000 });
    const created = listener.events.filter(({ type }) => type === 'ticket.created');
    expect(created.map(({ data }) => data.title)).toEqual(titles);
    expect(listener.reloads).toEqual([]);
    // What stands in the way of the next recount ends here.
    for (const { subject } of created) {
      const supervisor = await world.as('supervisor');
      await supervisor.post(`/api/v1/tickets/${subject.split('/')[1]}/cancel`, { reason: 'A test' });
    }
    await world.settled();
  });
});

describe('Postgres, killed and restarted in a storm of clicks', () => {
  let away: Answer;
  let repeated: Answer;
  let again: Answer;
  let before: number[];
  const pids = async () => (await world.platform.list()).flatMap(({ pid }) => pid ?? []);
  beforeAll(async () => {
    before = await pids();
    await storm(async (running) => {
      await servers.postgres.kill();
      const desk = await world.as('customer_service');
      const body = { type: 'repair', title: 'While away' };
      const key = { 'idempotency-key': randomUUID() };
      away = await desk.post('/api/v1/tickets', body, key);
      await servers.postgres.start();
      repeated = await waitFor(async () => {
        const answer = await desk.post('/api/v1/tickets', body, key);
        return answer.status === 503 ? undefined : answer;
      });
      again = await desk.post('/api/v1/tickets', body, key);
      const supervisor = await world.as('supervisor');
      await supervisor.post(`/api/v1/tickets/${repeated.body.id}/cancel`, { reason: 'A test' });
      await running.more(60);
      await servers.postgres.restart();
      await running.more(60);
    });
  }, 150_000);

  it('is answered with 503 and Retry-After while it is away', () => {
    expect(away).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('gives the true answer to a repetition with the same key, and has one effect', async () => {
    expect(repeated.status).toBe(201);
    expect(again).toMatchObject({ status: 201, body: { id: repeated.body.id } });
    const { rows } = await world.pool.query(`select id from tickets where title = 'While away'`);
    expect(rows).toEqual([{ id: repeated.body.id }]);
  });

  it('ends no process', async () => {
    expect(await pids()).toEqual(before);
  });

  itHolds(aftermath);
});
