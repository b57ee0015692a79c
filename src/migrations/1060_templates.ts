/** The words of messages as administrators edit them. */
import type { NamedMigration } from '../engine/migrate.ts';

export const templates: NamedMigration = {
  name: '1060_templates',
  up: (knex) =>
    knex.raw(`
-- The id is the template's name. Version n is the n-th of versions; 0 are the built-in words.
create table message_templates (
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  published  integer not null,
  versions   jsonb not null,
  updated_at timestamptz not null
);
`),
};
