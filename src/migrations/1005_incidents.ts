/** What went wrong and who was told: one row for each thing that can go wrong, open or over. */
import type { NamedMigration } from '../engine/migrate.ts';

export const incidents: NamedMigration = {
  name: '1005_incidents',
  up: (knex) =>
    knex.raw(`
create table incidents (
  id        text primary key,
  seq       integer not null,
  version   integer not null,
  cause     text not null,
  subject   text not null,
  status    text not null,
  opened_at timestamptz not null,
  over_at   timestamptz
);
create index incidents_open on incidents (id) where status = 'open';
`),
};
