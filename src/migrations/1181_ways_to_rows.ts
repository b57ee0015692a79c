/** Ways to what is read or removed often: notices that were not opened, what has served its time, who has a phone. */
import type { NamedMigration } from '../engine/migrate.ts';

export const waysToRows: NamedMigration = {
  name: '1181_ways_to_rows',
  up: (knex) =>
    knex.raw(`
create index deliveries_unread on deliveries (recipient_id) include (seen_at, read_at)
  where channel = 'in_app' and status <> 'suppressed' and archived_at is null
    and (seen_at is null or read_at is null);
create index delivery_attempts_started on delivery_attempts (started_at);
create index sign_in_failures_last on sign_in_failures (last_at);
create index sessions_ended on sessions (least(expires_at, revoked_at));
create index registrations_phone on registrations (phone, created_at desc);
`),
};
