/** Messages that carry a secret: their content is sealed, beside what people read of a delivery, and goes with its end. */
import type { NamedMigration } from '../migrate.ts';

export const sealedDeliveries: NamedMigration = {
  name: '0007_sealed_deliveries',
  up: (knex) => knex.raw('alter table deliveries add column sealed text;'),
};
