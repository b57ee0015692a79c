/** What the operations console asks: who paused a handler group and why, and when a provider last took a message. */
import type { NamedMigration } from '../migrate.ts';

export const operationsConsole: NamedMigration = {
  name: '0005_console',
  up: (knex) =>
    knex.raw(`
alter table mailbox_groups add column paused_at timestamptz;
alter table mailbox_groups add column paused_by jsonb;
alter table mailbox_groups add column paused_reason text;

create index delivery_attempts_sent on delivery_attempts (provider, finished_at) where outcome = 'sent';
`),
};
