import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool, type Pool, transaction } from '../../src/engine/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rowsReadBy } from '../support/rows-read.ts';

/** How often a transaction's connection is asked something while it has no other question open. */
function watchTrips(pool: Pool): { trips(): number } {
  let trips = 0;
  let open = 0;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown> | undefined;
    Object.assign(client, {
      query: (...args: unknown[]) => {
        const answer = query(...args);
        // The pool's own questions come with a callback instead.
        if (!answer) return answer;
        if (open++ === 0) trips++;
        const answered = (): void => {
          open--;
        };
        answer.then(answered, answered);
        return answer;
      },
    });
  });
  return { trips: () => trips };
}

describe('a transaction', () => {
  let database: TestDatabase;
  let pool: Pool;
  let trips: () => number;
  const kept = async (): Promise<string[]> =>
    (await pool.query<{ what: string }>('select what from kept order by what')).rows.map(({ what }) => what);
  const keep = (what: string) => ({ text: 'insert into kept (what) values ($1)', values: [what] });

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 1, name: 'transactions-test' });
    ({ trips } = watchTrips(pool));
    await pool.query('create table kept (what text primary key, often integer not null default 1)');
  });
  beforeEach(() => pool.query('truncate kept'));
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  it('has a plan of the table as it is by now, and not as it was when the connection first asked', async () => {
    const find = (db: Pool) =>
      db.query({ name: 'find_kept', text: 'select often from kept where what = $1', values: ['7'] });
    const read = (plansLastMs: number): Promise<number> =>
      rowsReadBy(
        pool,
        database.url,
        'kept',
        async (db) => {
          await pool.query('truncate kept');
          await pool.query(keep('7'));
          await pool.query('vacuum analyze kept');
          await find(db);
          await pool.query(
            `insert into kept (what) select n::text from generate_series(1, 5000) n where n <> 7`,
          );
          for (let again = 0; again < 3; again++) await find(db);
        },
        { plansLastMs },
      );
    expect(await read(60_000)).toBeGreaterThan(10_000);
    expect(await read(0)).toBeLessThan(100);
  });

  it('sends a statement behind one that has no answer yet', async () => {
    const sent: number[] = [];
    await transaction(pool, async (client) => {
      const { stream } = (client as unknown as { connection: { stream: { bytesWritten: number } } })
        .connection;
      const first = client.query('select 1');
      sent.push(stream.bytesWritten);
      const second = client.query('select 2');
      sent.push(stream.bytesWritten);
      await Promise.all([first, second]);
    });
    expect(sent[1]).toBeGreaterThan(sent[0] ?? Number.POSITIVE_INFINITY);
  });

  it('that is done again from the log takes a round trip less at each end', async () => {
    const before = trips();
    await transaction(
      pool,
      async (client, commitBehind) => {
        await client.query('select what from kept for update');
        const writing = client.query(keep('a'));
        commitBehind();
        await writing;
      },
      { redone: true, before: (client) => client.query(keep('first')) },
    );
    expect(trips() - before).toBe(2);
    expect(await kept()).toEqual(['a', 'first']);
  });

  it('rolls back when the statement fails that its commit was sent behind', async () => {
    const failure = await transaction(pool, async (client, commitBehind) => {
      await client.query(keep('a'));
      const writing = client.query(keep('a'));
      commitBehind();
      await writing;
    }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: '23505' });
    expect(await kept()).toEqual([]);
  });

  it('rolls back when what was sent before it fails', async () => {
    const failure = await transaction(
      pool,
      async (client, commitBehind) => {
        await client.query('select 1');
        const writing = client.query(keep('a'));
        commitBehind();
        await writing;
      },
      { redone: true, before: (client) => client.query('select 1 / 0') },
    ).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: '22012' });
    expect(await kept()).toEqual([]);
  });

  it('that does not begin writes nothing, although its first statement was under way', async () => {
    const cancelled = createPool({ url: database.url, poolSize: 1, name: 'transactions-test' });
    // As if somebody had cancelled it: the connection is well, and in no transaction.
    cancelled.on('connect', (client) => {
      const query = client.query.bind(client) as (...args: unknown[]) => unknown;
      Object.assign(client, {
        query: (...args: unknown[]) =>
          String(args[0]).startsWith('begin') ? query('select 1 / 0') : query(...args),
      });
    });
    let wrote: unknown;
    const failure = await transaction(
      cancelled,
      async (client) => {
        await client.query('select 1');
        wrote = await client.query(keep('a')).catch((error: unknown) => error);
      },
      { redone: true },
    ).catch((error: unknown) => error);
    await cancelled.end();
    expect(failure).toMatchObject({ code: '22012' });
    expect(wrote).toBeInstanceOf(Error);
    expect(await kept()).toEqual([]);
  });
});
