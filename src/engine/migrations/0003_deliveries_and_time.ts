/** Attempts of deliveries (D1), schedules as actors and the ledger of their runs (T1). */
import type { NamedMigration } from '../migrate.ts';

export const deliveriesAndTime: NamedMigration = {
  name: '0003_deliveries_and_time',
  up: (knex) =>
    knex.raw(`
-- Raised when a person replays a delivery: attempts only ever grow, so each has a number of its own.
alter table deliveries add column max_attempts integer not null default 10;
alter table deliveries add column resolved_at timestamptz;
alter table deliveries add column resolved_by jsonb;
alter table deliveries add column resolved_reason text;

-- The sweep looks channel by channel, so one that is down cannot hide the others.
drop index deliveries_due;
create index deliveries_due on deliveries (channel, next_attempt_at) where status = 'queued';
create index deliveries_leased on deliveries (lease_until) where status = 'sending';
create index deliveries_dead on deliveries (created_at desc, id desc) where status in ('failed', 'unknown');

create table delivery_attempts (
  delivery_id text not null references deliveries (id) on delete cascade,
  n           integer not null,
  provider    text not null,
  started_at  timestamptz not null default clock_timestamp(),
  -- Set just before the last byte goes out, where the provider cannot recognise a repetition: from here on nobody
  -- knows whether it arrived until there is an answer.
  written_at  timestamptz,
  finished_at timestamptz,
  outcome     text check (outcome in ('sent', 'retry', 'failed', 'unknown', 'suppressed', 'lost')),
  error       text,
  trace       text,
  primary key (delivery_id, n)
);

-- A schedule is an actor: its name is its id.
alter table schedules rename column name to id;
alter table schedules add column seq integer not null default 0;
alter table schedules add column version integer not null default 0;
alter table schedules add column cron text not null default '';
alter table schedules add column zone text not null default 'UTC';
alter table schedules add column last_instant timestamptz;

alter table cron_runs drop constraint cron_runs_outcome_check;
alter table cron_runs add constraint cron_runs_outcome_check
  check (outcome in ('ran', 'caught_up', 'skipped', 'by_hand'));
alter table cron_runs add column finished_at timestamptz not null default clock_timestamp();
alter table cron_runs add column "by" jsonb;
`),
};
