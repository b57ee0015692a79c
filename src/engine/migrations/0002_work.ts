/** Mailboxes (M), deliveries (D), timers and schedules (T), leases (M8), followers. */
import type { NamedMigration } from '../migrate.ts';

export const work: NamedMigration = {
  name: '0002_work',
  up: (knex) =>
    knex.raw(`
create table mailbox_groups (
  "group"        text primary key,
  -- The head when the group was first seen: a new group starts there unless it asks for history (M6).
  start_position bigint not null,
  -- Low-water position of the sweep: nothing at or below it lags.
  low_position   bigint not null,
  paused         boolean not null default false
);

create table mailbox (
  "group"     text not null,
  actor_kind  text not null,
  actor_id    text not null,
  last_seq    integer not null default 0,
  -- Handlers that have finished the event after last_seq, when another of its handlers failed (M4).
  done        text[] not null default '{}',
  attempts    integer not null default 0,
  -- An attempt that was recorded before it started and has left no result yet (M4).
  attempting  boolean not null default false,
  retry_at    timestamptz,
  last_error  text,
  -- A dead letter whose handler's policy is to wait (M5).
  halted      boolean not null default false,
  primary key ("group", actor_kind, actor_id)
);
create index mailbox_retry on mailbox (retry_at) where retry_at is not null;

create table dead_letters (
  id          bigint generated always as identity primary key,
  "group"     text not null,
  handler     text not null,
  event_id    bigint not null references events (id),
  actor_kind  text not null,
  actor_id    text not null,
  error       text not null,
  attempts    integer not null,
  status      text not null default 'dead' check (status in ('dead', 'replayed', 'discarded')),
  at          timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by jsonb,
  reason      text,
  unique (event_id, handler)
);
create index dead_letters_open on dead_letters (at desc) where status = 'dead';

create table followers (
  name       text primary key,
  position   bigint not null,
  attempts   integer not null default 0,
  retry_at   timestamptz,
  last_error text
);

-- The ledger (D2): one row for every message to one recipient, the in-app ones included.
create table deliveries (
  id                  text primary key,
  seq                 integer not null default 0,
  version             integer not null default 0,
  channel             text not null,
  recipient_kind      text not null,
  recipient_id        text not null,
  template            text not null,
  params              jsonb not null,
  entity_kind         text,
  entity_id           text,
  event_id            bigint,
  trace               text,
  priority            smallint not null default 3,
  status              text not null,
  reason              text,
  attempts            integer not null default 0,
  next_attempt_at     timestamptz,
  lease_token         text,
  lease_until         timestamptz,
  provider            text,
  provider_message_id text,
  last_error          text,
  created_at          timestamptz not null default now(),
  enqueued_at         timestamptz,
  attempted_at        timestamptz,
  accepted_at         timestamptz,
  delivered_at        timestamptz,
  shown_at            timestamptz,
  seen_at             timestamptz,
  read_at             timestamptz,
  archived_at         timestamptz
);
create index deliveries_due on deliveries (next_attempt_at) where status in ('queued', 'sending');
create index deliveries_inbox on deliveries (recipient_id, created_at desc, id desc) where channel = 'in_app';
create index deliveries_event on deliveries (event_id);

create table timers (
  id         text primary key,
  actor_kind text not null,
  actor_id   text not null,
  name       text not null,
  due_at     timestamptz not null,
  command    jsonb not null,
  trace      text,
  attempts   integer not null default 0,
  last_error text,
  unique (actor_kind, actor_id, name)
);
create index timers_due on timers (due_at);

create table schedules (
  name         text primary key,
  next_instant timestamptz not null,
  paused       boolean not null default false
);

create table cron_runs (
  name        text not null,
  instant     timestamptz not null,
  outcome     text not null check (outcome in ('ran', 'caught_up', 'skipped')),
  started_at  timestamptz not null default now(),
  primary key (name, instant)
);

create table leases (
  name       text primary key,
  holder     text not null,
  -- Fencing token: rises with every change of holder.
  token      bigint not null,
  expires_at timestamptz not null
);
`),
};
