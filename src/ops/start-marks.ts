// What a start does once in a database's life, marked in the database itself when the whole of it is done.

import pg from 'pg';

export async function isMarked(client: pg.Client, name: string): Promise<boolean> {
  const table = await client.query<{ found: boolean }>(
    `select to_regclass('start_marks') is not null as found`,
  );
  if (!table.rows[0]?.found) return false;
  const mark = await client.query('select 1 from start_marks where name = $1', [name]);
  return mark.rowCount === 1;
}

export async function setMark(client: pg.Client, name: string): Promise<void> {
  await client.query(
    'create table if not exists start_marks (name text primary key, at timestamptz not null)',
  );
  await client.query('insert into start_marks (name, at) values ($1, now()) on conflict do nothing', [name]);
}

export const demoDataMark = 'demo-data';

/** Whether the demo sign-ins exist in this database. */
export async function hasDemoData(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await isMarked(client, demoDataMark);
  } finally {
    await client.end();
  }
}
