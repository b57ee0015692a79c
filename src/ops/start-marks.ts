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
  await client.query('insert into start_marks (name, at) values ($1, now()) on conflict do nothing', [name]);
}

export const demoDataMark = 'demo-data';

export interface StartFacts {
  /** The demo sign-ins exist. */
  readonly hasDemoData: boolean;
  readonly hasUsers: boolean;
}

/** What the last words of a start have to know of the database. */
export async function readStartFacts(databaseUrl: string): Promise<StartFacts> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const users = await client.query<{ found: boolean }>('select exists (select from users) as found');
    return {
      hasDemoData: await isMarked(client, demoDataMark),
      hasUsers: users.rows[0]?.found ?? false,
    };
  } finally {
    await client.end();
  }
}
