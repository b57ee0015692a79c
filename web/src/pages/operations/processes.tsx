/** Every process, and who holds the leases. */
import type { Console } from '../../../../src/contracts/console.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Table } from '../../kit/table.tsx';
import { Time } from '../../lists/cells.tsx';
import styles from './page.module.css';

const MEGABYTE = 1_048_576;
const BLOCKED_SECONDS = 0.5;

export function Processes({ state }: { readonly state: Console }) {
  const text = useText();
  const formats = useFormats();
  const { log, leases, sockets } = state;
  return (
    <>
      {state.processes.length === 0 ? (
        <p className={styles.stand}>{text('console.processes.none')}</p>
      ) : (
        <Table
          caption={text('console.processes')}
          rows={state.processes}
          rowKey={(row) => `${row.role} ${row.index}`}
          columns={[
            {
              key: 'name',
              header: text('field.name'),
              cell: (row) => (
                <span className="mono">
                  {row.role} {row.index}
                </span>
              ),
            },
            {
              key: 'up',
              header: text('field.status'),
              cell: (row) =>
                row.up ? (
                  <StatusDot tone="good">{text('console.up')}</StatusDot>
                ) : (
                  <StatusDot tone="danger">{text('console.down')}</StatusDot>
                ),
            },
            {
              key: 'restarts',
              header: text('console.restarts'),
              align: 'end',
              cell: (row) => formats.number(row.restarts),
            },
            {
              key: 'memory',
              header: text('console.memory'),
              align: 'end',
              cell: (row) =>
                row.residentBytes === null
                  ? '–'
                  : `${formats.number(Math.round(row.residentBytes / MEGABYTE))} MB`,
            },
            {
              key: 'delay',
              header: text('console.loopDelay'),
              align: 'end',
              cell: ({ eventLoopDelaySeconds: seconds }) =>
                seconds === null ? (
                  '–'
                ) : (
                  <span className={seconds > BLOCKED_SECONDS ? styles.alarm : undefined}>
                    {formats.number(Math.round(seconds * 1_000))} ms
                  </span>
                ),
            },
            {
              key: 'started',
              header: text('console.started'),
              wideOnly: true,
              cell: (row) => <Time at={row.startedAt} />,
            },
          ]}
        />
      )}
      <p className={styles.facts}>
        {leases.map((lease) => (
          <span key={lease.name} className={lease.held ? undefined : styles.alarm}>
            {text(lease.held ? 'console.lease.held' : 'console.lease.free', {
              name: lease.name,
              holder: lease.holder ?? '–',
              token: lease.token,
            })}
          </span>
        ))}
        <span>{text('console.log', { position: log.position, unnumbered: log.unnumbered })}</span>
        <span>{text('console.sockets', { count: sockets })}</span>
      </p>
    </>
  );
}
