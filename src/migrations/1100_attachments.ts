/**
 * Photos and files on tickets. `files` and `file_chunks` hold bytes, written piece by piece while they arrive and
 * before anything is decided; `ticket_attachments` says what they are, and is written with the event. What was not
 * attached in time is removed.
 *
 * Whose a file is: `uploaded_by` (users.id) sent it, `customer_id` is the customer of its ticket. Its name may be
 * personal, so it stands here and not in the log.
 */
import type { NamedMigration } from '../engine/migrate.ts';

export const attachments: NamedMigration = {
  name: '1100_attachments',
  up: (knex) =>
    knex.raw(`
create table files (
  id         text primary key,
  started_at timestamptz not null default now(),
  attached   boolean not null default false
);
create index files_loose on files (started_at) where not attached;

create table file_chunks (
  file_id text not null references files (id) on delete cascade,
  number  integer not null,
  content bytea not null,
  primary key (file_id, number)
);
-- Photos do not get smaller; and what is not compressed is read in slices.
alter table file_chunks alter column content set storage external;

create table ticket_attachments (
  id          text primary key references files (id) deferrable initially deferred,
  ticket_id   text not null,
  customer_id text,
  uploaded_by text not null,
  internal    boolean not null,
  name        text not null,
  type        text not null,
  bytes       integer not null,
  sha256      text not null,
  created_at  timestamptz not null
);
create index ticket_attachments_ticket on ticket_attachments (ticket_id, created_at, id);
create index ticket_attachments_uploader on ticket_attachments (uploaded_by);
create index ticket_attachments_customer on ticket_attachments (customer_id) where customer_id is not null;

alter table tickets add column attachments jsonb not null default '[]';
`),
};
