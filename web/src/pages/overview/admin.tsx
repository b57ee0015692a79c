/** An administrator's start: accounts and who is here, what needs somebody, the tools to look deeper, who did what. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { auditList } from '../../api/audit.ts';
import { schedules } from '../../api/operations.ts';
import { userList } from '../../api/users.ts';
import { useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { Time } from '../../lists/cells.tsx';
import { Named, Target } from '../../ops/named.tsx';
import { useMay } from '../../session/session.ts';
import { DeadLetters, TroubleCount, Undelivered, useConsole } from './operation-tiles.tsx';
import styles from './page.module.css';
import { Tile, useCount, useFigure } from './tile.tsx';
import { Tools } from './tools.tsx';

export function Admin() {
  const may = useMay();
  return (
    <>
      <div className={styles.tiles}>
        {may('users.view') && <Accounts />}
        {may('operations.view') && <Running />}
        {may('deliveries.view') && <Undelivered />}
        {may('schedules.view') && <PausedSchedules />}
      </div>
      <Tools />
      {may('audit.view') && <LastDeeds />}
    </>
  );
}

function Accounts() {
  const text = useText();
  const active = useInfiniteQuery(userList({ status: 'active' }));
  const locked = useInfiniteQuery(userList({ status: 'locked' }));
  return (
    <>
      <Tile
        to="/users"
        search={{ status: 'active' }}
        label={text('overview.accounts')}
        {...useCount(active.data?.pages, false)}
      />
      <Tile
        to="/users"
        search={{ status: 'locked' }}
        label={text('overview.locked')}
        {...useCount(locked.data?.pages)}
      />
    </>
  );
}

function Running() {
  const text = useText();
  const { data } = useConsole();
  const waiting = data?.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  return (
    <>
      <Tile to="/operations" label={text('overview.sockets')} {...useFigure(data?.sockets, false)} />
      <Tile to="/operations" label={text('overview.jobs')} {...useFigure(waiting, false)} />
      <TroubleCount state={data} />
      <DeadLetters state={data} />
    </>
  );
}

function PausedSchedules() {
  const text = useText();
  const { data } = useQuery(schedules);
  const paused = data?.data.filter((one) => one.paused).length;
  return <Tile to="/schedules" label={text('overview.paused')} {...useFigure(paused)} />;
}

function LastDeeds() {
  const text = useText();
  const list = useInfiniteQuery(auditList({}));
  const rows = list.data?.pages[0]?.data.slice(0, 8) ?? [];
  return (
    <section className={styles.section}>
      <h2>
        <Link to={'/audit' as string}>{text('audit.title')}</Link>
      </h2>
      {list.isPending ? (
        <SkeletonLines lines={4} />
      ) : list.isError && rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <p className={styles.none}>{text('audit.empty')}</p>
      ) : (
        <ul className={styles.deeds}>
          {rows.map((row) => (
            <li key={row.id}>
              <Time at={row.at} />
              <Named of={row.by} />
              <span className="mono">{row.action}</span>
              <span className={styles.none}>
                <Target of={row} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
