/** How long people waited, and what was done in time, by priority. */
import { useQuery } from '@tanstack/react-query';
import type { FigureRow, Period } from '../../../../src/contracts/analytics.ts';
import { figure } from '../../api/analytics.ts';
import { useFormats } from '../../i18n/formats.ts';
import { type Text, useText } from '../../i18n/text.ts';
import { Table } from '../../kit/table.tsx';
import { Bar } from './bar.tsx';
import { PointsDelta, shareOf } from './delta.tsx';
import styles from './page.module.css';
import { spanOf } from './period.ts';
import { Section } from './section.tsx';
import { TicketsLink } from './tickets-link.tsx';

export function Times({ period }: { readonly period: Period }) {
  const text = useText();
  const query = useQuery(figure('times', period));
  return (
    <Section
      title={text('analytics.times')}
      note={text('analytics.times.words')}
      query={query}
      isEmpty={({ data }) => data.every(({ responses, resolutions }) => responses + resolutions === 0)}
    >
      {({ data, dataBefore }) => (
        <Table
          caption={text('analytics.times')}
          rows={data.filter(({ responses, resolutions }) => responses + resolutions > 0)}
          rowKey={({ priority }) => priority ?? 'all'}
          columns={[
            { key: 'priority', header: text('field.priority'), cell: (row) => priorityWords(text, row) },
            ...(['responseMedianMs', 'responseP90Ms', 'resolutionMedianMs', 'resolutionP90Ms'] as const).map(
              (what) => ({
                key: what,
                header: text(`analytics.${what}`),
                align: 'end' as const,
                cell: (row: FigureRow<'times'>) => (
                  <Span
                    now={row[what]}
                    before={dataBefore.find(({ priority }) => priority === row.priority)?.[what] ?? null}
                  />
                ),
              }),
            ),
          ]}
        />
      )}
    </Section>
  );
}

function Span({ now, before }: { readonly now: number | null; readonly before: number | null }) {
  const text = useText();
  const formats = useFormats();
  if (now === null) return '–';
  return (
    <span className={styles.stack}>
      <span className={styles.number}>{formats.duration(now)}</span>
      {before !== null && (
        <span className={styles.delta}>{text('analytics.before', { count: formats.duration(before) })}</span>
      )}
    </span>
  );
}

export function Compliance({ period }: { readonly period: Period }) {
  const text = useText();
  const formats = useFormats();
  const query = useQuery(figure('sla', period));
  return (
    <Section
      title={text('analytics.sla')}
      note={text('analytics.sla.words')}
      query={query}
      isEmpty={({ data }) => data.every(({ completed }) => completed === 0)}
    >
      {({ data, dataBefore }) => (
        <Table
          caption={text('analytics.sla')}
          rows={data.filter(({ completed }) => completed > 0)}
          rowKey={({ priority }) => priority ?? 'all'}
          columns={[
            {
              key: 'priority',
              header: text('field.priority'),
              cell: (row) => (
                <span className={styles.named}>
                  {priorityWords(text, row)}
                  <Bar share={row.onTime / row.completed} tone="good" />
                </span>
              ),
            },
            {
              key: 'share',
              header: text('analytics.onTime'),
              align: 'end',
              cell: (row) => {
                const was = dataBefore.find(({ priority }) => priority === row.priority);
                return (
                  <span className={styles.beside}>
                    <PointsDelta
                      now={shareOf(row.onTime, row.completed)}
                      before={was && shareOf(was.onTime, was.completed)}
                    />
                    <span className={styles.number}>{formats.percent(row.onTime / row.completed)}</span>
                  </span>
                );
              },
            },
            {
              key: 'late',
              header: text('analytics.late'),
              align: 'end',
              cell: ({ priority, completed, onTime }) => (
                <TicketsLink
                  search={{
                    slaState: 'breached',
                    completed: spanOf(period),
                    sort: '-updatedAt',
                    ...(priority ? { priority } : {}),
                  }}
                >
                  {formats.number(completed - onTime)}
                </TicketsLink>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function priorityWords(text: Text, { priority }: Pick<FigureRow<'sla'>, 'priority'>): string {
  return priority === null ? text('analytics.all') : text(`ticket.priority.${priority}`);
}
