/** Reports of providers, one row each, and the way from a provider's id to our message. */
import type { NamedMigration } from '../engine/migrate.ts';

export const providerReports: NamedMigration = {
  name: '1014_provider_reports',
  up: (knex) =>
    knex.raw(`
create table provider_reports (
  id          text primary key,
  seq         integer not null,
  version     integer not null,
  provider    text not null,
  message_id  text not null,
  status      text not null,
  received_at timestamptz not null
);
create index deliveries_provider_message on deliveries (provider_message_id)
  where channel in ('whatsapp', 'whatsapp_group') and provider_message_id is not null;
`),
};
