/**
 * Set-based writes as fragments of one statement.
 *
 * A fragment is one `INSERT`, `UPDATE` or `DELETE` over a JSON array of rows, typed by the table itself
 * (`jsonb_populate_recordset(null::t, …)`), so one statement writes the rows of fifty mailboxes as cheaply as of
 * one. Fragments of different tables are combined into a single `WITH` statement: one round trip, one snapshot.
 * Two fragments of the same table would not see each other there, so they go in statements of their own, in order.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from './database.ts';
import { groupEffects } from './effect-groups.ts';
import type { Row, RowEffect } from './effects.ts';

export interface Fragment {
  readonly table: string;
  /** `$rows` stands for the JSON parameter, `$gate` for an optional condition ("and …"). */
  readonly sql: string;
  readonly rows: readonly Row[];
}

export function insertRows(
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
  suffix = '',
): Fragment {
  const list = columns.map(quote).join(', ');
  return {
    table,
    sql: `insert into ${quote(table)} (${list}) select ${list} from jsonb_populate_recordset(null::${quote(table)}, $rows) where true $gate${suffix}`,
    rows,
  };
}

export function updateRows(
  table: string,
  key: readonly string[],
  columns: readonly string[],
  rows: readonly Row[],
): Fragment {
  const sets = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${quote(column)} = x.${quote(column)}`);
  const match = key.map((column) => `t.${quote(column)} = x.${quote(column)}`).join(' and ');
  return {
    table,
    sql: `update ${quote(table)} t set ${sets.join(', ')} from ${fewRows(table)} x where ${match} $gate`,
    rows,
  };
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
  const match = columns.map((column) => `t.${quote(column)} = x.${quote(column)}`).join(' and ');
  return {
    table,
    sql: `delete from ${quote(table)} t using ${fewRows(table)} x where ${match} $gate`,
    rows,
  };
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
  /** What a span or pg_stat_activity shows: the tables it writes. */
  readonly label: string;
  readonly text: string;
  readonly values: unknown[];
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
  const ctes = fragments.map((fragment, index) => {
    parameters.push(JSON.stringify(fragment.rows));
    const sql = fragment.sql
      .replace('$rows', `$${parameters.length}::jsonb`)
      .replace('$gate', gate === '' ? '' : `and ${gate}`);
    return `w${index} as (${sql})`;
  });
  const all = [...head, ...ctes];
  const label = fragments.map(({ table }) => table).join('_');
  return { label, text: all.length > 0 ? `with ${all.join(',\n')}\n${select}` : select, values: parameters };
}

const statementNames = new Map<string, string>();

/** Runs a statement as a prepared one, named by its text, so that Postgres parses and plans each shape once. */
export async function runPrepared<R extends pg.QueryResultRow>(
  client: Queryable,
  statement: Statement,
): Promise<R[]> {
  let name = statementNames.get(statement.text);
  if (name === undefined) {
    // Postgres keeps 63 characters of a name.
    const hash = createHash('sha256').update(statement.text).digest('hex').slice(0, 12);
    name = `${statement.label.slice(0, 48)}_${hash}`;
    // Shapes are few (tables × columns × combinations in use); the bound guards against a mistake, not a load.
    if (statementNames.size < 500) statementNames.set(statement.text, name);
  }
  const result = await client.query<R>({ name, text: statement.text, values: statement.values });
  return result.rows;
}

function quote(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name))
    throw new Error(`Not a table or column name: ${JSON.stringify(name)}`);
  return `"${name}"`;
}
