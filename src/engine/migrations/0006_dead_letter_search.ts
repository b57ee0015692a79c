/**
 * Dead letters that are found by what they say. Of a letter's event the type and the data (in lower case) are copied
 * into it, so that one table is searched; whoever erases words from an event erases them here too.
 * The indexes of words are made anew by 1130_dead_letter_steps.
 */
import type { NamedMigration } from '../migrate.ts';

export const deadLetterSearch: NamedMigration = {
  name: '0006_dead_letter_search',
  up: (knex) =>
    knex.raw(`
-- In a schema of its own: a restore swaps public and what is in it.
create schema if not exists extensions;
create extension if not exists pg_trgm schema extensions;
alter extension pg_trgm set schema extensions;

alter table dead_letters add column event_type text;
alter table dead_letters add column payload text;
alter table dead_letters add column error_words text generated always as (lower(error)) stored;
update dead_letters d set event_type = e.type, payload = lower(e.data::text) from events e where e.id = d.event_id;

-- Whoever buries an event need not know how letters are looked for.
create function describe_dead_letter() returns trigger language plpgsql as $$
begin
  select e.type, lower(e.data::text) into new.event_type, new.payload from events e where e.id = new.event_id;
  return new;
end $$;
create trigger dead_letters_describe before insert on dead_letters
  for each row execute function describe_dead_letter();

create index dead_letters_newest on dead_letters (status, at desc, id desc);
create index dead_letters_type on dead_letters (event_type, at desc);
create index dead_letters_handler on dead_letters (handler, at desc);
create index dead_letters_actor on dead_letters (actor_id, at desc);
create index dead_letters_error on dead_letters using gin (error_words extensions.gin_trgm_ops);
create index dead_letters_payload on dead_letters using gin (payload extensions.gin_trgm_ops);
`),
};
