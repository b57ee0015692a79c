/** One-time codes: one row for each phone and purpose, by a mark of both. Phones are forgotten within an hour. */
import type { NamedMigration } from '../engine/migrate.ts';

export const oneTimeCodes: NamedMigration = {
  name: '1050_one_time_codes',
  up: (knex) =>
    knex.raw(`
create table one_time_codes (
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  purpose    text not null,
  phone      text,
  locale     text not null,
  -- A mark made with the portal's key: a leaked table tells no code.
  hash       text,
  tries      integer not null,
  issued_at  timestamptz not null,
  expires_at timestamptz not null,
  spent_at   timestamptz
);
create index one_time_codes_known on one_time_codes (expires_at) where phone is not null;
`),
};
