/** What runs by the clock: when next, how last; run now, let rest, let run again. */
import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { commandSchedule, operationKeys, type ScheduleCommand, schedules } from '../../api/operations.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Table } from '../../kit/table.tsx';
import { CellButtons, CellDetail, Time } from '../../lists/cells.tsx';
import { ListPage } from '../../lists/paged-table.tsx';
import { useMay } from '../../session/session.ts';

export function Page() {
  const text = useText();
  return (
    <>
      <PageHeader title={text('schedules.title')} />
      <ListPage>
        <ScheduleTable />
      </ListPage>
    </>
  );
}

function ScheduleTable() {
  const text = useText();
  const may = useMay();
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
          cell: (row) =>
            row.paused ? (
              <StatusDot tone="warning" hollow>
                {text('schedules.paused')}
              </StatusDot>
            ) : (
              <Time at={row.nextInstant} />
            ),
        },
        {
          key: 'last',
          header: text('schedules.last'),
          wideOnly: true,
          cell: (row) =>
            row.lastRun ? (
              <>
                <Time at={row.lastRun.startedAt} />
                <CellDetail>{row.lastRun.outcome}</CellDetail>
              </>
            ) : (
              '–'
            ),
        },
        {
          key: 'do',
          header: <span className="visually-hidden">{text('users.actions')}</span>,
          align: 'end',
          cell: ({ name, paused }) => {
            const turn = paused ? 'resume' : 'pause';
            return (
              may('schedules.manage') && (
                <CellButtons>
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
                </CellButtons>
              )
            );
          },
        },
      ]}
    />
  );
}
