/**
 * The words of dead letters by steps of 20,000 letters, so that a search goes from the newest step to the oldest and
 * ends where its page is full (docs/decisions/0037). The same index serves words alone as well as the one before it.
 *
 * Whoever looks by step writes `id / 20000`, as the index has it.
 */
import type { NamedMigration } from '../engine/migrate.ts';

export const deadLetterSteps: NamedMigration = {
  name: '1130_dead_letter_steps',
  up: (knex) =>
    knex.raw(`
create extension if not exists btree_gin schema extensions;
alter extension btree_gin set schema extensions;

drop index dead_letters_error;
drop index dead_letters_payload;
create index dead_letters_error on dead_letters
  using gin ((id / 20000) extensions.int8_ops, error_words extensions.gin_trgm_ops);
create index dead_letters_payload on dead_letters
  using gin ((id / 20000) extensions.int8_ops, payload extensions.gin_trgm_ops);
`),
};
