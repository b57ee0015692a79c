/** How far the registrations of the period came: each step beside its share of all, and the period before under it. */
import { useQuery } from '@tanstack/react-query';
import type { FigureRow, Period } from '../../../../src/contracts/analytics.ts';
import { figure } from '../../api/analytics.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Table } from '../../kit/table.tsx';
import { Delta } from './delta.tsx';
import styles from './funnel.module.css';
import page from './page.module.css';
import { Section } from './section.tsx';

type State = FigureRow<'funnel'>['state'];

/** Ways out of the funnel. */
const exits: ReadonlySet<State> = new Set(['rejected', 'cancelled']);

export function Funnel({ period }: { readonly period: Period }) {
  const text = useText();
  const formats = useFormats();
  const query = useQuery(figure('funnel', period));
  return (
    <Section
      title={text('analytics.funnel')}
      note={text('analytics.funnel.words')}
      query={query}
      isEmpty={({ data, dataBefore }) => [...data, ...dataBefore].every(({ count }) => count === 0)}
    >
      {({ data, dataBefore }) => {
        const was = (state: State) => dataBefore.find((row) => row.state === state)?.count ?? 0;
        const arrived = data[0]?.count ?? 0;
        const most = Math.max(arrived, was('pending_verification'));
        return (
          <Table
            caption={text('analytics.funnel')}
            rows={data}
            rowKey={({ state }) => state}
            columns={[
              {
                key: 'state',
                header: text('field.status'),
                cell: ({ state, count }) => (
                  <span className={styles.step}>
                    {text(
                      state === 'pending_verification'
                        ? 'analytics.arrived'
                        : `registrations.status.${state}`,
                    )}
                    <Level now={count} before={was(state)} most={most} leaves={exits.has(state)} />
                  </span>
                ),
              },
              {
                key: 'count',
                header: text('analytics.registrations'),
                align: 'end',
                cell: ({ count }) => <span className={page.number}>{formats.number(count)}</span>,
              },
              {
                key: 'share',
                header: text('analytics.share'),
                align: 'end',
                cell: ({ count }) => (arrived === 0 ? '–' : formats.percent(count / arrived)),
              },
              {
                key: 'before',
                header: text('analytics.compared'),
                align: 'end',
                cell: ({ state, count }) => <Delta now={count} before={was(state)} />,
              },
            ]}
          />
        );
      }}
    </Section>
  );
}

/** What it draws stands in the cells beside it, so it is hidden from those who listen. */
function Level({
  now,
  before,
  most,
  leaves,
}: {
  readonly now: number;
  readonly before: number;
  readonly most: number;
  readonly leaves: boolean;
}) {
  const width = (count: number) => ({
    width: `${most === 0 ? 0 : Math.round((count / most) * 1_000) / 10}%`,
  });
  return (
    <span className={styles.level} data-leaves={leaves || undefined} aria-hidden="true">
      <span className={styles.now} style={width(now)} />
      <span className={styles.before} style={width(before)} />
    </span>
  );
}
