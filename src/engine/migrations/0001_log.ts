/** The log and its numbering (L1–L6), idempotency, and the epoch of positions (R1). */
import type { NamedMigration } from '../migrate.ts';

export const log: NamedMigration = {
  name: '0001_log',
  up: (knex) =>
    knex.raw(`
create table events (
  id          bigint generated always as identity primary key,
  actor_kind  text not null,
  actor_id    text not null,
  seq         integer not null,
  type        text not null,
  version     smallint not null,
  data        jsonb not null,
  audience    jsonb not null,
  by          jsonb not null,
  trace       text,
  at          timestamptz not null,
  position    bigint,
  unique (actor_kind, actor_id, seq)
);
create unique index events_position on events (position) where position is not null;
-- What the numbering scans; it is empty but for the newest events, so its dead entries are the only cost (L4).
create index events_unnumbered on events (id) where position is null;

create table log_head (
  one          boolean primary key default true check (one),
  position     bigint not null default 0,
  last_id      bigint not null default 0,
  floor_id     bigint not null default 0,
  candidate_id bigint not null default 0,
  floor_at     timestamptz not null default now(),
  -- Raised by a restore, so that positions of before it are recognised as foreign (R1).
  stored_epoch integer not null default 1
);
insert into log_head default values;

-- L3: lock the head first and only then, with a fresh snapshot (each statement of a volatile function takes a new
-- one under READ COMMITTED), number what has committed. As one statement a waiter would keep its old snapshot and
-- leave gaps behind a later number.
create function number_events(batch integer default 1000) returns setof events
language plpgsql volatile as $$
declare
  head log_head%rowtype;
  floor bigint;
  numbered integer;
  top bigint;
begin
  select * into head from log_head where one for update;
  floor := head.floor_id;
  if clock_timestamp() - head.floor_at > interval '10 seconds' then
    -- Every 10 s everything is scanned once, and the floor rises to what was numbered 10 s ago: writers are
    -- bounded to 5 s, so nothing below it can still appear except what this full scan would find anyway (L4).
    floor := 0;
    update log_head set floor_id = head.candidate_id, candidate_id = head.last_id, floor_at = clock_timestamp()
     where one;
  end if;
  return query
    with todo as (
      select waiting.id, head.position + row_number() over (order by waiting.id) as position
        from (select e.id from events e where e.position is null and e.id > floor order by e.id limit batch) waiting
    ), numbered_now as (
      update events e set position = todo.position from todo where e.id = todo.id returning e.*
    )
    select * from numbered_now n order by n.position;
  get diagnostics numbered = row_count;
  if numbered > 0 then
    select e.id into top from events e where e.position = head.position + numbered;
    update log_head set position = head.position + numbered, last_id = greatest(last_id, top) where one;
  end if;
end $$;

-- R1: the epoch follows the server's identity, its timeline, the database and a stored number.
create function log_epoch() returns text language sql stable as $$
  select substr(md5(s.system_identifier || '/' || c.timeline_id || '/' || d.oid || '/' || h.stored_epoch), 1, 10)
    from pg_control_system() s, pg_control_checkpoint() c, log_head h, pg_database d
   where d.datname = current_database()
$$;

create table idempotency (
  scope      text not null,
  key        text not null,
  body_hash  text not null,
  status     smallint not null,
  headers    jsonb not null,
  body       jsonb,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_created on idempotency (created_at);
`),
};
