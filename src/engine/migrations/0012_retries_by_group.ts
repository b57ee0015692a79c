/** Mailboxes that wait for their next attempt are asked for a group at a time. */
import type { NamedMigration } from '../migrate.ts';

export const retriesByGroup: NamedMigration = {
  name: '0012_retries_by_group',
  up: (knex) =>
    knex.raw(`
      drop index mailbox_retry;
      create index mailbox_retry on mailbox ("group", retry_at) where retry_at is not null;
    `),
};
