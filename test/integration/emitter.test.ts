import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { startEmitter } from '../../src/realtime/emitter.ts';
import { createRecent } from '../../src/realtime/recent.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('a drain', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 4, name: 'emitter-test' });
  });
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  /** Commits so many events of an actor of its own. */
  const commit = (actor: string, count: number) =>
    pool.query(
      `insert into events (actor_kind, actor_id, seq, type, version, data, audience, by, at)
       select 'x', $1, seq, 'x.happened', 1, '{}', '[]', '{}', now() from generate_series(1, $2::int) seq`,
      [actor, count],
    );

  /** Rings once; what is in `later` is committed while its first batch is being emitted, and nobody rings for it. */
  async function drainOnce(first: number, later: () => Promise<unknown>): Promise<string[]> {
    const emitted: string[] = [];
    let committed: Promise<unknown> | undefined;
    const emitter = await startEmitter(
      {
        pool,
        recent: createRecent({ maxEvents: 100, maxBytes: 1_000_000 }),
        isHeld: () => true,
        emit: (event) => emitted.push(`${event.actorId}/${event.seq}`),
        onBatch: () => {
          committed ??= later();
        },
        onReset: () => undefined,
        onError: (error) => {
          throw error;
        },
      },
      0,
    );
    await commit(`first-${first}`, first);
    await emitter.ring();
    await committed;
    await emitter.stop();
    return emitted;
  }

  it('of several events goes on with what was committed meanwhile, without another ring (R3)', async () => {
    expect(await drainOnce(2, () => commit('later', 2))).toEqual([
      'first-2/1',
      'first-2/2',
      'later/1',
      'later/2',
    ]);
  });

  it('of a single one ends with it: the next has a ring of its own', async () => {
    expect(await drainOnce(1, () => commit('unrung', 2))).toEqual(['first-1/1']);
  });

  it('ends after a while, however much is committed', async () => {
    let open = 3;
    let stopped = false;
    const endsAtMs = performance.now() + 5_000;
    const flood = async (name: string): Promise<void> => {
      for (let n = 0; !stopped && performance.now() < endsAtMs; n++) await commit(`${name}-${n}`, 3);
      open--;
    };
    const flooding: Promise<void>[] = [];
    await drainOnce(3, () => {
      for (const name of ['a', 'b', 'c']) flooding.push(flood(name));
      return Promise.resolve();
    });
    expect(open).toBe(3);
    stopped = true;
    await Promise.all(flooding);
  });
});
