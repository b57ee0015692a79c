/**
 * Which customers somebody may see, as a condition in SQL: the one rule behind list, single customer, history and
 * search. Whoever works on a ticket sees whose it is.
 */
import type { Viewer } from './viewer.ts';
import { type Condition, visibleTickets } from './visible-tickets.ts';

/** The alias of `customers` in the statement is `c`. Index: tickets_customer. */
export function visibleCustomers(
  viewer: Pick<Viewer, 'permissions' | 'technicianId' | 'customerId' | 'zone'>,
): Condition {
  const { permissions, customerId } = viewer;
  if (permissions.has('customers.view')) return { sql: 'true', values: [] };
  if (permissions.has('customers.view_served')) {
    const tickets = visibleTickets(viewer, 't');
    return {
      sql: `exists (select from tickets t where t.customer_id = c.id and ${tickets.sql})`,
      values: tickets.values,
    };
  }
  if (permissions.has('customers.view_own') && customerId) return { sql: 'c.id = $?', values: [customerId] };
  return { sql: 'false', values: [] };
}
