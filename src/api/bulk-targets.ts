/** What bulk jobs are given to: where the items of each kind stand, how they are called, and who sees them. */
import type { Viewer } from '../authority/viewer.ts';
import { visibleCustomers } from '../authority/visible-customers.ts';
import { type Condition, visibleTickets } from '../authority/visible-tickets.ts';
import type { BulkKind } from '../contracts/bulk.ts';

interface BulkTargets {
  /** Table and alias. */
  readonly from: string;
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly sight: (viewer: Viewer) => Condition;
}

export const bulkTargets: Readonly<Record<BulkKind, BulkTargets>> = {
  ticket: {
    from: 'tickets t',
    id: 't.id',
    number: 't.number',
    title: 't.title',
    sight: (viewer) => visibleTickets(viewer),
  },
  registration: {
    from: 'registrations r',
    id: 'r.id',
    number: 'r.number',
    title: 'r.name',
    sight: ({ permissions }) => ({ sql: String(permissions.has('registrations.view')), values: [] }),
  },
  customer: {
    from: 'customers c',
    id: 'c.id',
    number: 'c.code',
    title: 'c.name',
    sight: visibleCustomers,
  },
};
