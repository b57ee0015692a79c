/** Names and filters of before that were kept as changes of personal data: an erasure did not find who stands in them. */
import type { NamedMigration } from '../engine/migrate.ts';

export const forgottenViews: NamedMigration = {
  name: '1180_forgotten_views',
  up: (knex) => knex.raw(`delete from personal_changes where actor_kind = 'view'`),
};
