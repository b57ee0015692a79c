/** What technicians completed in the period, in time and for good, and how it was rated. */
import { useQuery } from '@tanstack/react-query';
import type { FigureRow, Period } from '../../../../src/contracts/analytics.ts';
import { figure } from '../../api/analytics.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Table } from '../../kit/table.tsx';
import { RowLink } from '../../lists/cells.tsx';
import { useMay } from '../../session/session.ts';
import { Delta } from './delta.tsx';
import styles from './page.module.css';
import { spanOf } from './period.ts';
import { Section } from './section.tsx';
import { TicketsLink } from './tickets-link.tsx';

type Row = FigureRow<'technicians'>;

export function Technicians({ period }: { readonly period: Period }) {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const query = useQuery(figure('technicians', period));
  return (
    <Section
      title={text('analytics.technicians')}
      note={text('analytics.technicians.words')}
      query={query}
      isEmpty={({ data }) => data.length === 0}
    >
      {({ data, dataBefore }) => (
        <Table
          caption={text('analytics.technicians')}
          rows={data}
          rowKey={({ technicianId }) => technicianId}
          columns={[
            {
              key: 'name',
              header: text('field.technician'),
              cell: ({ technicianId, name }) =>
                may('technicians.view') ? (
                  <RowLink to={`/technicians/${technicianId}`}>{name}</RowLink>
                ) : (
                  name
                ),
            },
            {
              key: 'completed',
              header: text('filter.completed'),
              align: 'end',
              cell: ({ technicianId, completed }) => (
                <TicketsLink search={{ technicianId, completed: spanOf(period), sort: '-updatedAt' }}>
                  {formats.number(completed)}
                </TicketsLink>
              ),
            },
            {
              key: 'before',
              header: text('analytics.compared'),
              align: 'end',
              cell: ({ technicianId, completed }) => (
                <Delta
                  now={completed}
                  before={dataBefore.find((row) => row.technicianId === technicianId)?.completed ?? 0}
                />
              ),
            },
            {
              key: 'onTime',
              header: text('analytics.onTime'),
              align: 'end',
              cell: (row) => share(row, 'onTime'),
            },
            {
              key: 'firstTime',
              header: text('analytics.firstTime'),
              align: 'end',
              cell: (row) => share(row, 'firstTime'),
            },
            { key: 'rating', header: text('analytics.rating'), align: 'end', cell: rating },
          ]}
        />
      )}
    </Section>
  );

  function share(row: Row, what: 'onTime' | 'firstTime') {
    return row.completed === 0 ? '–' : formats.percent(row[what] / row.completed);
  }

  function rating(row: Row) {
    if (row.rating === null) return '–';
    return (
      <span className={styles.number} title={text('analytics.ratings', { count: row.ratings })}>
        {formats.number(row.rating)} <span className={styles.delta}>({formats.number(row.ratings)})</span>
      </span>
    );
  }
}
