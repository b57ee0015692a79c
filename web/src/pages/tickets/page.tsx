/** The list of tickets: filtered and sorted by the API, its state in the address, current by itself. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, SearchX } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { ticketList } from '../../api/tickets.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { useMay } from '../../session/session.ts';
import { BulkBar } from './bulk-bar.tsx';
import { Filters } from './filters.tsx';
import { TicketList } from './list.tsx';
import styles from './page.module.css';
import { ticketsSearch } from './search.ts';

const nothing: ReadonlySet<string> = new Set();

export function Page() {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const filter = useSearchOf(ticketsSearch);
  const setSearch = useSetSearch();
  const [selection, setSelection] = useState(nothing);
  const list = useInfiniteQuery(ticketList(filter));
  const { fetchNextPage, isFetchingNextPage, hasNextPage } = list;
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const onEnd = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  const onFilter = useCallback(
    (change: object) => {
      setSelection(nothing);
      setSearch({ ...change });
    },
    [setSearch],
  );
  const bulk = may('tickets.assign') || may('tickets.edit') || may('tickets.cancel');
  const count = formats.number(rows.length);
  return (
    <>
      <PageHeader
        title={text('tickets.title')}
        count={
          list.data &&
          text(hasNextPage ? 'tickets.countMore' : 'tickets.count', { count, number: rows.length })
        }
      >
        {may('tickets.create') && (
          <LinkButton to="/tickets/new" icon={<Plus size={16} aria-hidden="true" />}>
            {text('nav.newTicket')}
          </LinkButton>
        )}
      </PageHeader>
      <Filters filter={filter} onChange={onFilter} />
      {list.isPending ? (
        <div className={styles.loading}>
          <SkeletonLines lines={14} />
        </div>
      ) : list.isError && rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={<SearchX size={22} />}
          title={text('tickets.empty')}
          action={
            <Link to="/tickets" className={styles.link}>
              {text('filter.clear')}
            </Link>
          }
        >
          {text('tickets.empty.words')}
        </EmptyState>
      ) : (
        <TicketList
          rows={rows}
          hasNext={hasNextPage}
          sort={filter.sort ?? '-createdAt'}
          onSort={(sort) => onFilter({ sort })}
          onEnd={onEnd}
          selection={bulk ? selection : undefined}
          onSelect={setSelection}
        />
      )}
      {selection.size > 0 && (
        <BulkBar
          tickets={rows.filter((row) => selection.has(row.id))}
          onClear={() => setSelection(nothing)}
          onLeft={(ids) => setSelection(new Set(ids))}
        />
      )}
    </>
  );
}
