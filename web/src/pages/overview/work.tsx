/** A manager's start: open work, what is late, by zone and technician, what was completed today; each leads to its list. */

import { useQuery } from '@tanstack/react-query';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import type { TicketFilter } from '../../api/ticket-filter.ts';
import { ticketCount } from '../../api/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { useTechnicianName } from '../../tickets/names.ts';
import { useOpenTickets } from '../board/use-open-tickets.ts';
import { builtIns } from '../tickets/search.ts';
import styles from './page.module.css';
import { Tile, useFigure } from './tile.tsx';
import { useCompletedToday } from './use-completed-today.ts';
import { Views } from './views.tsx';
import { workBy } from './work-figures.ts';
import { WorkTable } from './work-table.tsx';

const openStatus = builtIns.work.status ?? [];

export function Work() {
  const text = useText();
  const { list, tickets, cut, missed } = useOpenTickets();
  const partly = cut || missed;
  const completed = useCompletedToday();
  const nameOf = useTechnicianName();
  const known = list.data && tickets;
  const failed = list.isError && !list.data;
  const done = completed.tickets ?? [];
  return (
    <>
      <div className={styles.tiles}>
        <WorkTile view="work" live={known?.length} cut={partly} failed={failed} />
        <WorkTile
          view="unassigned"
          live={known?.filter(({ technicianId }) => technicianId === null).length}
          cut={partly}
          failed={failed}
        />
        <ClockTile state="warned" />
        <ClockTile state="breached" />
        <CompletedToday count={completed.tickets?.length} {...completed} />
      </div>
      {list.isError && tickets.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <SkeletonLines lines={8} />
      ) : (
        <>
          {cut && <p className={styles.none}>{text('board.cut')}</p>}
          {missed && list.error && (
            <ErrorState error={list.error} onRetry={() => void list.fetchNextPage()} small />
          )}
          <WorkTable
            title={text('overview.byZone')}
            what="zone"
            rows={workBy('zone', tickets, done)}
            nameOf={(zone) => (zone === null ? text('overview.noZone') : zoneName(zone))}
          />
          <WorkTable
            title={text('overview.byTechnician')}
            what="technicianId"
            rows={workBy('technicianId', tickets, done)}
            nameOf={(id) => nameOf(id) ?? text('board.unassigned')}
          />
        </>
      )}
      <Views />
    </>
  );
}

/** Counted here, so it is right at once; by the API where there is more than is held here. */
function WorkTile({
  view,
  live,
  cut,
  failed,
}: {
  readonly view: 'work' | 'unassigned';
  readonly live: number | undefined;
  readonly cut: boolean;
  readonly failed: boolean;
}) {
  const text = useText();
  const { sort: _sort, ...filter }: TicketFilter = builtIns[view];
  const counted = useQuery({ ...ticketCount(filter), enabled: cut });
  return (
    <Tile
      to="/tickets"
      search={{ view }}
      label={text(`view.${view}`)}
      {...useFigure(cut ? counted.data : live, false, cut ? counted.isError : failed)}
    />
  );
}

/** By the API: a clock goes on for what is snoozed, which is on no list that is held here. */
function ClockTile({ state }: { readonly state: 'warned' | 'breached' }) {
  const text = useText();
  const { data, isError } = useQuery(ticketCount({ slaState: [state], status: openStatus }));
  return (
    <Tile
      to="/tickets"
      search={{ slaState: state, status: openStatus.join(','), sort: 'slaDueAt' }}
      label={text(`sla.state.${state}`)}
      {...useFigure(data, state === 'breached', isError)}
    />
  );
}

function CompletedToday({
  count,
  cut,
  failed,
}: {
  readonly count: number | undefined;
  readonly cut: boolean;
  readonly failed: boolean;
}) {
  const text = useText();
  const formats = useFormats();
  return (
    <Tile
      to="/tickets"
      search={{ status: 'completed', sort: '-updatedAt' }}
      label={text('overview.completed')}
      value={count === undefined ? (failed ? '–' : undefined) : `${formats.number(count)}${cut ? '+' : ''}`}
    />
  );
}
