import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../../src/engine/database.ts';
import { anyHandler } from '../../src/engine/handler-types.ts';
import { FLAKY, GROUP, POISON, picky, recorder } from '../support/mailbox-handlers.ts';
import { createMailboxWorld, type MailboxWorld, upTo } from '../support/mailbox-world.ts';
import { waitFor } from '../support/wait.ts';

describe('a mailbox group', () => {
  let world: MailboxWorld;
  beforeEach(async () => {
    world = await createMailboxWorld();
  });
  afterEach(() => world.stop());

  const settled = (id: string, count: number, note?: string): Promise<unknown> =>
    waitFor(async () => (await world.effects(id, note)).length >= count);

  it('gives each event of an actor its effect once and in order', async () => {
    await world.start();
    const ids = await Promise.all(upTo(20).map(() => world.counter(upTo(9))));
    for (const id of ids) {
      await settled(id, 10);
      expect(await world.effects(id)).toEqual(upTo(10));
    }
  });

  it('lets mailboxes that wait at the same moment share a transaction', async () => {
    for (let n = 0; n < 40; n++) await world.counter();
    const group = await world.start();
    await waitFor(() => group.stats().processed === 40);
    expect(group.stats().shared).toBeLessThan(20);
    expect(group.stats().solo).toBe(0);
  });

  it('goes on at the tail of the queue when there is more than one run takes', async () => {
    const id = await world.counter(upTo(24));
    await world.start({ maxEvents: 10 });
    await settled(id, 25);
    expect(await world.effects(id)).toEqual(upTo(25));
  });

  it('commits the good prefix of a mailbox and keeps the failure in its row', async () => {
    await world.switchFlaky(true);
    const id = await world.counter([1, 2, FLAKY, 4]);
    await world.start({ handlers: [picky()], retry: { firstMs: 60_000, maxMs: 60_000 } });
    await waitFor(async () => (await world.mailbox(id)).attempts === 1);
    expect(await world.effects(id, 'picky')).toEqual([1, 2, 3]);
    expect(await world.mailbox(id)).toMatchObject({ last_seq: 3, halted: false, attempting: false });
    expect((await world.mailbox(id)).last_error).toContain('flaky');
  });

  it('fails the job visibly, without a second attempt of it', async () => {
    await world.switchFlaky(true);
    await world.counter([FLAKY]);
    await world.start({ handlers: [picky()], retry: { firstMs: 60_000, maxMs: 60_000 } });
    const [job] = await waitFor(async () => {
      const jobs = await world.queues.queue(GROUP).getFailed();
      return jobs.length > 0 ? jobs : undefined;
    });
    expect(job?.failedReason).toMatch(/test\.picky failed on event .*attempt 1.*flaky/);
  });

  it('tries again after its back-off, and every event has its effect once', async () => {
    await world.switchFlaky(true);
    const id = await world.counter([1, FLAKY, 3]);
    await world.start({ handlers: [recorder, picky({ attempts: 100 })] });
    await waitFor(async () => ((await world.mailbox(id)).attempts as number) >= 2);
    await world.switchFlaky(false);
    await settled(id, 4, 'picky');
    expect(await world.effects(id, 'picky')).toEqual([1, 2, 3, 4]);
    expect(await world.effects(id, 'recorder')).toEqual([1, 2, 3, 4]);
    expect(await world.mailbox(id)).toMatchObject({
      attempts: 0,
      retry_at: null,
      last_error: null,
      done: [],
    });
  });

  it('lets an event that fails harm no other actor', async () => {
    const bad = await world.counter([POISON]);
    const good = await Promise.all(upTo(10).map(() => world.counter([1, 2])));
    await world.start({ handlers: [picky()], retry: { firstMs: 60_000, maxMs: 60_000 } });
    for (const id of good) {
      await settled(id, 3, 'picky');
      expect(await world.effects(id, 'picky')).toEqual([1, 2, 3]);
    }
    await waitFor(async () => (await world.mailbox(bad)).attempts === 1);
    expect(await world.effects(bad, 'picky')).toEqual([1]);
  });

  it('repeats mailboxes one by one when their shared transaction fails', async () => {
    const failsInSql = anyHandler({
      ...recorder,
      handle: (event, loaded, context) =>
        event.data.amount === POISON
          ? [{ effect: 'insert', table: 'test_effects', row: { actor_id: event.actorId, seq: 'no number' } }]
          : recorder.handle(event, loaded, context),
    });
    const bad = await world.counter([POISON, 2]);
    const good = await Promise.all(upTo(5).map(() => world.counter([1])));
    await world.start({ handlers: [failsInSql] });
    for (const id of good) await settled(id, 2);
    await settled(bad, 2);
    expect(await world.effects(bad)).toEqual([1, 3]);
    expect(await world.letters(bad)).toMatchObject([
      { handler: 'test.recorder', attempts: 3, status: 'dead' },
    ]);
  });

  it('sends commands to other actors in the same transaction, in the name of the handler', async () => {
    const target = await world.counter();
    const source = await world.counter([7]);
    await world.start({
      handlers: [
        anyHandler({
          ...recorder,
          types: ['counter.added'],
          handle: (event) =>
            event.actorId === target
              ? []
              : [
                  {
                    effect: 'command',
                    actor: { kind: 'counter', id: target },
                    command: { type: 'add', amount: 7 } as { type: string },
                  },
                ],
        }),
      ],
    });
    const events = await waitFor(async () => {
      const { rows } = await world.pool.query(`select "by" from events where actor_id = $1 and seq = 2`, [
        target,
      ]);
      return rows.length > 0 ? rows : undefined;
    });
    expect(events).toEqual([{ by: { kind: 'handler', id: 'test.recorder' } }]);
    // And what the command did is rung for in its turn.
    await waitFor(async () => (await world.mailbox(target)).last_seq === 2);
    expect((await world.mailbox(source)).last_seq).toBe(2);
  });

  it('waits for whoever has the mailbox, and comes back shortly', async () => {
    const id = await world.counter();
    const group = await world.start();
    await settled(id, 1);
    await transaction(world.pool, async (client) => {
      await client.query('select from mailbox where actor_id = $1 for update', [id]);
      await world.add(id, [2]);
      await waitFor(() => group.stats().taken > 0);
    });
    await settled(id, 2);
    expect(await world.effects(id)).toEqual([1, 2]);
  });

  it('leaves the events of a paused group where they are', async () => {
    const group = await world.start();
    await world.pool.query(`update mailbox_groups set paused = true where "group" = $1`, [GROUP]);
    const id = await world.counter([1]);
    await waitFor(async () => (await world.queues.queue(GROUP).getCompletedCount()) > 0);
    expect(await world.effects(id)).toEqual([]);
    await world.pool.query(`update mailbox_groups set paused = false where "group" = $1`, [GROUP]);
    world.startSweeping();
    await settled(id, 2);
    expect(group.stats().processed).toBe(2);
  });

  it('starts a new group at the head of the log, in the middle of an actor too', async () => {
    await world.pool.query('delete from mailbox_groups');
    const id = await world.counter([1, 2]);
    await world.number();
    await world.start();
    await world.add(id, [3]);
    await settled(id, 1);
    expect(await world.effects(id)).toEqual([4]);
  });

  it('shows handlers the newest version of an old event', async () => {
    const notes: unknown[] = [];
    await world.counter([5]);
    await world.start({
      handlers: [
        anyHandler({
          ...recorder,
          types: ['counter.added'],
          handle: (event) => {
            notes.push(event.data);
            return [];
          },
        }),
      ],
      upcast: (event) => ({ ...event, data: { ...event.data, unit: 'piece' } }),
    });
    await waitFor(() => notes.length > 0);
    expect(notes).toEqual([{ amount: 5, unit: 'piece' }]);
  });
});
