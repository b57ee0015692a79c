/**
 * The state of the list in its address: the API's filters as they are, and the view it began with.
 *
 * A view alone (`?view=…`) means what the view holds, so such a link follows the view. With filters beside it the
 * filters hold, and the view says what they were changed from.
 */
import * as z from 'zod/mini';
import { listTicketsQuery } from '../../../../src/contracts/ticket-list.ts';
import { type BuiltInView, viewIdSchema } from '../../../../src/contracts/views.ts';
import type { TicketFilter } from '../../api/ticket-filter.ts';

export const ticketsSearch = z.extend(z.omit(listTicketsQuery, { limit: true, cursor: true, offset: true }), {
  view: z.optional(viewIdSchema),
});

/** What most people look for, one press each. */
export const builtIns: Readonly<Record<BuiltInView, TicketFilter>> = {
  // What is late stays in sight: its clock runs on while it sleeps.
  work: { status: ['open', 'assigned', 'in_progress', 'on_hold'], snoozed: 'no', sort: 'slaDueAt' },
  unassigned: { status: ['open'], snoozed: 'no', sort: 'slaDueAt' },
  late: {
    slaState: ['warned', 'breached'],
    status: ['open', 'assigned', 'in_progress', 'on_hold'],
    sort: 'slaDueAt',
  },
  snoozed: { snoozed: 'yes' },
  all: {},
};

export const filterNames = [
  'status',
  'type',
  'priority',
  'slaState',
  'due',
  'zone',
  'technicianId',
  'customerId',
  'assignedTo',
  'snoozed',
  'created',
  'completed',
  'q',
] as const satisfies readonly (keyof TicketFilter)[];
export type FilterName = (typeof filterNames)[number];

const everyName = [...filterNames, 'sort'] as const;
export const DEFAULT_SORT = '-createdAt';

/** All parameters by name, so that setting them leaves none of before. */
export function searchOf(filter: TicketFilter, view: string | undefined): Record<string, unknown> {
  return { view, ...Object.fromEntries(everyName.map((name) => [name, filter[name]])) };
}

/** Without names that say nothing, in one order: equal filters are equal texts. */
export function tidy(filter: TicketFilter): TicketFilter {
  return Object.fromEntries(
    everyName.flatMap((name) => {
      const value = filter[name];
      return value === undefined || value === '' || value.length === 0 ? [] : [[name, value]];
    }),
  );
}

/** Neither the order of values nor saying the usual sort makes a difference. */
export function sameFilter(a: TicketFilter, b: TicketFilter): boolean {
  return everyName.every((name) => plain(a, name) === plain(b, name));
}

function plain(filter: TicketFilter, name: (typeof everyName)[number]): string {
  const value = filter[name] ?? (name === 'sort' ? DEFAULT_SORT : '');
  return typeof value === 'string' ? value : [...value].sort().join();
}
