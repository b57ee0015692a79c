/** The instants of one schedule: how each went, how long it took, how late it was, and who started it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import type { CronRunView } from '../../../../src/contracts/operations.ts';
import { scheduleRuns } from '../../api/operations.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Time, UserName } from '../../lists/cells.tsx';
import { PagedTable } from '../../lists/paged-table.tsx';
import styles from './page.module.css';

const SHORT_MS = 1_000;

export function Runs({ name }: { readonly name: string }) {
  const text = useText();
  const list = useInfiniteQuery(scheduleRuns(name));
  const title = text('schedules.runsOf', { name });
  return (
    <section className={styles.runs} aria-labelledby="schedule-runs">
      <h2 id="schedule-runs">{title}</h2>
      <PagedTable
        query={list}
        caption={title}
        rowKey={(row) => row.instant}
        empty={text('schedules.runs.empty')}
        emptyIcon={<CalendarClock size={22} />}
        columns={[
          {
            key: 'instant',
            header: text('schedules.instant'),
            cell: (row) => <Time at={row.instant} />,
          },
          { key: 'outcome', header: text('schedules.outcome'), cell: (row) => <Outcome run={row} /> },
          {
            key: 'duration',
            header: text('schedules.duration'),
            align: 'end',
            cell: (row) => (row.outcome === 'skipped' ? '–' : <Duration ms={row.durationMs} />),
          },
          {
            key: 'late',
            header: text('schedules.late'),
            align: 'end',
            cell: (row) => <Duration ms={row.lateMs} />,
          },
          {
            key: 'by',
            header: text('schedules.by'),
            wideOnly: true,
            cell: ({ by, outcome }) =>
              by && outcome === 'by_hand' ? <UserName kind={by.kind} id={by.id} /> : '–',
          },
        ]}
      />
    </section>
  );
}

function Outcome({ run: { outcome } }: { readonly run: CronRunView }) {
  const text = useText();
  const tone = outcome === 'skipped' ? 'warning' : outcome === 'caught_up' ? 'accent' : 'good';
  return <StatusDot tone={tone}>{text(`schedules.outcome.${outcome}`)}</StatusDot>;
}

/** In a line: how it went, and how long it took. */
export function RunWords({ outcome, durationMs }: Pick<CronRunView, 'outcome' | 'durationMs'>) {
  const text = useText();
  return (
    <>
      {text(`schedules.outcome.${outcome}`)} · <Duration ms={durationMs} />
    </>
  );
}

function Duration({ ms }: { readonly ms: number }) {
  const formats = useFormats();
  return ms < SHORT_MS
    ? `${formats.number(Math.round(ms))} ms`
    : `${formats.number(Math.round(ms / 1_000))} s`;
}
