/** Phones and marks of codes that were kept as changes of personal data, where they outlived the codes. */
import type { NamedMigration } from '../engine/migrate.ts';

export const forgottenCodes: NamedMigration = {
  name: '1140_forgotten_codes',
  up: (knex) => knex.raw(`delete from personal_changes where actor_kind = 'one_time_code'`),
};
