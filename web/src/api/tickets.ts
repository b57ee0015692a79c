/** Tickets: what is read, what is asked. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { historyEntrySchema } from '../../../src/contracts/ticket-list.ts';
import type {
  createTicketSchema,
  editTicketSchema,
  Ticket,
  TicketCommandName,
} from '../../../src/contracts/tickets.ts';
import { type Change, change, get } from './client.ts';
import type { Page } from './page.ts';
import type { TicketFilter } from './ticket-filter.ts';

export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export type TicketWithPosition = Ticket & { readonly position?: string };
export type NewTicket = z.input<typeof createTicketSchema>;
export type TicketEdit = z.input<typeof editTicketSchema>;

const PAGE_ROWS = 100;
const COUNT_AGAIN_MS = 10_000;
const openStatuses = ['open', 'assigned', 'in_progress', 'on_hold'];

export const ticketKeys = {
  all: ['ticket'] as const,
  lists: ['ticket', 'list'] as const,
  /** Lists of which only the pages looked at are held. */
  windows: ['ticket', 'window'] as const,
  one: (id: string) => ['ticket', 'one', id] as const,
  history: (id: string) => ['ticket', 'history', id] as const,
};

export function ticketList(filter: TicketFilter) {
  return infiniteQueryOptions({
    queryKey: [...ticketKeys.lists, filter] as const,
    queryFn: ({ pageParam, signal }) =>
      get<Page<Ticket>>('/tickets', { ...filter, limit: PAGE_ROWS, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.page.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How many there are, counted anew now and then. */
export function ticketCount(filter: TicketFilter) {
  return queryOptions({
    queryKey: [...ticketKeys.all, 'count', filter] as const,
    queryFn: async ({ signal }) =>
      (await get<{ total: number }>('/tickets/count', { ...filter }, signal)).total,
    refetchInterval: COUNT_AGAIN_MS,
  });
}

/** A few by number or title; without words, those that changed last. */
export function ticketSearch(words: string) {
  return queryOptions({
    queryKey: [...ticketKeys.all, 'search', words] as const,
    queryFn: ({ signal }) =>
      get<Page<Ticket>>('/tickets', { q: words, limit: 8, sort: '-updatedAt' }, signal),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

/**
 * What a ticket may be a duplicate of: open ones by number or title; without words, those of the same customer, or
 * of the same zone where there is none.
 */
export function mergeCandidates({ id, customerId, zone }: Ticket, words: string) {
  const near = customerId === null ? { zone: zone ?? undefined } : { customerId };
  return queryOptions({
    queryKey: [...ticketKeys.all, 'candidates', id, words] as const,
    queryFn: async ({ signal }) => {
      const query = { status: openStatuses, limit: 10, sort: '-updatedAt', ...(words ? { q: words } : near) };
      const page = await get<Page<Ticket>>('/tickets', query, signal);
      return page.data.filter((one) => one.id !== id);
    },
    placeholderData: keepPreviousData,
  });
}

export function ticketOne(id: string) {
  return queryOptions({
    queryKey: ticketKeys.one(id),
    queryFn: ({ signal }) => get<TicketWithPosition>(`/tickets/${encodeURIComponent(id)}`, {}, signal),
  });
}

/** All of it, page by page: a ticket's life is tens of events, seldom more than one page. */
export function ticketHistory(id: string) {
  return queryOptions({
    queryKey: ticketKeys.history(id),
    queryFn: async ({ signal }) => {
      const entries: HistoryEntry[] = [];
      let cursor: string | undefined;
      do {
        const page = await get<Page<HistoryEntry>>(`/tickets/${id}/history`, { limit: 200, cursor }, signal);
        entries.push(...page.data);
        cursor = page.page.next ?? undefined;
      } while (cursor !== undefined);
      return entries;
    },
  });
}

export function createTicket(ticket: NewTicket, key: string): Promise<Ticket> {
  return change('POST', '/tickets', { body: ticket, key });
}

export function editTicket(id: string, edit: TicketEdit, { version, key }: Change): Promise<Ticket> {
  return change('PATCH', `/tickets/${id}`, { body: edit, version, ...(key ? { key } : {}) });
}

export function giveCommand(id: string, command: TicketCommandName, options: Change): Promise<Ticket> {
  return change('POST', `/tickets/${id}/${command}`, { ...options, body: options.body ?? {} });
}
