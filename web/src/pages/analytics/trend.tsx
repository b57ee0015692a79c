/** Tickets by day: a chart, and its table for those who read or listen. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Period } from '../../../../src/contracts/analytics.ts';
import { type Figure, figure } from '../../api/analytics.ts';
import { useFormats } from '../../i18n/formats.ts';
import { type MessageId, useText } from '../../i18n/text.ts';
import { Table } from '../../kit/table.tsx';
import { Chart, type ChartSeries } from './chart.tsx';
import { Delta } from './delta.tsx';
import styles from './page.module.css';
import { Section } from './section.tsx';
import { TicketsLink } from './tickets-link.tsx';

const counted = ['created', 'completed', 'cancelled', 'reopened'] as const;
const headers = {
  created: 'filter.created',
  completed: 'filter.completed',
  cancelled: 'ticket.status.cancelled',
  reopened: 'field.reopened',
} as const satisfies Record<(typeof counted)[number], MessageId>;

export function Trend({ period }: { readonly period: Period }) {
  const text = useText();
  const query = useQuery(figure('trend', period));
  return (
    <Section
      title={text('analytics.trend')}
      query={query}
      isEmpty={({ data, dataBefore }) =>
        [...data, ...dataBefore].every((day) => counted.every((what) => day[what] === 0))
      }
    >
      {(trend) => <Days trend={trend} />}
    </Section>
  );
}

function Days({ trend: { data, dataBefore } }: { readonly trend: Figure<'trend'> }) {
  const text = useText();
  const formats = useFormats();
  const series = useMemo<readonly ChartSeries[]>(
    () => [
      { label: text('filter.created'), token: '--accent', values: data.map(({ created }) => created) },
      {
        label: text('filter.completed'),
        token: '--information',
        dash: [6, 4],
        values: data.map(({ completed }) => completed),
      },
    ],
    [data, text],
  );
  const days = useMemo(() => data.map(({ day }) => day), [data]);
  const sum = (rows: typeof data, what: (typeof counted)[number]) =>
    rows.reduce((total, row) => total + row[what], 0);
  return (
    <>
      <ul className={styles.sums}>
        {counted.map((what) => (
          <li key={what}>
            <b>{formats.number(sum(data, what))}</b> {text(`analytics.${what}`)}{' '}
            <Delta now={sum(data, what)} before={sum(dataBefore, what)} />
          </li>
        ))}
      </ul>
      <Chart label={text('analytics.trend')} days={days} series={series} />
      <details className={styles.details}>
        <summary>{text('analytics.asTable')}</summary>
        <Table
          caption={text('analytics.trend')}
          rows={data.toReversed()}
          rowKey={({ day }) => day}
          columns={[
            {
              key: 'day',
              header: text('analytics.day'),
              cell: ({ day }) => (
                <TicketsLink search={{ created: `${day}..${day}` }}>{formats.day(day)}</TicketsLink>
              ),
            },
            ...counted.map((what) => ({
              key: what,
              header: text(headers[what]),
              align: 'end' as const,
              cell: (row: (typeof data)[number]) => formats.number(row[what]),
            })),
          ]}
        />
      </details>
    </>
  );
}
