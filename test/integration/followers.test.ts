import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Followers,
  type FollowersOptions,
  followersTask,
  startFollowers,
} from '../../src/engine/followers.ts';
import type { Follower } from '../../src/engine/handler-types.ts';
import { createRinger, type Ringer } from '../../src/engine/ring.ts';
import { counterRegistry } from '../support/counter.ts';
import { silent } from '../support/mailbox-handlers.ts';
import { createMailboxWorld, type MailboxWorld, upTo } from '../support/mailbox-world.ts';
import { waitFor } from '../support/wait.ts';

describe('a follower', () => {
  let world: MailboxWorld;
  let ringer: Ringer;
  const running: Followers[] = [];
  beforeEach(async () => {
    world = await createMailboxWorld();
    ringer = createRinger({
      queues: world.queues,
      groupsOf: () => [],
      followers: ['test.counts', 'test.other'],
      logger: silent,
    });
  });
  afterEach(async () => {
    for (const followers of running.splice(0)) await followers.stop();
    await world.stop();
  });

  const counts = (more: Partial<Follower> = {}): Follower => ({
    name: 'test.counts',
    types: ['counter.added'],
    history: true,
    handle: (events) => [
      ...events.map((event) => ({
        effect: 'insert' as const,
        table: 'test_effects',
        row: { actor_id: 'all', seq: event.position, note: 'follower' },
      })),
      {
        effect: 'upsert' as const,
        table: 'test_sums',
        conflict: ['name'],
        add: ['total'],
        row: { name: 'sum', total: events.reduce((sum, event) => sum + Number(event.data.amount), 0) },
      },
    ],
    ...more,
  });

  const start = async (
    followers: readonly Follower[],
    more: Partial<FollowersOptions> = {},
  ): Promise<void> => {
    running.push(
      await startFollowers({
        followers,
        pool: world.pool,
        registry: counterRegistry,
        queues: world.queues,
        ringer,
        connection: world.connection,
        logger: silent,
        now: () => new Date(),
        newId: randomUUID,
        retry: { firstMs: 50, maxMs: 100 },
        ...more,
      }),
    );
  };

  const positionOf = async (name: string): Promise<number> => {
    const { rows } = await world.pool.query('select position from followers where name = $1', [name]);
    return Number(rows[0]?.position);
  };
  const sum = async (): Promise<number> => {
    const { rows } = await world.pool.query(`select total from test_sums where name = 'sum'`);
    return Number(rows[0]?.total ?? 0);
  };

  it('reads the whole log in order, in batches, each event once', async () => {
    await world.counter(upTo(20), false);
    await world.number();
    await start([counts()], { maxBatch: 6 });
    ringer.ringFollowers();
    await waitFor(async () => (await positionOf('test.counts')) === 21);
    expect(await sum()).toBe(210);
    expect(await world.effects('all', 'follower')).toEqual(upTo(21).slice(1));
  });

  it('passes over what it does not follow, also where a whole batch is of that kind', async () => {
    const seen: string[] = [];
    const sparse = counts({
      types: ['counter.created'],
      handle: (events) => {
        seen.push(...events.map(({ type }) => type));
        return [];
      },
    });
    await world.counter(upTo(20), false);
    await world.counter([], false);
    await world.number();
    await start([sparse], { maxBatch: 6 });
    ringer.ringFollowers();
    await waitFor(async () => (await positionOf('test.counts')) === 22);
    expect(seen).toEqual(['counter.created', 'counter.created']);
  });

  it('takes part once at a time, however many ring and run it', async () => {
    const slow = counts({
      load: async (_events, db) => {
        await db.query('select pg_sleep(0.03)');
      },
    });
    await start([slow], { maxBatch: 5 });
    await start([slow], { maxBatch: 5 });
    await world.counter(upTo(20), false);
    await world.number();
    const jobs = upTo(8).map(() => ({ name: slow.name, data: { follower: slow.name } }));
    await world.queues.queue('followers').addBulk(jobs);
    await waitFor(async () => (await positionOf('test.counts')) === 21);
    expect(await sum()).toBe(210);
    expect(await world.effects('all', 'follower')).toEqual(upTo(21).slice(1));
  });

  it('starts at the head of the log unless it asks for history', async () => {
    await world.counter([5], false);
    await world.number();
    await start([counts({ history: false })]);
    await world.counter([7], false);
    await world.number();
    ringer.ringFollowers();
    await waitFor(async () => (await positionOf('test.counts')) === 4);
    expect(await sum()).toBe(7);
  });

  it('never skips an event that fails: what is good before it commits, and it goes on when it can', async () => {
    let failing = true;
    const stubborn = counts({
      handle: (events, loaded, context) => {
        if (failing && events.some((event) => event.data.amount === 3)) throw new Error('not yet');
        return counts().handle(events, loaded, context);
      },
    });
    await world.counter(upTo(6), false);
    await world.number();
    await start([stubborn]);
    ringer.ringFollowers();
    await waitFor(async () => {
      const { rows } = await world.pool.query(`select attempts, last_error from followers`);
      return rows[0]?.attempts >= 2 && rows[0]?.last_error.includes('not yet');
    });
    expect(await positionOf('test.counts')).toBe(3);
    expect(await sum()).toBe(3);
    failing = false;
    await waitFor(async () => (await positionOf('test.counts')) === 7);
    expect(await sum()).toBe(21);
    expect(await world.effects('all', 'follower')).toEqual(upTo(7).slice(1));
  });

  it('is not held up by another one that fails', async () => {
    const other = counts({
      name: 'test.other',
      handle: () => {
        throw new Error('never');
      },
    });
    await start([other, counts()]);
    await world.counter(upTo(3), false);
    await world.number();
    ringer.ringFollowers();
    await waitFor(async () => (await sum()) === 6);
  });

  it('is rung seldom while numberings follow each other, and never left without the last', async () => {
    await start([counts()]);
    const before = ringer.stats().sent;
    for (const amount of upTo(3)) {
      await world.counter([amount], false);
      await world.number();
      for (let again = 0; again < 50; again++) ringer.ringFollowers();
    }
    await waitFor(async () => (await sum()) === 6);
    expect(ringer.stats().sent - before).toBeLessThan(10);
  });

  it('is rung by the duty when its ring was lost', async () => {
    await world.counter([1], false);
    await world.number();
    await start([counts()]);
    const context = { signal: new AbortController().signal, first: true, inLease: () => Promise.reject() };
    await followersTask(world.pool, world.queues).run(context);
    await waitFor(async () => (await sum()) === 1);
  });
});
