/**
 * The audit log holds what people did to actors, too: a follower copies it from the log. Where requests came from is a
 * row of its own, which erasing a person removes. Instants are whole milliseconds, as those of events and of cursors.
 */
import type { NamedMigration } from '../engine/migrate.ts';

export const audit: NamedMigration = {
  name: '1070_audit',
  up: (knex) =>
    knex.raw(`
create table request_origins (
  id            text primary key,
  user_id       text not null,
  address       text not null,
  user_agent    text,
  first_seen_at timestamptz not null default now()
);
create index request_origins_user on request_origins (user_id);

alter table audit_log add column user_agent text, add column event_id bigint;
update audit_log set at = date_trunc('milliseconds', at);
alter table audit_log alter column at set default date_trunc('milliseconds', now());
create unique index audit_log_event on audit_log (event_id) where event_id is not null;
create index audit_log_by on audit_log ((by->>'id'), at desc, id desc);
create index audit_log_action on audit_log (action, at desc, id desc);
create index audit_log_target on audit_log (target, at desc, id desc);
`),
};
