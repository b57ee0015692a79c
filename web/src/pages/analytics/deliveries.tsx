/** Messages made in the period, by channel, and what became of them. */
import { useQuery } from '@tanstack/react-query';
import type { FigureRow, Period } from '../../../../src/contracts/analytics.ts';
import { figure } from '../../api/analytics.ts';
import { useFormats } from '../../i18n/formats.ts';
import { type MessageId, useText } from '../../i18n/text.ts';
import { Table } from '../../kit/table.tsx';
import { Delta } from './delta.tsx';
import { Section } from './section.tsx';

const columns = ['accepted', 'seen', 'failed', 'suppressed', 'waiting'] as const;

export function Deliveries({ period }: { readonly period: Period }) {
  const text = useText();
  const formats = useFormats();
  const query = useQuery(figure('deliveries', period));
  return (
    <Section title={text('analytics.deliveries')} query={query} isEmpty={({ data }) => data.length === 0}>
      {({ data, dataBefore }) => (
        <Table
          caption={text('analytics.deliveries')}
          rows={data}
          rowKey={({ channel }) => channel}
          columns={[
            {
              key: 'channel',
              header: text('field.channel'),
              cell: ({ channel }) => text(`channel.${channel}` as MessageId),
            },
            {
              key: 'total',
              header: text('analytics.messages'),
              align: 'end',
              cell: ({ total }) => formats.number(total),
            },
            {
              key: 'before',
              header: text('analytics.compared'),
              align: 'end',
              cell: ({ channel, total }) => (
                <Delta now={total} before={dataBefore.find((row) => row.channel === channel)?.total ?? 0} />
              ),
            },
            ...columns.map((what) => ({
              key: what,
              header: text(`analytics.${what}`),
              align: 'end' as const,
              cell: (row: FigureRow<'deliveries'>) => formats.number(row[what]),
            })),
          ]}
        />
      )}
    </Section>
  );
}
