/**
 * Set-based writes as fragments of one statement.
 *
 * A fragment is one `INSERT`, `UPDATE` or `DELETE` over a JSON array of rows, typed by the table itself
 * (`jsonb_populate_recordset(null::t, …)`), so one statement writes the rows of fifty mailboxes as cheaply as of
 * one. Fragments of different tables are combined into a single `WITH` statement: one round trip, one snapshot.
 * Two fragments of the same table would not see each other there, so they go in statements of their own, in order.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import type { Queryable } from './database.ts';
import { groupEffects } from './effect-groups.ts';
import type { Row, RowEffect } from './effects.ts';

/** The text of a fragment, made once for each operation, table and set of columns. */
interface Shape {
  readonly id: number;
  /** `$rows` stands for the JSON parameter, `$gate` for an optional condition ("and …"). */
  readonly sql: string;
}

export interface Fragment {
  readonly table: string;
  readonly shape: Shape;
  readonly rows: readonly Row[];
}

const shapes = new Map<string, Shape>();

/** Shapes are few (operations × tables × columns in use) and come from code, so the map needs no bound. */
function shapeOf(key: string, make: () => string): Shape {
  const known = shapes.get(key);
  if (known) return known;
  const shape = { id: shapes.size, sql: make() };
  shapes.set(key, shape);
  return shape;
}

export function insertRows(
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
  suffix = '',
): Fragment {
  const shape = shapeOf(`insert ${table} ${columns.join()}${suffix}`, () => {
    const list = columns.map(quote).join(', ');
    return `insert into ${quote(table)} (${list}) select ${list} from jsonb_populate_recordset(null::${quote(table)}, $rows) where true $gate${suffix}`;
  });
  return { table, shape, rows };
}

export function updateRows(
  table: string,
  key: readonly string[],
  columns: readonly string[],
  rows: readonly Row[],
): Fragment {
  const shape = shapeOf(`update ${table} ${key.join()} ${columns.join()}`, () => {
    const sets = columns
      .filter((column) => !key.includes(column))
      .map((column) => `${quote(column)} = x.${quote(column)}`);
    return `update ${quote(table)} t set ${sets.join(', ')} from ${fewRows(table)} x where ${matching(key)} $gate`;
  });
  return { table, shape, rows };
}

function matching(key: readonly string[]): string {
  return key.map((column) => `t.${quote(column)} = x.${quote(column)}`).join(' and ');
}

/**
 * The rows to join with, such that Postgres looks each up by its key. It takes a set from JSON for 100 rows, and joins
 * those with a scan of a small table; as plans are kept, it goes on scanning while the table grows. A limit that it
 * cannot know it takes for a tenth, so two of them make one row of the hundred.
 */
function fewRows(table: string): string {
  const all = `select * from jsonb_populate_recordset(null::${quote(table)}, $rows) limit (select 1000000)`;
  return `(select * from (${all}) few limit (select 1000000))`;
}

function deleteRows(table: string, columns: readonly string[], rows: readonly Row[]): Fragment {
  const shape = shapeOf(
    `delete ${table} ${columns.join()}`,
    () => `delete from ${quote(table)} t using ${fewRows(table)} x where ${matching(columns)} $gate`,
  );
  return { table, shape, rows };
}

function upsertRows(
  table: string,
  columns: readonly string[],
  conflict: readonly string[],
  add: readonly string[],
  rows: readonly Row[],
): Fragment {
  const sets = columns
    .filter((column) => !conflict.includes(column))
    .map((column) =>
      add.includes(column)
        ? `${quote(column)} = ${quote(table)}.${quote(column)} + excluded.${quote(column)}`
        : `${quote(column)} = excluded.${quote(column)}`,
    );
  const action = sets.length > 0 ? `do update set ${sets.join(', ')}` : 'do nothing';
  return insertRows(table, columns, rows, ` on conflict (${conflict.map(quote).join(', ')}) ${action}`);
}

/**
 * Turns row effects into fragments, one for each set of effects that may be written together. Upserts of the same key
 * are folded first (Postgres refuses to touch a row twice in one statement): added columns are summed in key order,
 * the others take the last value.
 */
export function rowFragments(effects: readonly RowEffect[]): Fragment[] {
  return groupEffects(effects).map(groupFragment);
}

