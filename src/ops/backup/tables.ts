/** What of a schema stands in a backup: its tables, in an order in which they can be filled, and its sequences. */
import type pg from 'pg';
import type { BackupTable, Sequences } from './format.ts';

/** The schema's own book-keeping, and who held which lease: of no use anywhere else. */
const LEFT_OUT = ['knex_migrations', 'knex_migrations_lock', 'leases'];

type Db = Pick<pg.ClientBase, 'query'>;

export type TableShape = Omit<BackupTable, 'rows'>;

/** Those of the current schema; what others refer to comes first. */
export async function readTables(db: Db): Promise<TableShape[]> {
  const { rows } = await db.query<{ name: string; columns: string[]; after: string[] }>(
    `select c.relname as name,
        array(select a.attname::text from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          order by a.attnum) as columns,
        array(select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
          where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as after
      from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all($1)
     order by c.relname`,
    [LEFT_OUT],
  );
  const placed: TableShape[] = [];
  const waiting = [...rows];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ after }) => !waiting.some(({ name }) => after.includes(name)));
    if (next < 0)
      throw new Error(`Tables refer to each other: ${waiting.map(({ name }) => name).join(', ')}`);
    for (const { name, columns } of waiting.splice(next, 1)) placed.push({ name, columns });
  }
  return placed;
}

export async function countRows(db: Db, table: string): Promise<number> {
  const { rows } = await db.query<{ count: string }>(`select count(*) from ${quote(table)}`);
  return Number(rows[0]?.count ?? 0);
}

/** As they stand now; they never go back, so read after the rows they are beyond all of them. */
export async function readSequences(db: Db): Promise<Sequences> {
  const { rows } = await db.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'S'
      order by relname`,
  );
  const sequences: Sequences = [];
  for (const { name } of rows) {
    if (name.startsWith('knex_')) continue;
    const state = await db.query<{ value: string; called: boolean }>(
      `select last_value as value, is_called as called from ${quote(name)}`,
    );
    sequences.push(...state.rows.map(({ value, called }) => ({ name, value, called })));
  }
  return sequences;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export const columnList = (columns: readonly string[]): string => columns.map(quote).join(', ');
