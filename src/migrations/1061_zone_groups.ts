/** The WhatsApp group of each zone. */
import type { NamedMigration } from '../engine/migrate.ts';

export const zoneGroups: NamedMigration = {
  name: '1061_zone_groups',
  up: (knex) =>
    knex.raw(`
-- The id is the zone's name.
create table zone_groups (
  id         text primary key,
  seq        integer not null,
  version    integer not null,
  group_id   text,
  updated_at timestamptz not null
);
`),
};
