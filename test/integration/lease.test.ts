import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { type DutyContext, type DutyTask, startDuty } from '../../src/engine/duty.ts';
import { LeaseLost, releaseLease, tryLease, withLease } from '../../src/engine/lease.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { silent } from '../support/mailbox-handlers.ts';
import { waitFor } from '../support/wait.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, poolSize: 6, name: 'lease-test' });
});
beforeEach(() => pool.query('truncate leases'));
afterAll(async () => {
  await pool.end();
  await database.stop();
});

const ask = (holder: string, ttlMs = 3_000) => tryLease(pool, { name: 'duty', holder, ttlMs });
const runOut = () => pool.query(`update leases set expires_at = clock_timestamp() - interval '1 ms'`);

describe('M8: a lease', () => {
  it('has one holder, who prolongs it under the same token', async () => {
    expect(await ask('a')).toBe(1);
    expect(await ask('b')).toBeUndefined();
    expect(await ask('a')).toBe(1);
  });

  it('changes its token with its holder, and when its holder was late', async () => {
    await ask('a');
    await runOut();
    expect(await ask('b')).toBe(2);
    await runOut();
    expect(await ask('b')).toBe(3);
  });

  it('is free at once when it was given up', async () => {
    const token = await ask('a');
    await releaseLease(pool, 'duty', token ?? 0);
    expect(await ask('b')).toBe(2);
    await releaseLease(pool, 'duty', token ?? 0);
    expect(await ask('c')).toBeUndefined();
  });

  it('goes to one of many who ask at once', async () => {
    const tokens = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((holder) => ask(holder)));
    expect(tokens.filter((token) => token !== undefined)).toEqual([1]);
  });

  it('lets its holder work, and refuses whoever lost it', async () => {
    const token = (await ask('a')) ?? 0;
    expect(await withLease(pool, 'duty', token, async () => 'done')).toBe('done');
    await runOut();
    await expect(withLease(pool, 'duty', token, async () => 'late')).rejects.toThrow(LeaseLost);
    await ask('b');
    await expect(withLease(pool, 'duty', token, async () => 'stale')).rejects.toThrow(LeaseLost);
  });

  it('cannot be taken over in the middle of work under it', async () => {
    const token = (await ask('a')) ?? 0;
    let taken: Promise<unknown> | undefined;
    const order: string[] = [];
    await withLease(pool, 'duty', token, async (client) => {
      await client.query(`select pg_sleep(0.05)`);
      taken = ask('b', 3_000).then(() => order.push('asked'));
      await client.query(`select pg_sleep(0.05)`);
      order.push('worked');
    });
    await taken;
    expect(order).toEqual(['worked', 'asked']);
  });
});

describe('the duty worker', () => {
  const start = (tickMs: number, tasks: readonly DutyTask[]) =>
    startDuty({ pool, holder: 'one', logger: silent, tickMs, tasks });

  it('runs its tasks while it holds the lease, and says so when it loses it', async () => {
    const contexts: DutyContext[] = [];
    const duty = start(20, [
      {
        name: 'note',
        everyMs: 20,
        run: async (context) => {
          contexts.push(context);
        },
      },
    ]);
    await waitFor(() => contexts.length >= 3);
    expect(contexts.map(({ first }) => first).slice(0, 3)).toEqual([true, false, false]);
    expect(await contexts[0]?.inLease(async () => 'mine')).toBe('mine');

    await pool.query(
      `update leases set holder = 'two', token = token + 1, expires_at = clock_timestamp() + interval '1 hour'`,
    );
    await waitFor(() => !duty.isHeld());
    expect(contexts.at(-1)?.signal.aborted).toBe(true);
    await expect(contexts[0]?.inLease(async () => 'not mine')).rejects.toThrow(LeaseLost);
    const count = contexts.length;
    await pause(100);
    expect(contexts.length).toBe(count);
    await duty.stop();
  });

  it('goes on when a task fails, and runs a slow one once at a time', async () => {
    let runs = 0;
    let slowRuns = 0;
    const release = new AbortController();
    const duty = start(10, [
      {
        name: 'fails',
        everyMs: 10,
        run: async () => {
          runs++;
          throw new Error('no');
        },
      },
      {
        name: 'slow',
        everyMs: 10,
        run: async () => {
          slowRuns++;
          await new Promise((resolve) => release.signal.addEventListener('abort', resolve));
        },
      },
    ]);
    await waitFor(() => runs >= 4);
    expect(slowRuns).toBe(1);
    release.abort();
    await duty.stop();
  });

  it('hands the lease on when it stops', async () => {
    const duty = startDuty({ pool, holder: 'one', logger: silent, tasks: [] });
    await waitFor(() => duty.isHeld());
    await duty.stop();
    expect(await ask('two')).toBe(2);
  });

  it('gives a task that has a share of the time no more of it, however long it takes', async () => {
    const runs: { readonly startedMs: number; readonly endedMs: number }[] = [];
    const duty = start(10, [
      {
        name: 'sweeps',
        everyMs: 10,
        mostShare: 0.2,
        run: async () => {
          const startedMs = performance.now();
          await new Promise((resolve) => setTimeout(resolve, 60));
          runs.push({ startedMs, endedMs: performance.now() });
        },
      },
    ]);
    await waitFor(() => runs.length >= 4);
    await duty.stop();
    for (const [index, { startedMs }] of runs.entries()) {
      const before = runs[index - 1];
      if (!before) continue;
      const tookMs = before.endedMs - before.startedMs;
      expect(startedMs - before.startedMs).toBeGreaterThanOrEqual(tookMs * 4.5);
    }
  });
});
