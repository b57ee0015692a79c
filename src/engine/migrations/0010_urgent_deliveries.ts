/** Urgent deliveries are found past any number of others that are due. */
import type { NamedMigration } from '../migrate.ts';

export const urgentDeliveries: NamedMigration = {
  name: '0010_urgent_deliveries',
  up: (knex) =>
    knex.raw(
      `create index deliveries_urgent on deliveries (channel, next_attempt_at) where status = 'queued' and priority <= 2`,
    ),
};
