/** The portal's own tables: states of the actors, what a session needs, and what pages read. */
import type { NamedMigration } from '../engine/migrate.ts';

export const portal: NamedMigration = {
  name: '1001_portal',
  up: (knex) =>
    knex.raw(`
create table users (
  id               text primary key,
  seq              integer not null,
  version          integer not null,
  username         text not null unique,
  name             text not null,
  email            text,
  phone            text,
  role             text not null,
  status           text not null,
  zone             text,
  customer_id      text,
  technician_id    text,
  locale           text not null default 'id',
  failed_attempts  integer not null default 0,
  locked_until     timestamptz,
  -- Raised when rights change: a socket with an older one joins its rooms again (R5).
  rights_version   integer not null default 1,
  rights_changed_at timestamptz not null default now(),
  created_at       timestamptz not null,
  updated_at       timestamptz not null
);
create index users_role on users (role, zone);
create index users_customer on users (customer_id) where customer_id is not null;

-- Kept apart from the actor's state: a hash is never loaded with it, never in the log.
create table user_passwords (
  user_id       text primary key references users (id),
  password_hash text not null,
  changed_at    timestamptz not null default now()
);

create table sessions (
  -- sha256 of the cookie's token, hex: a leaked table opens no session.
  id           text primary key,
  -- What people see and revoke by.
  public_id    text not null unique,
  user_id      text not null references users (id),
  created_at   timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  user_agent   text,
  address      text
);
create index sessions_user on sessions (user_id, created_at desc);

create table tokens (
  id         text primary key,
  user_id    text not null references users (id),
  name       text not null,
  token_hash text not null unique,
  scopes     text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index tokens_user on tokens (user_id, created_at desc);

-- Lockout, counted in Postgres so that a lost Redis unlocks nobody. Also for usernames nobody has.
create table sign_in_failures (
  username     text primary key,
  failures     integer not null default 0,
  last_at      timestamptz not null default now(),
  locked_until timestamptz
);

create table customers (
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  code       text not null unique,
  name       text not null,
  email      text,
  phone      text,
  zone       text not null,
  status     text not null,
  user_id    text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index customers_zone on customers (zone, id);

create table technicians (
  id              text primary key,
  seq             integer not null,
  version         integer not null,
  employee_number text not null unique,
  name            text not null,
  skill_level     text not null,
  zone            text not null,
  availability    text not null,
  shift           text not null,
  max_tickets_per_day integer not null,
  user_id         text,
  created_at      timestamptz not null,
  updated_at      timestamptz not null
);
create index technicians_zone on technicians (zone, id);

create sequence ticket_numbers;
create sequence customer_codes;

create table tickets (
  id               text primary key,
  seq              integer not null,
  version          integer not null,
  number           text not null unique,
  type             text not null,
  priority         text not null,
  status           text not null,
  title            text not null,
  description      text,
  category         text,
  zone             text,
  customer_id      text,
  technician_id    text,
  team             jsonb not null default '[]',
  scheduled_at     timestamptz,
  resolution       text,
  hold_reason      text,
  cancel_reason    text,
  rating           smallint,
  reopened_count   integer not null default 0,
  sla_started_at   timestamptz,
  sla_due_at       timestamptz,
  sla_state        text not null default 'running',
  -- What is left of the clock while it stands still, in milliseconds.
  sla_remaining_ms bigint,
  watchers         jsonb not null default '[]',
  created_by       jsonb not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  assigned_at      timestamptz,
  started_at       timestamptz,
  completed_at     timestamptz
);
create index tickets_created on tickets (created_at desc, id desc);
create index tickets_status on tickets (status, created_at desc, id desc);
create index tickets_technician on tickets (technician_id, created_at desc, id desc);
create index tickets_customer on tickets (customer_id, created_at desc, id desc);
create index tickets_zone on tickets (zone, status, created_at desc, id desc);
create index tickets_due on tickets (sla_due_at, id) where status not in ('completed', 'cancelled');

-- The first follower's figures, equal to a recount of tickets.
create table ticket_counts (
  zone   text not null,
  status text not null,
  count  bigint not null,
  primary key (zone, status)
);

create table broadcasts (
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  audience   jsonb not null,
  title      text not null,
  message    text not null,
  severity   text not null,
  sent_by    jsonb not null,
  created_at timestamptz not null
);

-- Who did what, where the log has no actor for it: Bull Board's buttons, sign-ins, console actions.
create table audit_log (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  by      jsonb not null,
  action  text not null,
  target  text not null,
  detail  jsonb not null default '{}',
  address text,
  trace   text
);
create index audit_log_at on audit_log (at desc, id desc);
`),
};
