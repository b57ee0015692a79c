/** Addresses outside that want events, the secrets that sign for them, and their part of the ledger. */
import type { NamedMigration } from '../engine/migrate.ts';

export const webhooks: NamedMigration = {
  name: '1013_webhooks',
  up: (knex) =>
    knex.raw(`
create table webhooks (
  id                    text primary key,
  seq                   integer not null,
  version               integer not null,
  url                   text not null,
  description           text not null,
  types                 jsonb not null,
  status                text not null,
  reason                text,
  secret_id             text not null,
  previous_secret_until timestamptz,
  created_at            timestamptz not null,
  updated_at            timestamptz not null,
  enabled_at            timestamptz not null,
  disabled_at           timestamptz
);

-- As it is: whoever signs needs it. No answer, log or event holds one.
create table webhook_secrets (
  id         text primary key,
  webhook_id text not null,
  secret     text not null,
  created_at timestamptz not null,
  expires_at timestamptz
);
create index webhook_secrets_of on webhook_secrets (webhook_id, created_at desc);

create index deliveries_webhook on deliveries (recipient_id, created_at desc, id desc) where channel = 'webhook';
`),
};
