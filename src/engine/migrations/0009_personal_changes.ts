/** What personal data were before and after an edit: beside the log, so that erasing a person reaches it (L6). */
import type { NamedMigration } from '../migrate.ts';

export const personalChanges: NamedMigration = {
  name: '0009_personal_changes',
  up: (knex) =>
    knex.raw(`
create table personal_changes (
  actor_kind text not null,
  actor_id   text not null,
  seq        integer not null,
  before     jsonb not null,
  after      jsonb not null,
  primary key (actor_kind, actor_id, seq)
);
`),
};
