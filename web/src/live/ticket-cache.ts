/**
 * Tickets in the cache: an event or an answer goes into every list, the page of the ticket and its history at once.
 *
 * What only the API knows (`allowed`, `version`) is then read anew for what is on the screen: the open ticket, and
 * the rows that `refreshRows` is told are visible.
 */
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Envelope } from '../../../src/contracts/generic/envelope.ts';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { get } from '../api/client.ts';
import { ProblemError } from '../api/problem-error.ts';
import { queryClient } from '../api/query-client.ts';
import { type StaffNames, staffKeys } from '../api/staff.ts';
import type { TicketFilter } from '../api/ticket-filter.ts';
import { type HistoryEntry, ticketKeys } from '../api/tickets.ts';
import { timeZone } from '../session/page-facts.ts';
import { currentUser } from '../session/session.ts';
import { markChanged } from './changed.ts';
import { changedFields, foldTicket } from './ticket-fold.ts';
import { type ListPage, placeTicket } from './ticket-place.ts';
import {
  findInWindows,
  markAllChanged,
  putIntoWindows,
  takeOutOfWindows,
  windowsOf,
} from './window-cache.ts';

type ListData = InfiniteData<ListPage, string | undefined>;

const GATHER_MS = 40;
const MAX_VISIBLE = 60;
const MAX_READS = 20;
const ALLOWANCE_MS = 2_000;

/** Rows whose `allowed` is older than their state. */
const stale = new Set<string>();
/** New tickets that may belong into a list: read in one go. */
const unknown = new Map<string, { readonly isNew: boolean }>();
let spent = 0;
let spentSince = Number.NEGATIVE_INFINITY;
let gathering: ReturnType<typeof setTimeout> | undefined;

export function applyTicketEvent(cache: QueryClient, event: Envelope, id: string): void {
  const known = findTicket(cache, id);
  const mine = event.by?.id === currentUser().id;
  if (known) {
    const next = foldTicket(known, event);
    if (next) {
      if (!mine) markChanged('ticket', id, changedFields(known, next));
      stale.add(id);
      putTicket(cache, next, 'event');
    }
  } else if (hasLists(cache)) {
    unknown.set(id, { isNew: event.type === 'ticket.created' || unknown.get(id)?.isNew === true });
    if (gathering === undefined) gathering = setTimeout(() => void readUnknown(cache), GATHER_MS);
  }
  appendHistory(cache, event, id);
  void cache.invalidateQueries({ queryKey: ticketKeys.one(id) });
}

/** The newest state of a ticket that any screen holds. */
export function findTicket(cache: QueryClient, id: string): Ticket | undefined {
  const one = cache.getQueryData<Ticket>(ticketKeys.one(id));
  if (one) return one;
  for (const [, list] of cache.getQueriesData<ListData>({ queryKey: ticketKeys.lists })) {
    for (const page of list?.pages ?? []) {
      const row = page.data.find((ticket) => ticket.id === id);
      if (row) return row;
    }
  }
  return findInWindows(cache, id);
}

/** Into every list and its own page. What is newer already stays, unless the API itself answered it. */
export function putTicket(
  cache: QueryClient,
  put: Ticket,
  from: 'api' | 'event' | 'guess',
  isNew = false,
): void {
  if (from === 'api') stale.delete(put.id);
  const ticket = withCustomer(put, findTicket(cache, put.id));
  cache.setQueryData<Ticket>(ticketKeys.one(ticket.id), (held) => {
    if (!held) return held;
    return held.seq > ticket.seq ? held : { ...held, ...ticket };
  });
  const me = { technicianId: currentUser().technicianId, zone: timeZone() };
  for (const [key, list] of cache.getQueriesData<ListData>({ queryKey: ticketKeys.lists })) {
    if (!list) continue;
    const held = rowOf(list, ticket.id);
    if (held && held.seq > ticket.seq) continue;
    const filter = key[2] as TicketFilter;
    const pages = placeTicket(list.pages, ticket, filter, me);
    cache.setQueryData<ListData>(key, { ...list, pages: [...pages] });
  }
  putIntoWindows(cache, ticket, isNew);
}

