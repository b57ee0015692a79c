/**
 * The columns of the list. `priority` says in which order they go when the room is short: 1 never does, so number,
 * subject, status and the due time always show.
 */
import type { ReactNode } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import type { MessageId } from '../../i18n/text.ts';
import { Sla } from '../../tickets/sla.tsx';
import { PriorityLabel, TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './list.module.css';
import { CustomerCell, TechnicianCell } from './name-cells.tsx';

export interface Column {
  readonly key: 'number' | 'title' | 'customer' | 'zone' | 'status' | 'priority' | 'technician' | 'due';
  readonly label: MessageId;
  readonly priority: 1 | 2 | 3;
  /** The API's name of the sort. */
  readonly sort?: 'number' | 'slaDueAt';
  /** Fields of a ticket whose change marks this cell. */
  readonly fields: readonly (keyof Ticket)[];
  readonly cell: (ticket: Ticket, scrolling: boolean) => ReactNode;
}

export const columns: readonly Column[] = [
  {
    key: 'number',
    label: 'field.number',
    priority: 1,
    sort: 'number',
    fields: [],
    cell: ({ number }) => number,
  },
  {
    key: 'title',
    label: 'field.title',
    priority: 1,
    fields: ['title'],
    cell: ({ title }) => <span className={styles.title}>{title}</span>,
  },
  {
    key: 'customer',
    label: 'field.customer',
    priority: 3,
    fields: ['customerId'],
    cell: ({ customerId }, scrolling) => <CustomerCell id={customerId} scrolling={scrolling} />,
  },
  {
    key: 'zone',
    label: 'field.zone',
    priority: 3,
    fields: ['zone'],
    cell: ({ zone }) => <span className={`${styles.muted} ${styles.cut}`}>{zone ?? '–'}</span>,
  },
  {
    key: 'status',
    label: 'field.status',
    priority: 1,
    fields: ['status'],
    cell: ({ status }) => <TicketStatusLabel status={status} />,
  },
  {
    key: 'priority',
    label: 'field.priority',
    priority: 2,
    fields: ['priority'],
    cell: ({ priority }) => <PriorityLabel priority={priority} />,
  },
  {
    key: 'technician',
    label: 'field.technician',
    priority: 2,
    fields: ['technicianId', 'team'],
    cell: (ticket) => <TechnicianCell ticket={ticket} />,
  },
  {
    key: 'due',
    label: 'field.due',
    priority: 1,
    sort: 'slaDueAt',
    fields: ['slaDueAt', 'slaState'],
    cell: (ticket) => <Sla ticket={ticket} />,
  },
];
