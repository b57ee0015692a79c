/** A list of the API, page by page as it is asked for. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import { get, type Query } from './client.ts';
import type { Page } from './page.ts';

const PAGE_ROWS = 50;

export function pagedQuery<T>(key: readonly string[], path: string, query: Query) {
  return infiniteQueryOptions({
    queryKey: [...key, query] as const,
    queryFn: async ({ pageParam, signal }) => {
      let cursor = pageParam;
      // A search that has not found anything in its time says where to go on.
      for (;;) {
        const page = await get<Page<T>>(path, { ...query, limit: PAGE_ROWS, cursor }, signal);
        if (page.data.length > 0 || page.page.next === null) return page;
        cursor = page.page.next;
      }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.page.next ?? undefined,
  });
}
