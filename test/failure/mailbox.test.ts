import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, killHard, pause, resume } from '../support/chaos.ts';
import { FLAKY, KILLER } from '../support/mailbox-handlers.ts';
import { createMailboxWorld, type MailboxWorld, upTo } from '../support/mailbox-world.ts';
import { startOwnServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const childFile = join(import.meta.dirname, '../support/mailbox-child.ts');

describe('mailboxes whose processes are killed and paused', () => {
  let world: MailboxWorld;
  let children: ChildProcess[];
  beforeEach(async () => {
    children = [];
    world = await createMailboxWorld();
  });
  afterEach(async () => {
    for (const { pid } of children) if (pid && isAlive(pid)) killHard(pid);
    await world.stop();
  });

  async function startWorker(slowMs = 0): Promise<ChildProcess & { pid: number }> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', childFile, world.url, world.redisUrl, world.prefix, String(slowMs)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
    });
    return child as ChildProcess & { pid: number };
  }

  const expectOnceAndInOrder = async (ids: readonly string[], count: number): Promise<void> => {
    await waitFor(
      async () => {
        const { rows } = await world.pool.query(
          `select count(*)::int as n from test_effects where note = 'recorder' and actor_id = any($1)`,
          [ids],
        );
        return rows[0]?.n >= ids.length * count;
      },
      { deadlineMs: 30_000 },
    );
    for (const id of ids) expect(await world.effects(id)).toEqual(upTo(count));
  };

  it('M2, M3, M7: have each effect once and in order through a storm of kill -9', async () => {
    const ids: string[] = [];
    let victim = await startWorker();
    await startWorker();
    for (let round = 0; round < 4; round++) {
      ids.push(...(await Promise.all(upTo(15).map(() => world.counter(upTo(9))))));
      killHard(victim.pid);
      victim = await startWorker();
    }
    await expectOnceAndInOrder(ids, 10);
    expect(await world.pool.query('select from dead_letters')).toMatchObject({ rowCount: 0 });
  });

  it('M7: go on within seconds after their worker was killed in mid-work', async () => {
    const id = await world.counter([1, 2]);
    const slow = await startWorker(30_000);
    await waitFor(async () => {
      const { rows } = await world.pool.query(
        `select from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`,
      );
      return rows.length > 0;
    });
    await startWorker();
    killHard(slow.pid);
    await expectOnceAndInOrder([id], 3);
  });

  it('a worker that is paused in mid-work loses its session, another goes on, and its late commit fails', async () => {
    const ids = await Promise.all(upTo(5).map(() => world.counter([1, 2])));
    const slow = await startWorker(1_000);
    await waitFor(async () => {
      const { rows } = await world.pool.query(
        `select from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`,
      );
      return rows.length > 0;
    });
    pause(slow.pid);
    await startWorker();
    await expectOnceAndInOrder(ids, 3);
    resume(slow.pid);
    // It has come back to life, with a commit in its hands and jobs to finish: new work goes well through both.
    const more = await Promise.all(upTo(5).map(() => world.counter([1, 2])));
    await expectOnceAndInOrder([...ids, ...more], 3);
  });

  it('M4: an event that kills its process becomes a dead letter, and nobody else is blamed', async () => {
    const killer = await world.counter([1, KILLER, 3]);
    const others = await Promise.all(upTo(10).map(() => world.counter([1, 2])));
    let stopping = false;
    // As the supervisor does: what dies is started again.
    const keepAlive = async (): Promise<void> => {
      while (!stopping) {
        const child = await startWorker().catch(() => undefined);
        await new Promise<void>((resolve) => {
          if (!child || child.exitCode !== null || child.signalCode !== null) resolve();
          child?.once('exit', () => resolve());
        });
      }
    };
    const supervised = keepAlive();
    try {
      await waitFor(async () => (await world.letters(killer)).length > 0, { deadlineMs: 60_000 });
      await waitFor(async () => (await world.effects(killer, 'picky')).includes(4), { deadlineMs: 20_000 });
      await expectOnceAndInOrder(others, 3);
      expect(await world.effects(killer)).toEqual([1, 2, 3, 4]);
      expect(await world.effects(killer, 'picky')).toEqual([1, 2, 4]);
      for (const id of others) expect(await world.effects(id, 'picky')).toEqual([1, 2, 3]);
      const { rows } = await world.pool.query('select handler, actor_id, attempts from dead_letters');
      expect(rows).toEqual([{ handler: 'test.picky', actor_id: killer, attempts: 3 }]);
    } finally {
      stopping = true;
      for (const { pid } of children) if (pid && isAlive(pid)) killHard(pid);
      await supervised;
    }
  });

  it('M4: retries survive a flushed Redis', async () => {
    await world.switchFlaky(true);
    const id = await world.counter([FLAKY, 2]);
    await startWorker();
    await waitFor(async () => ((await world.mailbox(id)).attempts as number) > 0);
    await world.switchFlaky(false);
    const keys = await world.queues.redis.keys(`${world.prefix}:*`);
    if (keys.length > 0) await world.queues.redis.del(...keys);
    await waitFor(async () => (await world.effects(id, 'picky')).length === 3);
    expect(await world.effects(id, 'picky')).toEqual([1, 2, 3]);
  });
});

describe('mailboxes whose servers go away', () => {
  it('go on by themselves after Postgres was killed and Redis flushed, each effect once and in order', async () => {
    const servers = await startOwnServers();
    const world = await createMailboxWorld({
      redisUrl: servers.redis.url,
      postgresUrl: servers.postgres.url,
    });
    try {
      const group = await world.start();
      world.startSweeping();
      const first = await Promise.all(upTo(20).map(() => world.counter(upTo(9))));
      await servers.postgres.kill();
      await servers.postgres.start();
      await waitFor(() => world.pool.query('select 1'));
      await world.queues.redis.flushall();
      const second = await Promise.all(upTo(20).map(() => world.counter(upTo(9))));
      for (const id of [...first, ...second]) {
        await waitFor(async () => (await world.effects(id)).length >= 10);
        expect(await world.effects(id)).toEqual(upTo(10));
      }
      expect(group.stats().failed).toBe(0);
    } finally {
      await world.stop();
      await servers.stop();
    }
  });
});
