/** Registrations that are found by words, as customers are: the column follows its row by itself. */
import type { NamedMigration } from '../engine/migrate.ts';

export const registrationSearch: NamedMigration = {
  name: '1160_registration_search',
  up: (knex) =>
    knex.raw(`
-- In lower case, each word after a space, so that beginnings of words are found by '% be%'.
alter table registrations add column search text generated always as (lower(
  ' ' || number || ' ' || name || ' ' || coalesce(split_part(email, '@', 1), '')
  || ' ' || regexp_replace(phone, '[^0-9]', '', 'g')
)) stored;
create index registrations_search on registrations using gin (search extensions.gin_trgm_ops);
`),
};
