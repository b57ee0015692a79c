/** The tickets of a customer or a technician, newest first; current by itself. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TicketFilter } from '../api/ticket-filter.ts';
import { ticketList } from '../api/tickets.ts';
import { useText } from '../i18n/text.ts';
import { CellDetail, RowLink, Time } from '../lists/cells.tsx';
import { PagedTable } from '../lists/paged-table.tsx';
import { Sla } from '../tickets/sla.tsx';
import { PriorityLabel, TicketStatusLabel } from '../tickets/words.tsx';

export function TicketTable({ filter }: { readonly filter: TicketFilter }) {
  const text = useText();
  const list = useInfiniteQuery(ticketList(filter));
  return (
    <PagedTable
      query={list}
      caption={text('tickets.title')}
      rowKey={(row) => row.id}
      empty={text('people.noTickets')}
      columns={[
        {
          key: 'title',
          header: text('field.title'),
          cell: (row) => (
            <>
              <RowLink to={`/tickets/${row.id}`}>{row.title}</RowLink>
              <CellDetail>
                {row.number} · {text(`ticket.type.${row.type}`)}
              </CellDetail>
            </>
          ),
        },
        {
          key: 'status',
          header: text('field.status'),
          cell: (row) => <TicketStatusLabel status={row.status} merged={row.mergedInto !== null} />,
        },
        {
          key: 'priority',
          header: text('field.priority'),
          wideOnly: true,
          cell: (row) => <PriorityLabel priority={row.priority} />,
        },
        { key: 'sla', header: text('field.sla'), cell: (row) => <Sla ticket={row} /> },
        {
          key: 'created',
          header: text('field.createdAt'),
          wideOnly: true,
          cell: (row) => <Time at={row.createdAt} />,
        },
      ]}
    />
  );
}
