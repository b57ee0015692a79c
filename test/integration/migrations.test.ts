// How the schema comes to a database that is in use, was left half-way, or is begun by two at once.

import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/migrations/all.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait.ts';

const NAME = '1181_ways_to_rows';
const indexes = [
  'deliveries_unread',
  'delivery_attempts_started',
  'registrations_phone',
  'sessions_ended',
  'sign_in_failures_last',
];

describe('indexes of a migration on tables that are written to', () => {
  let database: TestDatabase;
  let db: pg.Client;

  beforeEach(async () => {
    database = await createTestDatabase();
    db = new pg.Client({ connectionString: database.url });
    await db.connect();
    // As a database of the release before.
    for (const name of indexes) await db.query(`drop index ${name}`);
    await db.query('delete from knex_migrations where name = $1', [NAME]);
  });
  afterEach(async () => {
    await db.end();
    await database.stop();
  });

  const validity = async () => {
    const { rows } = await db.query<{ name: string; valid: boolean }>(
      `select relname as name, indisvalid as valid from pg_index join pg_class on oid = indexrelid
        where relname = any($1) order by 1`,
      [indexes],
    );
    return Object.fromEntries(rows.map(({ name, valid }) => [name, valid]));
  };
  const allValid = Object.fromEntries(indexes.map((name) => [name, true]));

  it('are built again where they were broken off in the middle, whatever was left', async () => {
    // One is done, one was broken off: two rows alike in what is said to be unique leave an invalid one, as a kill does.
    await db.query('create index delivery_attempts_started on delivery_attempts (started_at)');
    await db.query(`insert into sign_in_failures (username, failures, last_at)
      values ('one', 1, '2026-01-01'), ('two', 1, '2026-01-01')`);
    const broken = db.query(
      'create unique index concurrently sign_in_failures_last on sign_in_failures (last_at)',
    );
    await expect(broken).rejects.toThrow('could not create unique index');
    expect(await validity()).toEqual({ delivery_attempts_started: true, sign_in_failures_last: false });
    // Whoever was killed held knex's own lock.
    await db.query('update knex_migrations_lock set is_locked = 1');

    expect(await migrate(database.url)).toEqual([NAME]);
    expect(await validity()).toEqual(allValid);
    const { rows } = await db.query(
      `select indisunique from pg_index where indexrelid = 'sign_in_failures_last'::regclass`,
    );
    expect(rows).toEqual([{ indisunique: false }]);
    expect(await migrate(database.url)).toEqual([]);
  });

  it('keep no writer waiting, and two who begin at once both come to the end', async () => {
    const writer = new pg.Client({ connectionString: database.url });
    await writer.connect();
    const write = (client: pg.Client, username: string) =>
      client.query('insert into sign_in_failures (username, failures, last_at) values ($1, 1, now())', [
        username,
      ]);
    await writer.query('begin');
    await write(writer, 'open');
    const both = Promise.all([migrate(database.url), migrate(database.url)]);
    both.catch(() => undefined);
    await waitFor(async () => {
      const { rowCount } = await db.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            and query ~* '^create index.* sign_in_failures_last '`,
      );
      return rowCount === 1;
    });
    await db.query(`set lock_timeout = '2s'`);
    await write(db, 'meanwhile');
    await writer.query('commit');
    await writer.end();
    expect((await both).flat()).toEqual([NAME]);
    expect(await validity()).toEqual(allValid);
  });
});

describe('statistics of the log', () => {
  it('are made of the JSON that a statement looks into, and of no other', async () => {
    const database = await createTestDatabase('demo');
    const db = new pg.Client({ connectionString: database.url });
    await db.connect();
    try {
      await db.query('analyze events');
      const { rows } = await db.query<{ name: string }>(
        `select a.attname as name from pg_attribute a
          join pg_stats s on s.tablename = 'events' and s.attname = a.attname
          where a.attrelid = 'events'::regclass and a.atttypid = 'jsonb'::regtype`,
      );
      // Webhooks look for what staff may see.
      expect(rows).toEqual([{ name: 'audience' }]);
    } finally {
      await db.end();
      await database.stop();
    }
  });
});
