/** Tickets that were created in the period, by what they are now: each value leads to its tickets. */

import { useQuery } from '@tanstack/react-query';
import { distributions, type Period } from '../../../../src/contracts/analytics.ts';
import type { TicketPriority, TicketStatus, TicketType } from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { type Figure, figure } from '../../api/analytics.ts';
import { useFormats } from '../../i18n/formats.ts';
import { type Text, useText } from '../../i18n/text.ts';
import { Table } from '../../kit/table.tsx';
import { Bar } from './bar.tsx';
import { Delta } from './delta.tsx';
import styles from './page.module.css';
import { spanOf } from './period.ts';
import { Section } from './section.tsx';
import { TicketsLink } from './tickets-link.tsx';

type By = (typeof distributions)[number];

export function Distributions({ period }: { readonly period: Period }) {
  const text = useText();
  const query = useQuery(figure('distribution', period));
  return (
    <Section
      title={text('analytics.distribution')}
      note={text('analytics.distribution.words')}
      query={query}
      isEmpty={({ data }) => data.length === 0}
    >
      {(found) => (
        <div className={styles.pair}>
          {distributions.map((by) => (
            <Distribution key={by} by={by} figure={found} />
          ))}
        </div>
      )}
    </Section>
  );
}

function Distribution({ by, figure: found }: { readonly by: By; readonly figure: Figure<'distribution'> }) {
  const text = useText();
  const formats = useFormats();
  const rows = found.data.filter((row) => row.by === by);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const before = (value: string) =>
    found.dataBefore.find((row) => row.by === by && row.value === value)?.count ?? 0;
  return (
    <Table
      caption={text(`field.${by}`)}
      rows={rows}
      rowKey={({ value }) => value}
      columns={[
        {
          key: 'value',
          header: text(`field.${by}`),
          cell: ({ value, count }) => (
            <span className={styles.named}>
              <Named by={by} value={value} period={found.period} />
              <Bar share={total === 0 ? 0 : count / total} />
            </span>
          ),
        },
        {
          key: 'count',
          header: text('analytics.tickets'),
          align: 'end',
          cell: ({ count }) => <span className={styles.number}>{formats.number(count)}</span>,
        },
        {
          key: 'share',
          header: text('analytics.share'),
          align: 'end',
          wideOnly: true,
          cell: ({ count }) => formats.percent(count / total),
        },
        {
          key: 'before',
          header: text('analytics.compared'),
          align: 'end',
          cell: ({ value, count }) => <Delta now={count} before={before(value)} />,
        },
      ]}
    />
  );
}

function Named({ by, value, period }: { readonly by: By; readonly value: string; readonly period: Period }) {
  const text = useText();
  // There is no filter for tickets without a zone.
  if (by === 'zone' && value === '-') return text('overview.noZone');
  return (
    <TicketsLink search={{ [by]: value, created: spanOf(period) }}>{wordsOf(text, by, value)}</TicketsLink>
  );
}

function wordsOf(text: Text, by: By, value: string): string {
  switch (by) {
    case 'status':
      return text(`ticket.status.${value as TicketStatus}`);
    case 'priority':
      return text(`ticket.priority.${value as TicketPriority}`);
    case 'type':
      return text(`ticket.type.${value as TicketType}`);
    case 'zone':
      return zoneName(value);
  }
}
