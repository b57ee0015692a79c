/** What runs by the clock: last, next, missed; run now, let rest. */
import type { Console } from '../../../../src/contracts/console.ts';
import { consoleKey } from '../../api/console.ts';
import { commandSchedule, operationKeys, type ScheduleCommand } from '../../api/operations.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PausedOr } from '../../kit/paused-or.tsx';
import { Table } from '../../kit/table.tsx';
import { CellButtons, CellDetail, Time } from '../../lists/cells.tsx';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';
import { useSpan } from './span.ts';

export function Schedules({ state }: { readonly state: Console }) {
  const text = useText();
  const formats = useFormats();
  const span = useSpan();
  const may = useMay();
  const { mutate, isPending, variables } = useDeed<{ name: string; command: ScheduleCommand }>({
    act: ({ name, command }) => commandSchedule(name, command),
    done: ({ name, command }) => text(`schedules.done.${command}`, { name }),
    stale: [consoleKey, operationKeys.schedules],
  });
  const press = (name: string, command: ScheduleCommand) => (
    <Button
      size="small"
      busy={isPending && variables.name === name && variables.command === command}
      onClick={() => mutate({ name, command })}
    >
      {text(`schedules.${command}`)}
    </Button>
  );
  return (
    <Table
      caption={text('schedules.title')}
      rows={state.schedules}
      rowKey={(row) => row.name}
      columns={[
        {
          key: 'name',
          header: text('field.name'),
          cell: (row) => <span className="mono">{row.name}</span>,
        },
        {
          key: 'last',
          header: text('schedules.last'),
          cell: (row) => (
            <>
              <Time at={row.lastAt} />
              {row.lastOutcome && <CellDetail>{row.lastOutcome}</CellDetail>}
            </>
          ),
        },
        {
          key: 'next',
          header: text('schedules.next'),
          cell: (row) => (
            <PausedOr paused={row.paused}>
              <Time at={row.nextAt} />
              {row.lateSeconds > 1 && (
                <CellDetail>
                  <span className={styles.alarm}>
                    {text('console.late', { span: span(row.lateSeconds) })}
                  </span>
                </CellDetail>
              )}
            </PausedOr>
          ),
        },
        {
          key: 'missed',
          header: text('console.missed'),
          align: 'end',
          cell: (row) => formats.number(row.missed),
        },
        {
          key: 'do',
          header: <span className="visually-hidden">{text('users.actions')}</span>,
          align: 'end',
          cell: ({ name, paused }) =>
            may('schedules.manage') && (
              <CellButtons>
                {press(name, 'run')}
                {press(name, paused ? 'resume' : 'pause')}
              </CellButtons>
            ),
        },
      ]}
    />
  );
}
