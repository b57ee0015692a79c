/** What a start does once in a database's life; starts before this one made the table themselves. */
import type { NamedMigration } from '../engine/migrate.ts';

export const startMarks: NamedMigration = {
  name: '1007_start_marks',
  up: (knex) =>
    knex.raw('create table if not exists start_marks (name text primary key, at timestamptz not null)'),
};
