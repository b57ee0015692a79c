/** All open work, the most urgent first; kept current by the log's events like every list of tickets. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { queryClient } from '../../api/query-client.ts';
import { ticketList } from '../../api/tickets.ts';
import { refreshRows } from '../../live/ticket-cache.ts';

const MAX_PAGES = 10;
const REFRESH_MS = 400;
/** What is snoozed comes to the board when it wakes. */
const filter = {
  status: ['open', 'assigned', 'in_progress', 'on_hold'],
  snoozed: 'no',
  sort: 'slaDueAt',
} as const;

export function beginOpenTickets(): Promise<void> {
  return queryClient.prefetchInfiniteQuery(ticketList(filter));
}

export function useOpenTickets() {
  const list = useInfiniteQuery(ticketList(filter));
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const pages = list.data?.pages.length ?? 0;
  const more = hasNextPage && pages < MAX_PAGES;
  // What has failed is asked for again by whoever reads that it has, not at once and for ever.
  const missed = more && isFetchNextPageError;
  useEffect(() => {
    if (more && !missed && pages > 0 && !isFetchingNextPage) void fetchNextPage();
  }, [more, missed, pages, isFetchingNextPage, fetchNextPage]);
  const tickets = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  useEffect(() => {
    const timer = setTimeout(() => void refreshRows(tickets.map(({ id }) => id)), REFRESH_MS);
    return () => clearTimeout(timer);
  }, [tickets]);
  return { list, tickets, cut: hasNextPage && !more, missed: missed && !isFetchingNextPage };
}
