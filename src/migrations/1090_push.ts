/** Browsers that show notices: which are whose, and, apart from it, where they are reached. */
import type { NamedMigration } from '../engine/migrate.ts';

export const push: NamedMigration = {
  name: '1090_push',
  up: (knex) =>
    knex.raw(`
create table push_subscriptions (
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  user_id    text not null,
  status     text not null,
  reason     text,
  created_at timestamptz not null,
  ended_at   timestamptz
);
create index push_subscriptions_user on push_subscriptions (user_id);

-- All that is secret or personal of them, of those that are active alone: no event, answer, job or log holds any of it.
create table push_endpoints (
  id         text primary key,
  user_id    text not null,
  endpoint   text not null,
  p256dh     text not null,
  auth       text not null,
  vapid_key  text not null,
  user_agent text,
  created_at timestamptz not null
);
create index push_endpoints_user on push_endpoints (user_id, created_at desc);
`),
};
