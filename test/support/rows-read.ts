// How many rows of a table some work makes the server read, by the server's own count.

import { randomUUID } from 'node:crypto';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { waitFor } from './wait.ts';

/** The work gets a pool of its own, as workers have it: what a session did is counted when it ends. */
export async function rowsReadBy(
  db: Pool,
  url: string,
  table: string,
  work: (pool: Pool) => Promise<unknown>,
  options: { readonly plansLastMs?: number } = {},
): Promise<number> {
  const name = `rows-read-${randomUUID()}`;
  const pool = createPool({ url, poolSize: 1, plansOnce: true, name, ...options });
  const before = await readOf(db, table);
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
  await waitFor(async () => {
    const { rows } = await db.query('select from pg_stat_activity where application_name = $1', [name]);
    return rows.length === 0;
  });
  return (await readOf(db, table)) - before;
}

async function readOf(db: Pool, table: string): Promise<number> {
  const { rows } = await db.query<{ read: string }>(
    `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as read from pg_stat_user_tables where relname = $1`,
    [table],
  );
  return Number(rows[0]?.read);
}
