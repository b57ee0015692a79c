/** That a person saw to an answer by WhatsApp: by a ticket, or as done. What nobody did is found by its time. */
import type { NamedMigration } from '../engine/migrate.ts';

export const repliesSeenTo: NamedMigration = {
  name: '1182_replies_seen_to',
  up: (knex) =>
    knex.raw(`
alter table provider_replies add column seen_to text check (seen_to in ('ticket', 'done'));
create index provider_replies_loose on provider_replies (received_at desc, id desc)
  where settled_as in ('note', 'notice') and seen_to is null;
`),
};
