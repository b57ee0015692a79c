/**
 * Lists by cursor: one statement of allow-listed parts, sorted by one key and the id, so that a page begins exactly
 * where the one before ended, whatever was added meanwhile.
 *
 * A cursor is opaque to clients and still only data to us: it is checked like any input and ends in parameters.
 */
import * as z from 'zod/mini';
import { formatPosition } from '../contracts/generic/position.ts';
import { text } from '../contracts/text.ts';
import type { Queryable } from '../engine/database.ts';
import type { Row } from '../engine/effects.ts';
import { readHead } from '../engine/log.ts';
import { ApiProblem } from './problem.ts';

export interface SortKey {
  /** An SQL expression; `instant` keys may be null, which sorts as the far future. */
  readonly expression: string;
  readonly type: 'instant' | 'text' | 'id';
  /** An instant that is never null: its index on the bare column serves the order. */
  readonly never?: 'null';
}

/** Collects conditions and their parameters; `$?` in a condition stands for the next value. */
export interface Where {
  readonly conditions: string[];
  readonly values: unknown[];
}

export function where(): Where {
  return { conditions: [], values: [] };
}

export function and(target: Where, sql: string, ...values: unknown[]): void {
  let index = 0;
  target.conditions.push(
    sql.replaceAll('$?', () => {
      target.values.push(values[index++]);
      return `$${target.values.length}`;
    }),
  );
}

/** Adds the condition when the value was given. */
export function andIf<T>(
  target: Where,
  value: T | undefined,
  sql: string,
  toValue?: (value: T) => unknown,
): void {
  if (value !== undefined) and(target, sql, toValue ? toValue(value) : value);
}

export interface ListStatement {
  /** A row of it is one JSON object. */
  readonly select: string;
  readonly from: string;
  readonly where: Where;
  /** Name of the sort, `-` in front for descending. */
  readonly sort: string;
  readonly sorts: Readonly<Record<string, SortKey>>;
  /** Unique; breaks ties. */
  readonly id: string;
  readonly idType?: 'text' | 'bigint';
  readonly cursor: string | undefined;
  /** Rows to leave out, where a list is entered anywhere; a cursor goes before it. */
  readonly offset?: number | undefined;
  readonly limit: number;
  /** `from` is one table of wide rows: ids are sorted alone, and whole rows read for the page only (6 times faster). */
  readonly wide?: true;
}

export interface Page<T> {
  readonly data: readonly T[];
  readonly page: { readonly next: string | null };
  readonly position: string;
}

/** The position is read before the rows (R2). */
export async function listRows<T>(
  db: Queryable,
  statement: ListStatement,
  toItem: (row: Row) => T,
): Promise<Page<T>> {
  const { sort, sorts, where: given, limit, id } = statement;
  const descending = sort.startsWith('-');
  const sortName = descending ? sort.slice(1) : sort;
  const key = sorts[sortName];
  if (!key) throw new Error(`No sort ${JSON.stringify(sort)}; known: ${Object.keys(sorts).join(', ')}`);
  const target: Where = { conditions: [...given.conditions], values: [...given.values] };
  const nullable = key.type === 'instant' && key.never !== 'null';
  const expression = nullable ? `coalesce(${key.expression}, 'infinity')` : key.expression;
  const idCast = statement.idType === 'bigint' ? '::bigint' : '';
  if (statement.cursor !== undefined) {
    const after = readCursor(statement.cursor, sort, key.type, statement.idType ?? 'text');
    const compare = descending ? '<' : '>';
    if (key.type === 'id') and(target, `${id} ${compare} $?${idCast}`, after.id);
    else {
      const cast = key.type === 'instant' ? '::timestamptz' : '::text';
      and(target, `(${expression}, ${id}) ${compare} ($?${cast}, $?${idCast})`, after.key, after.id);
    }
  }
  const direction = descending ? 'desc' : 'asc';
  const order = key.type === 'id' ? `${id} ${direction}` : `${expression} ${direction}, ${id} ${direction}`;
  target.values.push(limit + 1);
  const conditions = target.conditions.length > 0 ? ` where ${target.conditions.join(' and ')}` : '';
  const sortKey =
    key.type === 'instant'
      ? `(extract(epoch from ${key.expression}) * 1000)::float8`
      : `(${expression})::text`;
  const skip = statement.cursor === undefined ? (statement.offset ?? 0) : 0;
  const rowsOf = statement.wide ? idsFirst : plain;
  const position = formatPosition(await readHead(db));
  const { rows } = await db.query<{ row: Row; sort_key: unknown; sort_id: string }>(
    `select ${statement.select} as row, ${sortKey} as sort_key, ${id}::text as sort_id
      from ${rowsOf(statement, conditions, order, `limit $${target.values.length}`, skip)}`,
    target.values,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    data: rows.slice(0, limit).map(({ row }) => toItem(row)),
    page: { next: last ? writeCursor(sort, last.sort_key, last.sort_id) : null },
    position,
  };
}

function plain(
  { from }: ListStatement,
  conditions: string,
  order: string,
  limit: string,
  skip: number,
): string {
  return `${from}${conditions} order by ${order} offset ${skip} ${limit}`;
}

function idsFirst(
  { from, id }: ListStatement,
  conditions: string,
  order: string,
  limit: string,
  skip: number,
): string {
  const column = id.slice(id.indexOf('.') + 1);
  const page = `select ${id} from ${from}${conditions} order by ${order} offset ${skip} ${limit}`;
  return `(${page}) page(${column}) join ${from} on ${id} = page.${column} order by ${order}`;
}

/** How many rows there are: exact. */
export async function countRows(
  db: Queryable,
  from: string,
  { conditions, values }: Where,
): Promise<{ total: number; position: string }> {
  const position = formatPosition(await readHead(db));
  const condition = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  const { rows } = await db.query<{ total: number }>(
    `select count(*)::int as total from ${from}${condition}`,
    [...values],
  );
  return { total: rows[0]?.total ?? 0, position };
}

function writeCursor(sort: string, key: unknown, id: string): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');
}

const YEAR_2200_MS = 7_258_118_400_000;
const shape = z.tuple([
  z.string(),
  z.nullable(z.union([z.number().check(z.gte(0), z.lte(YEAR_2200_MS)), text(0, 500)])),
  z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,80}$/)),
]);

/** @throws ApiProblem invalid_cursor, for any text that is not a cursor of this list and sort */
function readCursor(
  cursor: string,
  sort: string,
  type: SortKey['type'],
  idType: 'text' | 'bigint',
): { key: unknown; id: string } {
  const parsed = shape.safeParse(decode(cursor));
  if (!parsed.success) throw new ApiProblem('invalid_cursor');
  const [ofSort, key, id] = parsed.data;
  const fits =
    type === 'instant' ? key === null || typeof key === 'number' : type === 'id' || typeof key === 'string';
  if (ofSort !== sort || !fits || (idType === 'bigint' && !/^\d{1,18}$/.test(id))) {
    throw new ApiProblem('invalid_cursor');
  }
  if (type !== 'instant') return { key, id };
  return { key: key === null ? 'infinity' : new Date(Number(key)).toISOString(), id };
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** For `ilike`: the words as they stand, anywhere in the text. */
export function contains(words: string): string {
  return `%${words.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}
