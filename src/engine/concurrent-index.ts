/**
 * Builds an index while its table is written to. For migrations without a transaction (`config`), one statement after
 * another; safe to run again wherever it was killed.
 */
import type { Knex } from 'knex';

/** @param on what stands after `on`: the table, what of it, for which rows */
export async function buildIndex(knex: Knex, name: string, on: string): Promise<void> {
  // One whose building was broken off is there under its name, is used by nobody and is kept current by everybody.
  const { rows } = (await knex.raw(
    `select from pg_index
      where not indisvalid and indexrelid = to_regclass(quote_ident(current_schema()) || '.' || quote_ident(?))`,
    [name],
  )) as { rows: readonly unknown[] };
  if (rows.length > 0) await knex.raw(`drop index concurrently if exists ${name}`);
  await knex.raw(`create index concurrently if not exists ${name} on ${on}`);
}
