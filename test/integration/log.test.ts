import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool, transaction } from '../../src/engine/database.ts';
import { numberEvents, readEventsAfter, readHead } from '../../src/engine/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait.ts';

describe('the log', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 16, name: 'log-test' });
  });

  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  const insert = (db: Pick<Pool, 'query'>, actor: string, seq: number) =>
    db.query(
      `insert into events (actor_kind, actor_id, seq, type, version, data, audience, by, at)
       values ('x', $1, $2, 'x.happened', 1, '{}', '[]', '{}', now()) returning id`,
      [actor, seq],
    );

  it('numbers densely, in order, and never shows a gap, under concurrent writers and callers (L2, L3)', async () => {
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let seq = 1; seq <= 60; seq++) {
        // One writer keeps its transactions open, so that ids commit out of order.
        if (writer === 0) {
          await transaction(pool, async (client) => {
            await insert(client, 'slow', seq);
            await client.query('select pg_sleep(0.005)');
          });
        } else {
          await insert(pool, `w${writer}`, seq);
        }
      }
    });
    let writing = true;
    const seen: number[] = [];
    const callers = Array.from({ length: 3 }, async () => {
      while (writing) for (const event of await numberEvents(pool, 7)) seen.push(Number(event.position));
    });
    const gaps: string[] = [];
    const reader = (async () => {
      while (writing) {
        const { rows } = await pool.query(
          'select count(position)::int as n, max(position)::int as top from events',
        );
        if (rows[0].n !== (rows[0].top ?? 0)) gaps.push(`${rows[0].n} of ${rows[0].top}`);
      }
    })();
    await Promise.all(writers);
    writing = false;
    await Promise.all([...callers, reader]);
    for (let last = await numberEvents(pool); last.length > 0; last = await numberEvents(pool)) {
      for (const event of last) seen.push(Number(event.position));
    }
    expect(gaps).toEqual([]);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 240 }, (_, index) => index + 1));
    const disorder = await pool.query(
      `select 1 from (select seq, lag(seq) over (partition by actor_id order by position) as before from events) x
        where before is not null and before <> seq - 1`,
    );
    expect(disorder.rowCount).toBe(0);
    expect((await readHead(pool)).offset).toBe(240);
  });

  it('waits for a caller that is numbering and then sees what committed meanwhile (L3)', async () => {
    const before = (await readHead(pool)).offset;
    let second: Promise<unknown[]> = Promise.resolve([]);
    await transaction(pool, async (client) => {
      await insert(pool, randomUUID(), 1);
      await client.query('select * from number_events(1000)');
      second = numberEvents(pool);
      await waitFor(async () => {
        const waiting = await pool.query(
          "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        );
        return waiting.rowCount === 1;
      });
      await insert(pool, randomUUID(), 1);
    });
    expect(await second).toHaveLength(1);
    expect((await readEventsAfter(pool, before, 10)).map((event) => event.position)).toEqual([
      before + 1,
      before + 2,
    ]);
  });

  it('finds an event that commits below the floor at the next full scan (L4)', async () => {
    await transaction(pool, async (client) => {
      const late = await insert(client, randomUUID(), 1);
      const { rows } = await insert(pool, randomUUID(), 1);
      expect(Number(rows[0].id)).toBeGreaterThan(Number(late.rows[0].id));
      await numberEvents(pool);
      await pool.query('update log_head set floor_id = $1, floor_at = now()', [rows[0].id]);
    });
    expect(await numberEvents(pool)).toEqual([]);
    await pool.query("update log_head set floor_at = now() - interval '11 seconds'");
    expect(await numberEvents(pool)).toHaveLength(1);
  });

  it('scans only ids above the floor (L4)', async () => {
    const floor = await pool.query('select floor_id, last_id from log_head');
    await pool.query("update log_head set floor_at = now() - interval '11 seconds', candidate_id = last_id");
    await numberEvents(pool);
    const raised = await pool.query('select floor_id from log_head');
    expect(Number(raised.rows[0].floor_id)).toBe(Number(floor.rows[0].last_id));
  });

  it('ends a transaction that sits idle, so that its place in the log is freed (L4)', async () => {
    const settings = await pool.query(
      "select name, setting from pg_settings where name in ('statement_timeout', 'idle_in_transaction_session_timeout')",
    );
    expect(settings.rows.map((row) => row.setting)).toEqual(['5000', '5000']);
  });

  it('changes its epoch with the stored number that a restore raises (R1)', async () => {
    const before = await readHead(pool);
    await pool.query('update log_head set stored_epoch = stored_epoch + 1');
    const after = await readHead(pool);
    expect(after.epoch).not.toBe(before.epoch);
    expect(after.offset).toBe(before.offset);
  });
});
