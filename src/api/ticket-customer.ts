/** Whose a ticket is, beside it, for those who may see it: one statement, no look-up for each row. */
import type { Viewer } from '../authority/viewer.ts';
import type { Applicant, CustomerOfTicket } from '../contracts/tickets.ts';
import type { Row } from '../engine/effects.ts';

/** A row of `tickets t` as JSON; with `customer` where the viewer may read it. Index: the primary key of customers. */
export function ticketRow(viewer: Viewer): string {
  if (!viewer.permissions.has('customers.view')) return 'to_jsonb(t)';
  return `to_jsonb(t) || jsonb_build_object('customer', (select jsonb_build_object('id', c.id, 'code', c.code, 'name', c.name)
    from customers c where c.id = t.customer_id))`;
}

/** Of a row read by `ticketRow`. */
export function customerOf(row: Row): { customer?: CustomerOfTicket | null } {
  return 'customer' in row ? { customer: row.customer as CustomerOfTicket | null } : {};
}

/**
 * One ticket, with the applicant of a survey or installation too: for staff who see registrations, and for whoever
 * works on tickets they see, as with customers. Index: the primary key of registrations.
 */
export function ticketRowWithApplicant(viewer: Viewer): string {
  const { permissions } = viewer;
  if (!permissions.has('registrations.view') && !permissions.has('customers.view_served'))
    return ticketRow(viewer);
  return `${ticketRow(viewer)} || jsonb_build_object('applicant', (select jsonb_build_object('registrationId', r.id,
    'number', r.number, 'name', r.name, 'phone', r.phone, 'address', r.address)
    from registrations r where r.id = t.registration_id))`;
}

/** Of a row read by `ticketRowWithApplicant`. */
export function applicantOf(row: Row): { applicant?: Applicant | null } {
  return 'applicant' in row ? { applicant: row.applicant as Applicant | null } : {};
}
