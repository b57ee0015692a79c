/**
 * When a request last came from where others had come from, so that it is known what nothing comes from any more.
 * Those that are there count from now on.
 */
import { buildIndex } from '../engine/concurrent-index.ts';
import type { NamedMigration } from '../engine/migrate.ts';

export const originsSeen: NamedMigration = {
  name: '1190_origins_seen',
  config: { transaction: false },
  async up(knex) {
    await knex.raw(
      'alter table request_origins add column if not exists seen_at timestamptz not null default now()',
    );
    await buildIndex(knex, 'request_origins_seen', 'request_origins (seen_at)');
  },
};
