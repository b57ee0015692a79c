import * as z from 'zod/mini';
import { listTicketsQuery } from '../../../../src/contracts/ticket-list.ts';
import type { TicketFilter } from '../../api/ticket-filter.ts';

/** The state of the list in its address: the API's filters as they are. */
export const ticketsSearch = z.omit(listTicketsQuery, { limit: true, cursor: true });

/** What most people look for, one press each. */
export const views: Readonly<Record<'all' | 'work' | 'unassigned' | 'late', TicketFilter>> = {
  work: { status: ['open', 'assigned', 'in_progress', 'on_hold'], sort: 'slaDueAt' },
  unassigned: { status: ['open'], sort: 'slaDueAt' },
  late: {
    slaState: ['warned', 'breached'],
    status: ['open', 'assigned', 'in_progress', 'on_hold'],
    sort: 'slaDueAt',
  },
  all: {},
};

export const filterNames = [
  'status',
  'type',
  'priority',
  'slaState',
  'zone',
  'technicianId',
  'customerId',
  'assignedTo',
  'q',
] as const;

export function sameFilter(a: TicketFilter, b: TicketFilter): boolean {
  return [...filterNames, 'sort' as const].every((name) => String(a[name] ?? '') === String(b[name] ?? ''));
}
