/** The supervisor's board: all open work, by technician and zone, current by itself. */

import { useQuery } from '@tanstack/react-query';
import { ClipboardCheck, Plus } from 'lucide-react';
import {
  type KeyboardEvent,
  lazy,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import * as z from 'zod/mini';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { technicianDirectory } from '../../api/technicians.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { later } from '../../kit/later.ts';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { ListPage } from '../../lists/paged-table.tsx';
import { useZones } from '../../people/use-zones.ts';
import { useMay } from '../../session/session.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';
import { beginNames } from '../../tickets/names.ts';
import type { Ask, Conflict } from '../../tickets/use-ticket-command.ts';
import styles from './board.module.css';
import { Column } from './column.tsx';
import { arrange, type Board } from './groups.ts';
import { nextCard } from './next-card.ts';
import { beginOpenTickets, useOpenTickets } from './use-open-tickets.ts';

const OverbookDialog = lazy(
  later(async () => ({ default: (await import('../../tickets/overbook-dialog.tsx')).OverbookDialog })),
);
const BoardConflict = lazy(
  later(async () => ({ default: (await import('./board-conflict.tsx')).BoardConflict })),
);

const search = z.object({ zones: z.string().check(z.maxLength(500)), late: z.literal('1') });

/** What the page reads first, asked for while it is not drawn yet. */
export function begin(): Promise<unknown> {
  return Promise.all([beginOpenTickets(), beginNames()]);
}

export function Page() {
  const text = useText();
  const may = useMay();
  const { zones: given = '', late } = useSearchOf(search);
  const setSearch = useSetSearch();
  const zones = useZones();
  const chosen = useMemo(() => given.split(',').filter((zone) => zones.includes(zone)), [given, zones]);
  const { list, tickets, cut, missed } = useOpenTickets();
  const directory = useQuery(technicianDirectory);
  const board = useMemo(
    () => arrange(tickets, directory.data ?? [], { zones: chosen, late: late !== undefined }),
    [tickets, directory.data, chosen, late],
  );
  const failed =
    list.isError && tickets.length === 0 ? list : directory.isError && !directory.data && directory;
  return (
    <>
      <PageHeader title={text('board.title')}>
        {may('tickets.create') && (
          <LinkButton to="/tickets/new" icon={<Plus size={16} aria-hidden="true" />}>
            {text('nav.newTicket')}
          </LinkButton>
        )}
      </PageHeader>
      <div className={styles.summary}>
        <FilterMenu
          label={text('field.zone')}
          values={zones}
          chosen={chosen}
          name={zoneName}
          onChange={(next) => setSearch({ zones: next?.join(',') })}
        />
        <Button
          aria-pressed={late !== undefined}
          variant={late === undefined ? 'secondary' : 'primary'}
          onClick={() => setSearch({ late: late === undefined ? '1' : undefined })}
        >
          {text('board.late')}
        </Button>
        <span className={styles.hint}>{text('board.keys')}</span>
        <Figures tickets={tickets} board={board} />
      </div>
      {cut && <p className={styles.summary}>{text('board.cut')}</p>}
      {missed && list.error && (
        <ErrorState error={list.error} onRetry={() => void list.fetchNextPage()} small />
      )}
      {failed ? (
        <ErrorState
          error={failed.error as Error}
          onRetry={() => {
            void list.refetch();
            void directory.refetch();
          }}
        />
      ) : list.isPending || directory.isPending ? (
        <ListPage>
          <SkeletonLines lines={12} />
        </ListPage>
      ) : directory.data?.length === 0 && tickets.length === 0 ? (
        <EmptyState icon={<ClipboardCheck size={22} />} title={text('board.empty')} />
      ) : (
        <Columns board={board} />
      )}
    </>
  );
}

function Figures({ tickets, board }: { readonly tickets: readonly Ticket[]; readonly board: Board }) {
  const text = useText();
  const count = (state: Ticket['slaState']) => tickets.filter(({ slaState }) => slaState === state).length;
  const figures = [
    ['waiting', text('board.unassigned'), board.unassigned.length],
    ['soon', text('sla.state.warned'), count('warned')],
    ['late', text('sla.state.breached'), count('breached')],
  ] as const;
  return (
    <span className={styles.figures}>
      {figures.map(([key, label, value]) => (
        <span key={key} data-late={(key === 'late' && value > 0) || undefined}>
          {label} <b>{value}</b>
        </span>
      ))}
    </span>
  );
}

function Columns({ board }: { readonly board: Board }) {
  const text = useText();
  const element = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>();
  const [moved, setMoved] = useState<string>();
  const [conflict, setConflict] = useState<Conflict>();
  const [full, setFull] = useState<Ask>();
  const shown = useMemo(
    () =>
      [board.unassigned, ...board.zones.flatMap(({ columns }) => columns.map((one) => one.tickets))].flat(),
    [board],
  );
  const current = shown.some(({ id }) => id === active) ? active : shown[0]?.id;
  // A card that moves is a new element elsewhere; whoever moved it stays with it.
  useEffect(() => {
    if (moved === undefined) return;
    const timer = setTimeout(() => {
      focusCard(element.current, moved);
      setMoved(undefined);
    });
    return () => clearTimeout(timer);
  }, [moved]);
  const onMoved = useCallback((id: string) => {
    setActive(id);
    setMoved(id);
  }, []);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const card = (event.target as HTMLElement).closest<HTMLElement>('a')?.closest<HTMLElement>('[data-card]');
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'a') card.querySelector<HTMLElement>('[data-assign]')?.click();
    else {
      const next = nextCard(event.currentTarget, card, event.key);
      if (!next) return;
      focusCard(event.currentTarget, next);
    }
    event.preventDefault();
  }

  // As the cards of a column: what the first screen shows is there first.
  const zones = board.zones.slice(0, useDeferredValue(board.zones.length, 1));
  const shared = { current, onMoved, onConflict: setConflict, onFull: setFull };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the cards' links in it. */}
      <div
        ref={element}
        className={styles.board}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const id = (event.target as HTMLElement).closest<HTMLElement>('[data-card]')?.dataset.card;
          if (id) setActive(id);
        }}
      >
        <section className={`${styles.zone} ${styles.waiting}`} aria-label={text('board.unassigned')}>
          <h2 className={styles.zoneName}>{text('board.waiting')}</h2>
          <div className={styles.columns}>
            <Column tickets={board.unassigned} {...shared} />
          </div>
        </section>
        {zones.map(({ zone, columns }) => (
          <section key={zone} className={styles.zone} aria-label={zoneName(zone)}>
            <h2 className={styles.zoneName}>{zoneName(zone)}</h2>
            <div className={styles.columns}>
              {columns.map(({ technician, tickets }) => (
                <Column key={technician.id} technician={technician} tickets={tickets} {...shared} />
              ))}
            </div>
          </section>
        ))}
      </div>
      <Suspense>
        {full && <OverbookDialog ask={full} onClose={() => setFull(undefined)} />}
        {conflict && <BoardConflict conflict={conflict} onClose={() => setConflict(undefined)} />}
      </Suspense>
    </>
  );
}

function focusCard(board: HTMLElement | null, id: string): void {
  board?.querySelector<HTMLElement>(`[data-card="${id}"] a`)?.focus();
}
