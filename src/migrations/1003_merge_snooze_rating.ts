/** What tickets keep of merges, snoozes and ratings; `rating` is there since the portal's first tables. */
import type { NamedMigration } from '../engine/migrate.ts';

export const mergeSnoozeRating: NamedMigration = {
  name: '1003_merge_snooze_rating',
  up: (knex) =>
    knex.raw(`
alter table tickets
  -- {id, number, apart} of the survivor.
  add column merged_into     jsonb,
  add column snoozed_until   timestamptz,
  add column snoozed_by      text,
  add column rating_feedback text,
  add column rated_at        timestamptz;
create index tickets_merged on tickets ((merged_into ->> 'id')) where merged_into is not null;
create index tickets_snoozed on tickets (snoozed_until) where snoozed_until is not null;
`),
};
