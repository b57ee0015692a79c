/** How a customer became one, for the customer's own page. */
import type { NamedMigration } from '../engine/migrate.ts';

export const registrationsOfCustomer: NamedMigration = {
  name: '1122_registrations_of_customer',
  up: (knex) =>
    knex.raw(
      'create index registrations_customer on registrations (customer_id) where customer_id is not null',
    ),
};