/** Answers to commands name no customer and no applicant; those of a ticket never change. */
function withCustomer(ticket: Ticket, held: Ticket | undefined): Ticket {
  const { customer = held?.customer, applicant = held?.applicant } = ticket;
  return { ...ticket, ...(customer ? { customer } : {}), ...(applicant ? { applicant } : {}) };
}

/** Takes a ticket off every screen: it is not theirs any more. */
export function dropTicket(cache: QueryClient, id: string): void {
  cache.setQueriesData<ListData>({ queryKey: ticketKeys.lists }, (list) =>
    list
      ? {
          ...list,
          pages: list.pages.map((page) => ({ ...page, data: page.data.filter((row) => row.id !== id) })),
        }
      : list,
  );
  takeOutOfWindows(cache, id);
}

/** Reads `allowed` and `version` anew for those of the visible rows that have changed. */
export async function refreshRows(ids: readonly string[]): Promise<void> {
  const due = ids.filter((id) => stale.has(id)).slice(0, MAX_VISIBLE);
  for (const id of due) stale.delete(id);
  await readAll(queryClient, new Map(due.map((id) => [id, { isNew: false }])));
}

async function readUnknown(cache: QueryClient): Promise<void> {
  gathering = undefined;
  const found = new Map(unknown);
  unknown.clear();
  // A flood, such as a bulk job, is cheaper as the pages that are looked at.
  if (found.size > allowance()) return markAllChanged(cache);
  spent += found.size;
  await readAll(cache, found);
}

/** Single tickets that may be read just now. */
function allowance(): number {
  const now = performance.now();
  if (now - spentSince > ALLOWANCE_MS) {
    spentSince = now;
    spent = 0;
  }
  return MAX_READS - spent;
}

async function readAll(
  cache: QueryClient,
  ids: ReadonlyMap<string, { readonly isNew: boolean }>,
): Promise<void> {
  let missed = false;
  for (const [id, { isNew }] of ids) {
    try {
      putTicket(
        cache,
        withoutPosition(await get<Ticket & { position?: string }>(`/tickets/${id}`)),
        'api',
        isNew,
      );
    } catch (error) {
      if (error instanceof ProblemError && (error.status === 403 || error.status === 404))
        dropTicket(cache, id);
      else {
        stale.add(id);
        missed = true;
      }
    }
  }
  // The API was away or refused for now: a new ticket among them has no row yet that could be read anew.
  if (missed) markAllChanged(cache);
}

function withoutPosition({ position: _position, ...ticket }: Ticket & { position?: string }): Ticket {
  return ticket;
}

function hasLists(cache: QueryClient): boolean {
  return (
    windowsOf(cache).length > 0 || cache.getQueriesData<ListData>({ queryKey: ticketKeys.lists }).length > 0
  );
}

function rowOf(list: ListData, id: string): Ticket | undefined {
  for (const page of list.pages) {
    const row = page.data.find((ticket) => ticket.id === id);
    if (row) return row;
  }
  return undefined;
}

function appendHistory(cache: QueryClient, event: Envelope, id: string): void {
  const key = ticketKeys.history(id);
  const before = cache.getQueryData<HistoryEntry[]>(key)?.at(-1)?.seq ?? 0;
  cache.setQueryData<HistoryEntry[]>(key, (held) => {
    if (!held || held.some((entry) => entry.seq >= event.actorseq)) return held;
    const by = { kind: String(event.by?.kind ?? 'system'), id: String(event.by?.id ?? '') };
    const me = currentUser();
    const known = cache.getQueryData<StaffNames>(staffKeys.names)?.byUser[by.id];
    const name = by.id === me.id ? me.name : (known ?? held.find((entry) => entry.by.id === by.id)?.by.name);
    const traceId = event.traceparent?.split('-')[1] ?? null;
    return [
      ...held,
      {
        id: event.id,
        type: event.type,
        seq: event.actorseq,
        at: event.time,
        by: { ...by, ...(name === undefined ? {} : { name }) },
        traceId,
        data: event.data,
      },
    ];
  });
  const held = cache.getQueryData<HistoryEntry[]>(key);
  const last = held?.at(-1);
  // Somebody new: their name stands in the API's answer only. A gap: some event was missed.
  if (held && (last?.by.name === undefined || event.actorseq > before + 1)) {
    void cache.invalidateQueries({ queryKey: key });
  }
}
