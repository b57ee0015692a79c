/** What an administrator changed about roles. A row for each from the start: what is edited has a version. */
import type { NamedMigration } from '../engine/migrate.ts';

export const roles: NamedMigration = {
  name: '1030_roles',
  up: (knex) =>
    knex.raw(`
create table roles (
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  -- How the role differs from the table in the code.
  granted    jsonb not null default '[]',
  withdrawn  jsonb not null default '[]',
  changed_at timestamptz
);
insert into roles (id, seq, version)
select name, 0, 1 from unnest(array[
  'admin', 'manager', 'noc', 'supervisor', 'customer_service', 'technician', 'customer'
]) name;
`),
};
