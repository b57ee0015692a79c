/**
 * The list of tickets by windows: pages of 50 where somebody looks, and the total, so that the scroll bar stands for
 * all of it and any place can be jumped to.
 */
import { queryOptions } from '@tanstack/react-query';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { emptyWindow, putRows, type TicketWindow } from '../live/ticket-window.ts';
import { get } from './client.ts';
import type { Page } from './page.ts';
import { queryClient } from './query-client.ts';
import type { TicketFilter } from './ticket-filter.ts';
import { ticketKeys } from './tickets.ts';

export const PAGE_ROWS = 50;

/** The pages that are looked at, by list: what is read again when a list is. */
const looked = new Map<string, readonly number[]>();

export function ticketWindow(filter: TicketFilter) {
  return queryOptions({
    queryKey: [...ticketKeys.windows, filter] as const,
    async queryFn({ signal }): Promise<TicketWindow> {
      const pages = looked.get(nameOf(filter)) ?? [0];
      const { sort: _sort, ...conditions } = filter;
      const [count, ...read] = await Promise.all([
        get<{ total: number }>('/tickets/count', conditions, signal),
        ...pages.map(async (at) => ({ at, rows: (await readPage(filter, at, signal)).data })),
      ]);
      let window = emptyWindow(count.total);
      for (const { at, rows } of read) {
        // A list that became shorter has no such page any more.
        if (at === 0 || rows.length > 0)
          window = putRows(window, at * PAGE_ROWS, rows, rows.length < PAGE_ROWS);
      }
      return window;
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Rows are compared by those who changed them; comparing thousands again would cost a frame.
    structuralSharing: false,
  });
}

/** Reads those of the pages that are not whole, each once at a time. */
export async function lookAt(filter: TicketFilter, pages: readonly number[]): Promise<void> {
  looked.set(nameOf(filter), pages);
  const key = ticketWindow(filter).queryKey;
  const window = queryClient.getQueryData(key);
  const missing = pages.filter((page) =>
    window?.rows.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS).includes(undefined),
  );
  await Promise.all(
    missing.map(async (page) => {
      const { data } = await queryClient.fetchQuery({
        queryKey: [...ticketKeys.all, 'page', filter, page] as const,
        queryFn: ({ signal }) => readPage(filter, page, signal),
        staleTime: 0,
        gcTime: 0,
      });
      queryClient.setQueryData(
        key,
        (now) => now && putRows(now, page * PAGE_ROWS, data, data.length < PAGE_ROWS),
      );
    }),
  );
}

function readPage(filter: TicketFilter, page: number, signal?: AbortSignal): Promise<Page<Ticket>> {
  return get<Page<Ticket>>('/tickets', { ...filter, limit: PAGE_ROWS, offset: page * PAGE_ROWS }, signal);
}

function nameOf(filter: TicketFilter): string {
  return JSON.stringify(filter);
}
