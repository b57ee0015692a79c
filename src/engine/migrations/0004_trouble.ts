/** What a person has to be told of: providers that are down, and what failed for good and was not told yet. */
import type { NamedMigration } from '../migrate.ts';

export const trouble: NamedMigration = {
  name: '0004_trouble',
  up: (knex) =>
    knex.raw(`
-- One row for each provider: what the breaker of the worker that spoke last makes of it.
create table provider_health (
  provider   text primary key,
  down       boolean not null,
  since      timestamptz not null default clock_timestamp(),
  last_error text
);

-- What failed before this release is old news.
alter table deliveries add column told boolean not null default true;
alter table deliveries alter column told set default false;
create index deliveries_untold on deliveries (id) where status in ('failed', 'unknown') and not told;
alter table dead_letters add column told boolean not null default true;
alter table dead_letters alter column told set default false;
create index dead_letters_untold on dead_letters (id) where status = 'dead' and not told;
`),
};
