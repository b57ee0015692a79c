/**
 * Ways to what is read or removed often: notices that were not opened, what has served its time, who has a phone.
 * Built while everybody goes on writing: these are the largest tables.
 */
import { buildIndex } from '../engine/concurrent-index.ts';
import type { NamedMigration } from '../engine/migrate.ts';

export const waysToRows: NamedMigration = {
  name: '1181_ways_to_rows',
  config: { transaction: false },
  async up(knex) {
    await buildIndex(
      knex,
      'deliveries_unread',
      `deliveries (recipient_id) include (seen_at, read_at)
        where channel = 'in_app' and status <> 'suppressed' and archived_at is null
          and (seen_at is null or read_at is null)`,
    );
    await buildIndex(knex, 'delivery_attempts_started', 'delivery_attempts (started_at)');
    await buildIndex(knex, 'sign_in_failures_last', 'sign_in_failures (last_at)');
    await buildIndex(knex, 'sessions_ended', 'sessions (least(expires_at, revoked_at))');
    await buildIndex(knex, 'registrations_phone', 'registrations (phone, created_at desc)');
  },
};
