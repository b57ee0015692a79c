/** What each column of the list shows. Which of them, in which order, is the person's choice (`fit-columns.ts`). */

import type { ReactNode } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import type { TicketColumn } from '../../../../src/contracts/views.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import type { MessageId } from '../../i18n/text.ts';
import { Time } from '../../lists/cells.tsx';
import { Sla } from '../../tickets/sla.tsx';
import { PriorityLabel, SnoozedMark, TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './list.module.css';
import { CustomerCell, TechnicianCell, TypeCell } from './name-cells.tsx';

export interface Column {
  readonly label: MessageId;
  /** The API's name of the sort. */
  readonly sort?: 'number' | 'slaDueAt' | 'createdAt' | 'updatedAt';
  /** Fields of a ticket whose change marks this cell. */
  readonly fields: readonly (keyof Ticket)[];
  readonly cell: (ticket: Ticket) => ReactNode;
}

export const columns: Readonly<Record<TicketColumn, Column>> = {
  number: { label: 'field.number', sort: 'number', fields: [], cell: ({ number }) => number },
  title: {
    label: 'field.title',
    fields: ['title'],
    cell: ({ title }) => <span className={styles.title}>{title}</span>,
  },
  customer: {
    label: 'field.customer',
    fields: ['customerId'],
    cell: (ticket) => <CustomerCell ticket={ticket} />,
  },
  zone: {
    label: 'field.zone',
    fields: ['zone'],
    cell: ({ zone }) => (
      <span className={`${styles.muted} ${styles.cut}`}>{zone === null ? '–' : zoneName(zone)}</span>
    ),
  },
  type: { label: 'field.type', fields: ['type'], cell: ({ type }) => <TypeCell type={type} /> },
  status: {
    label: 'field.status',
    fields: ['status', 'snoozedUntil'],
    cell: ({ status, mergedInto, snoozedUntil }) => (
      <>
        <TicketStatusLabel status={status} merged={mergedInto !== null} />
        {snoozedUntil && <SnoozedMark until={snoozedUntil} />}
      </>
    ),
  },
  priority: {
    label: 'field.priority',
    fields: ['priority'],
    cell: ({ priority }) => <PriorityLabel priority={priority} />,
  },
  technician: {
    label: 'field.technician',
    fields: ['technicianId', 'team'],
    cell: (ticket) => <TechnicianCell ticket={ticket} />,
  },
  due: {
    label: 'field.due',
    sort: 'slaDueAt',
    fields: ['slaDueAt', 'slaState'],
    cell: (ticket) => <Sla ticket={ticket} />,
  },
  createdAt: {
    label: 'field.createdAt',
    sort: 'createdAt',
    fields: [],
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  updatedAt: {
    label: 'field.updatedAt',
    sort: 'updatedAt',
    fields: [],
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
  },
};
