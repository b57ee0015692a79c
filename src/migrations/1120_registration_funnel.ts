/** What the follower `registration-funnel` keeps: how far each registration came, and counts by the day of its arrival. */
import type { NamedMigration } from '../engine/migrate.ts';

export const registrationFunnel: NamedMigration = {
  name: '1120_registration_funnel',
  up: (knex) =>
    knex.raw(`
-- What the next event of a registration is read against.
create table analytics_registrations (
  registration_id text primary key,
  submitted_day   date not null,
  reached         jsonb not null
);

create table analytics_registration_days (
  day   date not null,
  state text not null,
  count bigint not null,
  primary key (day, state)
);
`),
};
