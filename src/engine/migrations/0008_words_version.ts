/** Which version of its template's words a delivery was sent with. */
import type { NamedMigration } from '../migrate.ts';

export const wordsVersion: NamedMigration = {
  name: '0008_words_version',
  up: (knex) => knex.raw('alter table deliveries add column words_version integer'),
};
