import { Worker } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../../src/engine/database.ts';
import { readers } from '../../src/engine/figures-sql.ts';
import { createMailboxes, lockMailboxes, settleMailbox } from '../../src/engine/mailbox-sql.ts';
import { createSweep, numberingTask, sweepTask } from '../../src/engine/sweep.ts';
import { counterTypes, FLAKY, GROUP, picky, silent } from '../support/mailbox-handlers.ts';
import { createMailboxWorld, type MailboxWorld, upTo } from '../support/mailbox-world.ts';
import { rowsReadBy } from '../support/rows-read.ts';
import { waitFor } from '../support/wait.ts';

const stopsWaiting = {
  lastSeq: 2,
  done: [],
  attempts: 0,
  attempting: false,
  error: null,
  halted: false,
  retryInMs: null,
};

describe('the sweep', () => {
  let world: MailboxWorld;
  beforeEach(async () => {
    world = await createMailboxWorld();
  });
  afterEach(() => world.stop());

  const low = async (): Promise<number> => {
    const { rows } = await world.pool.query('select low_position from mailbox_groups where "group" = $1', [
      GROUP,
    ]);
    return Number(rows[0]?.low_position);
  };
  const settled = (id: string, count: number): Promise<unknown> =>
    waitFor(async () => (await world.effects(id)).length >= count);

  it('rings for what nobody rang for', async () => {
    const ids = await Promise.all(upTo(5).map(() => world.counter([1], false)));
    await world.number();
    await world.start();
    await world.sweep.sweep(true);
    for (const id of ids) await settled(id, 2);
  });

  it('rings for actors whose ids are no uuids, and for all others beside them', async () => {
    const id = 'provider:smtp';
    const created = { type: 'create', label: 'c' } as const;
    const other = await world.counter([], false);
    await world.runner.run({
      items: [
        { actor: { kind: 'counter', id }, command: created, by: { kind: 'user', id: 'u' }, trace: null },
      ],
      creates: true,
      answer: () => ({ status: 200, headers: {}, body: null }),
    });
    await world.number();
    await world.sweep.sweep(true);
    await world.start();
    await settled(id, 1);
    await settled(other, 1);
  });

  it('is full by itself when it finds Redis empty, and gives events time otherwise', async () => {
    await world.sweep.sweep(false);
    const id = await world.counter([], false);
    await world.number();
    expect(await world.sweep.sweep(false)).toBe(0);
    const keys = await world.queues.redis.keys(`${world.prefix}:*`);
    await world.queues.redis.del(...keys);
    expect(await world.sweep.sweep(false)).toBe(1);
    await world.start();
    await settled(id, 1);
  });

  it('moves its mark to the first mailbox that lags, and to the head when none does', async () => {
    await world.start();
    const done = await world.counter([1, 2]);
    await settled(done, 3);
    await world.counter([], false);
    await world.number();
    await world.sweep.sweep(true);
    await waitFor(async () => {
      await world.sweep.sweep(false);
      return (await low()) === 4;
    });
  });

  it('is not held by a mailbox that waits for its next attempt, and finds it by that time', async () => {
    await world.switchFlaky(true);
    const id = await world.counter([FLAKY, 2], false);
    await world.number();
    await world.start({ handlers: [picky({ attempts: 50 })], retry: { firstMs: 300, maxMs: 300 } });
    await world.sweep.sweep(true);
    await waitFor(async () => ((await world.mailbox(id)).attempts as number) > 0);
    await world.sweep.sweep(false);
    expect(await low()).toBe(3);
    await world.switchFlaky(false);
    // Without Redis' memory of the delayed ring.
    const keys = await world.queues.redis.keys(`${world.prefix}:${GROUP}:*`);
    await world.queues.redis.del(...keys);
    await waitFor(async () => {
      await world.sweep.sweep(true);
      return (await world.effects(id, 'picky')).length === 3;
    });
    expect(await world.effects(id, 'picky')).toEqual([1, 2, 3]);
    await waitFor(async () => (await world.mailbox(id)).retry_at === null);
  });

  it('keeps a mailbox due that stops waiting while events behind it lie below the mark', async () => {
    await world.switchFlaky(true);
    const id = await world.counter([FLAKY, ...upTo(30)], false);
    await world.number();
    await world.start({
      handlers: [picky({ attempts: 500 })],
      maxEvents: 5,
      retry: { firstMs: 50, maxMs: 50 },
    });
    await world.sweep.sweep(true);
    await waitFor(async () => ((await world.mailbox(id)).attempts as number) > 0);
    await world.sweep.sweep(false);
    expect(await low()).toBe(32);
    await world.switchFlaky(false);
    // No other ring from here on: each is thrown away, and only what is due is found.
    await waitFor(async () => {
      await world.queues.queue(GROUP).drain(true);
      await world.sweep.sweep(true);
      return (await world.effects(id, 'picky')).length === 32;
    });
    expect(await world.effects(id, 'picky')).toEqual(upTo(32));
  });

  it('does not move its mark past a mailbox that is just about to stop waiting', async () => {
    const id = await world.counter([1], false);
    await world.number();
    await createMailboxes(world.pool, GROUP, [{ kind: 'counter', id }]);
    await world.pool.query(`update mailbox set last_seq = 2, retry_at = now()`);
    await world.sweep.sweep(true);
    expect(await low()).toBe(2);
    await transaction(world.pool, async (client) => {
      await settleMailbox(client, GROUP, { kind: 'counter', id }, stopsWaiting);
      // Committed after the run looked for it, and passed over if the sweep believed what it sees of the row.
      await world.add(id, [2], false);
      await world.number();
      await world.sweep.sweep(true);
      expect(await low()).toBe(2);
    });
    await world.start();
    await world.sweep.sweep(true);
    await settled(id, 1);
    expect(await world.effects(id)).toEqual([3]);
  });

  it('leaves a mailbox due when it passed over an event of it before the mailbox stopped waiting', async () => {
    const id = await world.counter([1], false);
    await world.number();
    await createMailboxes(world.pool, GROUP, [{ kind: 'counter', id }]);
    await world.pool.query(`update mailbox set last_seq = 2, retry_at = now()`);
    await transaction(world.pool, async (client) => {
      await lockMailboxes(client, GROUP, [{ kind: 'counter', id }], 50);
      await world.add(id, [2], false);
      await world.number();
      await world.sweep.sweep(true);
      expect(await low()).toBe(3);
      expect(await settleMailbox(client, GROUP, { kind: 'counter', id }, stopsWaiting)).toBe(true);
    });
    await world.start();
    await world.sweep.sweep(true);
    await settled(id, 1);
  });

  it('heals a deduplication key that is stuck', async () => {
    await world.sweep.sweep(true);
    const id = await world.counter([1], false);
    await world.number();
    await world.queues.redis.set(`${world.prefix}:${GROUP}:de:counter/${id}`, '4711');
    await world.start();
    world.startSweeping();
    await settled(id, 2);
    expect(await world.queues.queue(GROUP).getDeduplicationJobId(`counter/${id}`)).toBeNull();
  });

  it('does not ring twice for an actor while nobody works', async () => {
    await world.counter([1], false);
    await world.number();
    for (let pass = 0; pass < 5; pass++) await world.sweep.sweep(true);
    expect(await world.queues.queue(GROUP).getWaitingCount()).toBe(1);
  });

  it('leaves doorbells that stand alone, also in full: there is more to do than can be done', async () => {
    await world.sweep.sweep(true);
    for (let index = 0; index < 20; index++) await world.counter([]);
    await world.number();
    await waitFor(async () => (await world.queues.queue(GROUP).getWaitingCount()) === 20);
    expect(await world.sweep.sweep(true)).toBe(0);
    expect(await world.queues.queue(GROUP).getWaitingCount()).toBe(20);
  });

  it('is in full once for a process, not whenever that gets the duty back, and has its share of the time', async () => {
    const asked: boolean[] = [];
    const task = sweepTask({
      sweep: async (full) => {
        asked.push(full);
        return 0;
      },
    });
    const context = { signal: new AbortController().signal, first: true, inLease: () => Promise.reject() };
    await task.run(context);
    await task.run(context);
    expect(asked).toEqual([true, false]);
    expect(task.mostShare).toBeLessThanOrEqual(0.2);
  });

  it('leaves a doorbell that stands in its queue to come', async () => {
    await world.sweep.sweep(true);
    await world.counter([1]);
    await world.number();
    await waitFor(async () => (await world.queues.queue(GROUP).getWaitingCount()) === 1);
    await world.pool.query(`update events set at = at - interval '1 minute'`);
    expect(await world.sweep.sweep(false)).toBe(0);
  });

  it('rings beside a doorbell that is in work: whoever has it may hang', async () => {
    await world.sweep.sweep(true);
    await world.counter([1]);
    await world.number();
    await waitFor(async () => (await world.queues.queue(GROUP).getWaitingCount()) === 1);
    const { connection, prefix } = world;
    const hanging = new Worker(GROUP, undefined, { connection, prefix, autorun: false });
    try {
      expect(await hanging.getNextJob('hangs')).toBeDefined();
      await world.pool.query(`update events set at = at - interval '1 minute'`);
      expect(await world.sweep.sweep(false)).toBe(1);
    } finally {
      await hanging.close(true);
    }
  });

  it('reads the mailboxes of what is new, however many there are', async () => {
    await world.pool.query(
      `with old as (
         insert into events (actor_kind, actor_id, seq, type, version, data, audience, "by", at)
         select 'counter', 'old-' || n, 1, 'counter.created', 1, '{}', '[]', '{}', now() from generate_series(1, 3000) n
         returning actor_id)
       insert into mailbox ("group", actor_kind, actor_id, last_seq) select $1, 'counter', actor_id, 1 from old`,
      [GROUP],
    );
    for (let batch = 0; batch < 3; batch++) await world.number();
    expect(await world.sweep.sweep(true)).toBe(0);
    for (let index = 0; index < 10; index++) await world.counter([], false);
    await world.number();
    const groups = [{ group: GROUP, types: counterTypes }];
    const read = await rowsReadBy(world.pool, world.url, 'mailbox', async (pool) => {
      const sweep = createSweep({ pool, queues: world.queues, groups, logger: silent });
      expect(await sweep.sweep(true)).toBe(10);
      // The figures of the same, every few seconds.
      expect(await readers.mailboxes(pool, { groups, channels: [] })).toContainEqual([
        'mailboxLag',
        { group: GROUP },
        10,
      ]);
    });
    expect(read).toBeLessThan(100);
  });

  it('looks at event types of the group only', async () => {
    await world.pool.query(
      `insert into events (actor_kind, actor_id, seq, type, version, data, audience, "by", at)
       values ('counter', 'x', 1, 'counter.touched', 1, '{}', '[]', '{}', now())`,
    );
    await world.number();
    expect(await world.sweep.sweep(true)).toBe(0);
    expect(await low()).toBe(1);
  });

  it('numbers events that nobody has numbered for a second', async () => {
    await world.counter([1, 2], false);
    await world.pool.query(`update events set at = at - interval '2 seconds'`);
    const task = numberingTask(world.pool, world.ringer);
    const context = { signal: new AbortController().signal, first: true, inLease: () => Promise.reject() };
    await task.run(context);
    const { rows } = await world.pool.query('select position from events order by position');
    expect(rows.map(({ position }) => Number(position))).toEqual([1, 2, 3]);
  });
});
