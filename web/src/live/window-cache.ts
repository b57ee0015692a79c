/**
 * The windows of the ticket list in the cache: an event or an answer changes its row at once; what cannot be known
 * from here is read again soon, and not more often than every few seconds however much happens.
 */
import type { QueryClient } from '@tanstack/react-query';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { isTransient } from '../api/problem-error.ts';
import type { TicketFilter } from '../api/ticket-filter.ts';
import { ticketKeys } from '../api/tickets.ts';
import { timeZone } from '../session/page-facts.ts';
import { currentUser } from '../session/session.ts';
import { placeInWindow, type TicketWindow, takeOut } from './ticket-window.ts';

const SOON_MS = 700;
const REST_MS = 3_000;

let timer: ReturnType<typeof setTimeout> | undefined;
let readAt = Number.NEGATIVE_INFINITY;
let listsChanged = false;

type Held = readonly [key: readonly unknown[], window: TicketWindow];

export function windowsOf(cache: QueryClient): readonly Held[] {
  return cache
    .getQueriesData<TicketWindow>({ queryKey: ticketKeys.windows })
    .flatMap(([key, window]) => (window ? [[key, window] as const] : []));
}

export function findInWindows(cache: QueryClient, id: string): Ticket | undefined {
  for (const [, { rows }] of windowsOf(cache)) {
    const row = rows.find((ticket) => ticket?.id === id);
    if (row) return row;
  }
  return undefined;
}

export function putIntoWindows(cache: QueryClient, ticket: Ticket, isNew: boolean): void {
  const me = { technicianId: currentUser().technicianId, zone: timeZone() };
  for (const [key, window] of windowsOf(cache)) {
    const filter = key[2] as TicketFilter;
    set(cache, key, window, placeInWindow(window, ticket, { filter, me, now: Date.now(), isNew }));
  }
}

export function takeOutOfWindows(cache: QueryClient, id: string): void {
  for (const [key, window] of windowsOf(cache)) set(cache, key, window, takeOut(window, id));
}

/** More happened than can be followed row by row: lists are read again, soon. */
export function markAllChanged(cache: QueryClient): void {
  listsChanged = true;
  for (const [key, window] of windowsOf(cache)) cache.setQueryData(key, { ...window, changed: true });
  readAgainSoon(cache);
}

function set(cache: QueryClient, key: readonly unknown[], before: TicketWindow, after: TicketWindow): void {
  if (after === before) return;
  cache.setQueryData<TicketWindow>(key, after);
  if (after.changed) readAgainSoon(cache);
}

function readAgainSoon(cache: QueryClient): void {
  if (timer !== undefined) return;
  timer = setTimeout(
    () => {
      timer = undefined;
      readAt = performance.now();
      void readAgain(cache);
    },
    Math.max(SOON_MS, readAt + REST_MS - performance.now()),
  );
}

async function readAgain(cache: QueryClient): Promise<void> {
  const lists = listsChanged;
  listsChanged = false;
  await Promise.all([
    lists && cache.invalidateQueries({ queryKey: ticketKeys.lists }),
    cache.invalidateQueries({
      queryKey: ticketKeys.windows,
      predicate: ({ state }) => (state.data as TicketWindow | undefined)?.changed === true,
    }),
  ]);
  // No event may come that would bring it up again: what the API did not answer is asked for until it does.
  listsChanged ||= isOld(cache, ticketKeys.lists);
  if (listsChanged || isOld(cache, ticketKeys.windows)) readAgainSoon(cache);
}

/** Looked at, and not answered when it was read again. */
function isOld(cache: QueryClient, queryKey: readonly unknown[]): boolean {
  const looked = cache.getQueryCache().findAll({ queryKey, type: 'active' });
  return looked.some(({ state }) => state.isInvalidated && isTransient(state.error));
}
