/** What staff arrange for themselves: saved views, list settings, bulk jobs. */
import type { NamedMigration } from '../engine/migrate.ts';

export const desk: NamedMigration = {
  name: '1004_desk',
  up: (knex) =>
    knex.raw(`
create table views (
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  owner_id   text not null,
  name       text not null,
  filter     jsonb not null,
  sort       text not null,
  columns    jsonb,
  shared     jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);
create index views_owner on views (owner_id) where deleted_at is null;
create index views_shared on views (id) where deleted_at is null and shared->>'to' <> 'nobody';

-- The id is the user's.
create table list_settings (
  id              text primary key,
  seq             integer not null,
  version         integer not null,
  default_view_id text,
  columns         jsonb,
  updated_at      timestamptz not null
);

create table bulk_jobs (
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  owner_id   text not null,
  on_behalf  jsonb not null,
  command    jsonb not null,
  state      text not null,
  why        text,
  total      integer not null,
  tried      integer not null,
  created_at timestamptz not null,
  ended_at   timestamptz
);
create index bulk_jobs_owner on bulk_jobs (owner_id, created_at desc);

-- One row for each item; without an outcome it was not tried.
create table bulk_items (
  bulk_id   text not null references bulk_jobs (id) on delete cascade deferrable initially deferred,
  index     integer not null,
  ticket_id text not null,
  outcome   text check (outcome in ('done', 'refused')),
  code      text,
  detail    text,
  primary key (bulk_id, index)
);
`),
};
