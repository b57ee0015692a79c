/** What the follower `analytics` keeps: facts of tickets and rounds, and counts by local day. All of it follows from the log. */
import type { NamedMigration } from '../engine/migrate.ts';

export const analytics: NamedMigration = {
  name: '1040_analytics',
  up: (knex) =>
    knex.raw(`
-- The zone whose days are counted. Another one means that everything is counted anew.
create table analytics_zone (
  one  boolean primary key default true check (one),
  zone text not null
);
insert into analytics_zone (zone) values ('Asia/Jakarta');

-- A ticket as the follower left it: what the next event of it is read against.
create table analytics_tickets (
  ticket_id     text primary key,
  type          text not null,
  priority      text not null,
  zone          text,
  status        text not null,
  technician_id text,
  round         integer not null,
  created_day   date not null
);

-- From opening (or reopening) to completion: what an exact median needs.
create table analytics_rounds (
  ticket_id          text not null,
  round              integer not null,
  opened_at          timestamptz not null,
  started_day        date,
  started_priority   text,
  response_ms        bigint,
  held_since         timestamptz,
  held_ms            bigint not null,
  completed_at       timestamptz,
  completed_day      date,
  completed_priority text,
  resolution_ms      bigint,
  technician_id      text,
  on_time            boolean,
  reopened           boolean not null,
  rating             smallint,
  primary key (ticket_id, round)
);
create index analytics_rounds_started on analytics_rounds (started_day)
  include (started_priority, response_ms) where started_day is not null;
create index analytics_rounds_completed on analytics_rounds (completed_day, ticket_id, round)
  include (completed_priority, resolution_ms) where completed_day is not null;
create index analytics_rounds_completed_at on analytics_rounds (completed_at) where completed_at is not null;

create table analytics_days (
  day    date not null,
  figure text not null,
  value  text not null,
  count  bigint not null,
  primary key (day, figure, value)
);

create table analytics_technician_days (
  day           date not null,
  technician_id text not null,
  completed     bigint not null,
  on_time       bigint not null,
  reopened      bigint not null,
  ratings       bigint not null,
  rating_sum    bigint not null,
  primary key (day, technician_id)
);

-- Deliveries are counted where they are: the ledger is the fact, and its later steps are not in the log.
create index deliveries_created on deliveries (created_at) include (channel, status);
`),
};
