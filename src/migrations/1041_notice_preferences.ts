/** What people want to be told, and digests: rows of the ledger that wait to be gathered into one message. */
import type { NamedMigration } from '../engine/migrate.ts';

export const noticePreferences: NamedMigration = {
  name: '1041_notice_preferences',
  up: (knex) =>
    knex.raw(`
-- The id is the user's.
create table notice_preferences (
  id          text primary key,
  seq         integer not null,
  version     integer not null,
  notices     jsonb not null,
  quiet_hours jsonb,
  updated_at  timestamptz not null
);

create table digests (
  id      text primary key,
  seq     integer not null,
  version integer not null,
  due_at  timestamptz
);

-- The delivery that took this one along.
alter table deliveries add column digest_id text;
create index deliveries_gathered on deliveries (recipient_id, channel) where status = 'gathered';
-- The ledger as people look at it: the newest, of a person, about a thing.
create index deliveries_newest on deliveries (created_at desc, id desc);
create index deliveries_recipient on deliveries (recipient_id, created_at desc, id desc);
create index deliveries_entity on deliveries (entity_id, created_at desc, id desc) where entity_id is not null;
create index deliveries_digest on deliveries (digest_id) where digest_id is not null;
`),
};
