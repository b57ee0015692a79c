/** The list of tickets: filtered and sorted by the API, its state in the address, current by itself. */
import { useQuery } from '@tanstack/react-query';
import { Columns3, Plus, SearchX } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import type { TicketFilter } from '../../api/ticket-filter.ts';
import { lookAt, ticketWindow } from '../../api/ticket-window.ts';
import { BulkJobs } from '../../bulk/jobs.tsx';
import { isEmpty, nothingSelected } from '../../bulk/selection.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { later } from '../../kit/later.ts';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Popover } from '../../kit/popover.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { useMay } from '../../session/session.ts';
import { beginNames } from '../../tickets/names.ts';
import { Filters } from './filters.tsx';
import { TicketList } from './list.tsx';
import styles from './page.module.css';
import { DEFAULT_SORT } from './search.ts';
import { Unread } from './unread.tsx';
import { beginList, type ListState, useListState } from './use-list.ts';
import { ViewBar } from './view-bar.tsx';

const ColumnsPanel = lazy(
  later(async () => ({ default: (await import('./columns-panel.tsx')).ColumnsPanel })),
);
const TicketBulkBar = lazy(later(async () => ({ default: (await import('./bulk-bar.tsx')).TicketBulkBar })));

/** What the page reads first, asked for while it is not drawn yet. */
export function begin(search: Readonly<Record<string, unknown>>): Promise<unknown> {
  return Promise.all([beginList(search), beginNames()]);
}

export function Page() {
  const text = useText();
  const may = useMay();
  const list = useListState();
  const { filter, change, choose } = list;
  const [selection, setSelection] = useState(nothingSelected);
  const window = useQuery({
    ...ticketWindow(filter),
    enabled: !list.pending && !list.missing && !list.unread,
  });
  const rows = window.data?.rows ?? [];
  const onLook = useCallback(
    // What could not be read is asked for again with the next look.
    (pages: readonly number[]) => void lookAt(filter, pages).catch(() => undefined),
    [filter],
  );
  const shown = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list.
  useEffect(() => setSelection(nothingSelected), [shown]);
  const bulk = may('tickets.assign') || may('tickets.edit') || may('tickets.cancel') || may('tickets.snooze');
  const clear = () => choose('all');
  const known = !list.missing && !list.unread;
  return (
    <>
      <PageHeader
        title={text('tickets.title')}
        count={known ? window.data && <Count total={rows.length} changed={window.data.changed} /> : undefined}
      >
        {may('tickets.create') && (
          <LinkButton to="/tickets/new" icon={<Plus size={16} aria-hidden="true" />}>
            {text('nav.newTicket')}
          </LinkButton>
        )}
      </PageHeader>
      <ViewBar list={list}>
        <Popover
          title={text('columns.title')}
          trigger={
            <Button size="small" icon={<Columns3 size={15} aria-hidden="true" />}>
              {text('columns.title')}
            </Button>
          }
        >
          <Suspense fallback={<SkeletonLines lines={8} />}>
            <ColumnsPanel columns={list.columns} onChange={list.setColumns} />
          </Suspense>
        </Popover>
      </ViewBar>
      <Filters filter={filter} onChange={change} onClear={clear} />
      {bulk && <BulkJobs kind="ticket" />}
      {list.unread ? (
        <Unread error={list.unread} onRetry={list.readAgain} onAll={clear} />
      ) : list.missing ? (
        <EmptyState
          icon={<SearchX size={22} />}
          title={text('view.missing')}
          action={<Button onClick={clear}>{text('view.missing.action')}</Button>}
        >
          {text('view.missing.words')}
        </EmptyState>
      ) : list.pending || window.isPending ? (
        <div className={styles.loading}>
          <SkeletonLines lines={14} />
        </div>
      ) : window.isError && !window.data ? (
        <ErrorState error={window.error} onRetry={() => void window.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={<SearchX size={22} />}
          title={text('tickets.empty')}
          action={<Button onClick={clear}>{text('filter.clear')}</Button>}
        >
          {text('tickets.empty.words')}
        </EmptyState>
      ) : (
        <TicketList
          key={shown}
          rows={rows}
          columns={list.columns}
          sort={filter.sort ?? DEFAULT_SORT}
          onSort={(sort) => change(sortChange(list, sort))}
          onLook={onLook}
          selection={bulk ? selection : undefined}
          onSelect={setSelection}
        />
      )}
      {!isEmpty(selection) && (
        <Suspense>
          <TicketBulkBar
            selection={selection}
            total={rows.length}
            held={rows.reduce((sum, row) => sum + (row ? 1 : 0), 0)}
            filter={filter}
            onSelect={setSelection}
          />
        </Suspense>
      )}
    </>
  );
}

function sortChange({ view, builtIn }: ListState, sort: string): TicketFilter {
  // The usual order needs no words, unless a view has another one.
  return { sort: sort === DEFAULT_SORT && !view && builtIn === undefined ? undefined : sort };
}

/** The total; marked while it may be off by what happened out of sight. */
function Count({ total, changed }: { readonly total: number; readonly changed: boolean }) {
  const text = useText();
  const formats = useFormats();
  return (
    <span aria-live="polite">
      {text(changed ? 'tickets.countAbout' : 'tickets.count', {
        count: formats.number(total),
        number: total,
      })}
    </span>
  );
}
