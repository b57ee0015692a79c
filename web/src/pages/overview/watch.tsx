/** The start of who is on call: what is late or broken and why, open incidents, how the providers are. */
import { useQuery } from '@tanstack/react-query';
import { type Condition, condition } from '../../api/operations.ts';
import { ticketCount } from '../../api/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Table } from '../../kit/table.tsx';
import { Time } from '../../lists/cells.tsx';
import { useMay } from '../../session/session.ts';
import { Troubles } from '../operations/troubles.tsx';
import { builtIns } from '../tickets/search.ts';
import { DeadLetters, TroubleCount, Undelivered, useConsole } from './operation-tiles.tsx';
import styles from './page.module.css';
import { Tile, useFigure } from './tile.tsx';
import { Tools } from './tools.tsx';

export function Watch() {
  const text = useText();
  const may = useMay();
  const state = useConsole();
  const now = useQuery({ ...condition, enabled: may('queues.view') });
  return (
    <>
      <div className={styles.tiles}>
        {may('operations.view') && <TroubleCount state={state.data} />}
        {may('operations.view') && <DeadLetters state={state.data} />}
        {may('deliveries.view') && <Undelivered />}
        {may('tickets.view_all') && <LateTickets />}
      </div>
      {may('operations.view') && (
        <section className={styles.section}>
          <h2>{text('console.troubles')}</h2>
          {state.data ? (
            <Troubles troubles={state.data.troubles} />
          ) : state.isError ? (
            <ErrorState error={state.error} onRetry={() => void state.refetch()} />
          ) : (
            <SkeletonLines lines={2} />
          )}
        </section>
      )}
      {now.data ? (
        <Standing {...now.data} />
      ) : now.isError ? (
        <ErrorState error={now.error} onRetry={() => void now.refetch()} />
      ) : (
        now.isLoading && <SkeletonLines lines={4} />
      )}
      <Tools />
    </>
  );
}

function LateTickets() {
  const text = useText();
  const status = builtIns.work.status ?? [];
  const { data } = useQuery(ticketCount({ status, slaState: ['breached'] }));
  return (
    <Tile
      to="/tickets"
      search={{ status: status.join(','), slaState: 'breached', sort: 'slaDueAt' }}
      label={text('overview.lateTickets')}
      {...useFigure(data)}
    />
  );
}

function Standing({ incidents, providers }: Condition) {
  const text = useText();
  return (
    <>
      <section className={styles.section}>
        <h2>{text('overview.incidents')}</h2>
        {incidents.length === 0 ? (
          <p className={styles.none}>{text('overview.incidents.none')}</p>
        ) : (
          <ul className={styles.deeds} aria-label={text('overview.incidents')}>
            {incidents.map(({ id, cause, subject, openedAt }) => (
              <li key={id}>
                <Time at={openedAt} />
                <StatusDot tone="danger">{text(`overview.incident.${cause}`, { subject })}</StatusDot>
              </li>
            ))}
          </ul>
        )}
      </section>
      {providers.length > 0 && (
        <section className={styles.section}>
          <h2>{text('console.providers')}</h2>
          <Table
            caption={text('console.providers')}
            rows={providers}
            rowKey={({ provider }) => provider}
            columns={[
              {
                key: 'name',
                header: text('console.provider'),
                cell: ({ provider }) => <span className="mono">{provider}</span>,
              },
              {
                key: 'down',
                header: text('field.status'),
                cell: ({ down }) => (
                  <StatusDot tone={down ? 'danger' : 'good'}>
                    {text(down ? 'overview.provider.down' : 'overview.provider.up')}
                  </StatusDot>
                ),
              },
              { key: 'since', header: text('console.since'), cell: ({ since }) => <Time at={since} /> },
            ]}
          />
        </section>
      )}
    </>
  );
}
