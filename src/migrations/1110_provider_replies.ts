/** What people answer by WhatsApp, and the ways from a number to who it is and from a time to what is old. */
import type { NamedMigration } from '../engine/migrate.ts';

export const providerRepliesMigration: NamedMigration = {
  name: '1110_provider_replies',
  up: (knex) =>
    knex.raw(`
create table provider_replies (
  id              text primary key,
  seq             integer not null,
  version         integer not null,
  provider        text not null,
  reply_to        text,
  from_phone      text not null,
  text            text not null,
  received_at     timestamptz not null,
  settled_as      text check (settled_as in ('comment', 'note', 'notice')),
  ticket_id       text,
  customer_id     text,
  registration_id text
);
create index provider_replies_received on provider_replies (received_at);
create index provider_reports_received on provider_reports (received_at);
create index customers_phone on customers (phone) where phone is not null;
`),
};
