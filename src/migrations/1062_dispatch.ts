/**
 * Places in the days of technicians, their specializations, what is assigned by itself, and how far a breach has gone.
 *
 * Work that is under way gets its places; days are those of the default zone here, which a few hours' difference
 * harms as little as a visit that was put off.
 */
import type { NamedMigration } from '../engine/migrate.ts';

export const dispatch: NamedMigration = {
  name: '1062_dispatch',
  up: (knex) =>
    knex.raw(`
alter table technicians add column load jsonb not null default '{"open": {}, "done": {}}';
alter table technicians add column specializations jsonb not null default '[]';
alter table technicians add column last_position jsonb;
alter table technicians add column rating_sum integer not null default 0;
alter table technicians add column rating_count integer not null default 0;

alter table tickets add column work_day text;
alter table tickets add column escalation text;

create table specializations (
  id           text primary key,
  seq          integer not null,
  version      integer not null,
  name_id      text not null,
  name_en      text not null,
  ticket_types jsonb not null,
  categories   jsonb not null,
  active       boolean not null
);

create table dispatch_settings (
  -- The zone.
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  automatic  jsonb not null,
  centre     jsonb,
  updated_at timestamptz not null
);

update tickets set work_day = to_char(coalesce(scheduled_at, assigned_at, created_at) at time zone 'Asia/Jakarta', 'YYYY-MM-DD')
  where status in ('assigned', 'in_progress', 'on_hold');
update technicians t set load = jsonb_build_object('open', o.days, 'done', '{}'::jsonb)
  from (select member, jsonb_object_agg(work_day, places) as days
    from (select m ->> 'technicianId' as member, work_day, count(*) as places
      from tickets, jsonb_array_elements(team) m where work_day is not null group by 1, 2) p
    group by member) o
  where o.member = t.id;
update technicians t set rating_sum = r.sum, rating_count = r.count
  from (select technician_id, sum(rating)::int as sum, count(*)::int as count
    from tickets where rating is not null group by technician_id) r
  where r.technician_id = t.id;
`),
};
