/** The ledger of what runs by the clock: when next, how last and how long, what was missed; run now, let rest, let run again. */
import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import * as z from 'zod/mini';
import { scheduleNameSchema } from '../../../../src/contracts/operations.ts';
import { commandSchedule, operationKeys, type ScheduleCommand, schedules } from '../../api/operations.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { PausedOr } from '../../kit/paused-or.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { Table } from '../../kit/table.tsx';
import { CellButtons, CellDetail, Time } from '../../lists/cells.tsx';
import { ListPage } from '../../lists/paged-table.tsx';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';
import { Runs, RunWords } from './runs.tsx';

/** The schedule whose runs are open. */
const search = z.strictObject({ schedule: z.optional(scheduleNameSchema) });

export function Page() {
  const text = useText();
  const { schedule: open } = useSearchOf(search);
  return (
    <>
      <PageHeader title={text('schedules.title')} />
      <ListPage>
        <ScheduleTable />
        {open !== undefined && <Runs key={open} name={open} />}
      </ListPage>
    </>
  );
}

function ScheduleTable() {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const setSearch = useSetSearch();
  const query = useQuery(schedules);
  const { mutate, isPending, variables } = useDeed<{ name: string; command: ScheduleCommand }>({
    act: ({ name, command }) => commandSchedule(name, command),
    done: ({ name, command }) => text(`schedules.done.${command}`, { name }),
    stale: [operationKeys.schedules],
  });
  if (query.isPending) return <SkeletonLines lines={6} />;
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.data;
  if (rows.length === 0)
    return <EmptyState icon={<CalendarClock size={22} />} title={text('schedules.empty')} />;
  const busy = (name: string, command: ScheduleCommand) =>
    isPending && variables.name === name && variables.command === command;
  return (
    <Table
      caption={text('schedules.title')}
      rows={rows}
      rowKey={(row) => row.name}
      columns={[
        {
          key: 'name',
          header: text('field.name'),
          cell: (row) => (
            <>
              <span className="mono">{row.name}</span>
              <CellDetail>
                {row.cron} · {row.zone}
              </CellDetail>
            </>
          ),
        },
        {
          key: 'next',
          header: text('schedules.next'),
          cell: (row) => (
            <PausedOr paused={row.paused}>
              <Time at={row.nextInstant} />
              {row.overdue && (
                <CellDetail>
                  <span className={styles.alarm}>{text('schedules.overdue')}</span>
                </CellDetail>
              )}
            </PausedOr>
          ),
        },
        {
          key: 'last',
          header: text('schedules.last'),
          cell: ({ lastRun }) =>
            lastRun ? (
              <>
                <Time at={lastRun.startedAt} />
                <CellDetail>
                  <RunWords outcome={lastRun.outcome} durationMs={lastRun.durationMs} />
                </CellDetail>
              </>
            ) : (
              '–'
            ),
        },
        {
          key: 'missed',
          header: text('console.missed'),
          align: 'end',
          cell: (row) => formats.number(row.missed),
        },
        {
          key: 'policy',
          header: text('schedules.catchUp'),
          wideOnly: true,
          cell: ({ catchUp }) => text(`schedules.catchUp.${catchUp ?? 'unknown'}`),
        },
        {
          key: 'do',
          header: <span className="visually-hidden">{text('users.actions')}</span>,
          align: 'end',
          cell: ({ name, paused }) => {
            const turn = paused ? 'resume' : 'pause';
            return (
              <CellButtons>
                <Button size="small" onClick={() => setSearch({ schedule: name })}>
                  {text('schedules.runs')}
                </Button>
                {may('schedules.manage') && (
                  <>
                    <Button
                      size="small"
                      busy={busy(name, 'run')}
                      onClick={() => mutate({ name, command: 'run' })}
                    >
                      {text('schedules.run')}
                    </Button>
                    <Button
                      size="small"
                      busy={busy(name, turn)}
                      onClick={() => mutate({ name, command: turn })}
                    >
                      {text(`schedules.${turn}`)}
                    </Button>
                  </>
                )}
              </CellButtons>
            );
          },
        },
      ]}
    />
  );
}