function groupFragment(group: readonly RowEffect[]): Fragment {
  const first = group[0] as RowEffect;
  const columns = Object.keys(first.row).sort();
  const rows = group.map((effect) => effect.row);
  switch (first.effect) {
    case 'insert':
      return insertRows(first.table, columns, rows);
    case 'update':
      return updateRows(first.table, first.key, columns, foldRows(rows, first.key, []));
    case 'delete':
      return deleteRows(first.table, columns, rows);
    case 'upsert': {
      const add = first.add ?? [];
      return upsertRows(first.table, columns, first.conflict, add, foldRows(rows, first.conflict, add));
    }
  }
}

function foldRows(rows: readonly Row[], key: readonly string[], add: readonly string[]): Row[] {
  const folded = new Map<string, Record<string, unknown>>();
  for (const row of rows) {
    const id = JSON.stringify(key.map((column) => row[column]));
    const earlier = folded.get(id);
    if (!earlier) {
      folded.set(id, { ...row });
      continue;
    }
    for (const [column, value] of Object.entries(row)) {
      earlier[column] = add.includes(column) ? Number(earlier[column]) + Number(value) : value;
    }
  }
  // A fixed order of keys, so that two batches that touch the same counters cannot deadlock on them.
  return [...folded.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
}

export interface Statement {
  readonly prepared: Prepared;
  readonly values: unknown[];
}

/** A statement's text and the name it is prepared under: Postgres parses and plans each once a connection. */
interface Prepared {
  /** Starts with the tables it writes: what a span and pg_stat_activity show. */
  readonly name: string;
  readonly text: string;
}

/** Combines fragments into as few statements as their tables allow. */
export function combine(fragments: readonly Fragment[]): Statement[] {
  const statements: Statement[] = [];
  let batch: Fragment[] = [];
  const flush = (): void => {
    if (batch.length > 0) statements.push(withStatement(batch, [], 'select 1', ''));
    batch = [];
  };
  for (const fragment of fragments) {
    if (batch.some((earlier) => earlier.table === fragment.table)) flush();
    batch.push(fragment);
  }
  flush();
  return statements;
}

/**
 * One `WITH` statement: `head` (its own CTEs, which have used `values` already), the fragments, and a last select.
 * `gate` is a condition every fragment is subject to.
 */
export function withStatement(
  fragments: readonly Fragment[],
  values: readonly unknown[],
  select: string,
  gate: string,
  head: readonly string[] = [],
): Statement {
  const parameters = [...values];
  for (const { rows } of fragments) parameters.push(JSON.stringify(rows));
  const key = `${fragments.map(({ shape }) => shape.id).join()} ${values.length} ${gate} ${select} ${head.join()}`;
  let prepared = statements.get(key);
  if (!prepared) {
    prepared = prepare(fragments, values.length, select, gate, head);
    statements.set(key, prepared);
  }
  return { prepared, values: parameters };
}

/** As few as there are combinations of shapes in use; the bound guards against a mistake, not a load. */
const statements = new LRUCache<string, Prepared>({ max: 1_000 });

function prepare(
  fragments: readonly Fragment[],
  used: number,
  select: string,
  gate: string,
  head: readonly string[],
): Prepared {
  const ctes = fragments.map(({ shape }, index) => {
    const sql = shape.sql
      .replace('$rows', `$${used + index + 1}::jsonb`)
      .replace('$gate', gate === '' ? '' : `and ${gate}`);
    return `w${index} as (${sql})`;
  });
  const all = [...head, ...ctes];
  const text = all.length > 0 ? `with ${all.join(',\n')}\n${select}` : select;
  const label = fragments.map(({ table }) => table).join('_');
  // Postgres keeps 63 characters of a name.
  const name = `${label.slice(0, 48)}_${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  return { name, text };
}

export async function runPrepared<R extends pg.QueryResultRow>(
  client: Queryable,
  { prepared, values }: Statement,
): Promise<R[]> {
  const result = await client.query<R>({ name: prepared.name, text: prepared.text, values });
  return result.rows;
}

function quote(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name))
    throw new Error(`Not a table or column name: ${JSON.stringify(name)}`);
  return `"${name}"`;
}
