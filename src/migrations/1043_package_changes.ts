/** Tickets that change a customer's package at a date. */
import type { NamedMigration } from '../engine/migrate.ts';

export const packageChanges: NamedMigration = {
  name: '1043_package_changes',
  // {packageId, effectiveAt}
  up: (knex) => knex.raw('alter table tickets add column package_change jsonb'),
};
