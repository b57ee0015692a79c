/** Tickets completed today, kept current by the log's events: the list of completed ones, as far back as today goes. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { ticketList } from '../../api/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';

const MAX_PAGES = 10;
/** Nothing is completed after its last change, so this order has all of today's at its beginning. */
const filter = { status: ['completed'], sort: '-updatedAt' } as const;

export function useCompletedToday() {
  const formats = useFormats();
  const { data, isError, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } =
    useInfiniteQuery(ticketList(filter));
  const pages = data?.pages.length ?? 0;
  const today = formats.date(new Date().toISOString());
  const last = data?.pages.at(-1)?.data.at(-1);
  const goesOn = hasNextPage && last !== undefined && formats.date(last.updatedAt) === today;
  const more = goesOn && pages < MAX_PAGES && !isFetchNextPageError;
  useEffect(() => {
    if (more && !isFetchingNextPage) void fetchNextPage();
  }, [more, isFetchingNextPage, fetchNextPage]);
  const tickets = useMemo(
    () =>
      data?.pages
        .flatMap((page) => page.data)
        .filter(({ completedAt }) => completedAt !== null && formats.date(completedAt) === today),
    [data, formats, today],
  );
  return { tickets, failed: isError && !data, cut: goesOn && !more };
}
