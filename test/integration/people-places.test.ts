// The list of what holds something about people, against the schema and the contracts: what is new has to be declared.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { events } from '../../src/contracts/events.ts';
import { wordsInEvents } from '../../src/contracts/people.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { facts, factsInEvents } from '../../src/people/facts.ts';
import { places } from '../../src/people/places.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, poolSize: 1, name: 'places' });
});
afterAll(async () => {
  await pool.end();
  await database.stop();
});

describe('the list of places', () => {
  it('says of each column of words whether it holds something about people', async () => {
    const { rows } = await pool.query<{ at: string }>(
      `select table_name || '.' || column_name as at from information_schema.columns
        where table_schema = 'public' and data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea')`,
    );
    const declared = [
      ...places.flatMap(({ table, holds }) => holds.map((column) => `${table}.${column}`)),
      ...Object.entries(facts).flatMap(([table, columns]) =>
        columns.split(' ').map((one) => `${table}.${one}`),
      ),
    ];
    const columns = rows.map(({ at }) => at);
    expect(
      columns.filter((column) => !declared.includes(column)),
      'new columns: a place in src/people/places/, or a fact in src/people/facts.ts',
    ).toEqual([]);
    expect(declared.filter((column) => !columns.includes(column))).toEqual([]);
    expect(declared.length).toBe(new Set(declared).size);
  });

  it('takes out of every column that holds something', () => {
    const left = places.flatMap(({ table, holds, elsewhere = [], taken = [] }) =>
      holds
        .filter((column) => !elsewhere.includes(column))
        .filter((column) => !taken.some(({ set, remove }) => remove || (set && column in set)))
        // Made by the database of another column.
        .filter((column) => column !== 'error_words')
        .map((column) => `${table}.${column}`),
    );
    expect(left).toEqual([]);
  });

  it('says of each string in an event whether it is words of people', () => {
    const strings = Object.entries(events).flatMap(([type, { data }]) =>
      stringsIn(z.toJSONSchema(data, { unrepresentable: 'any' })).map((key) => ({ type, key })),
    );
    const words: readonly string[] = wordsInEvents;
    expect(strings.length).toBeGreaterThan(100);
    expect(strings.filter(({ key }) => !words.includes(key) && !factsInEvents.has(key))).toEqual([]);
  });
});

interface Shape {
  readonly [key: string]: unknown;
}

/** Keys of strings of any content, however deep. */
function stringsIn(schema: unknown, key = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const shape = schema as Shape;
  const own = shape.type === 'string' && !['enum', 'const', 'pattern', 'format'].some((one) => one in shape);
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const inner = [
    ...['anyOf', 'oneOf', 'allOf'].flatMap((one) => list(shape[one])),
    shape.items,
    shape.additionalProperties,
  ];
  return [
    ...(own ? [key] : []),
    ...Object.entries((shape.properties ?? {}) as Shape).flatMap(([name, value]) => stringsIn(value, name)),
    ...inner.flatMap((value) => stringsIn(value, key)),
  ];
}
