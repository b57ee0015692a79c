/**
 * A list of which only some pages are held, as long as the whole: a place for each row, empty where it was not read.
 * Pure.
 *
 * W1 A row that is held keeps its place exactly: it leaves, enters and moves as the filter and the order say.
 * W2 Among rows that are not held, a place may be off; then the window is `changed` until it is read again.
 * W3 A row stands in it once.
 */
import type { Ticket } from '../../../src/contracts/tickets.ts';
import type { TicketFilter } from '../api/ticket-filter.ts';
import { comparator, type Me, matches } from './ticket-place.ts';

export interface TicketWindow {
  readonly rows: readonly (Ticket | undefined)[];
  /** The total may be off by what happened to rows that are not held. */
  readonly changed: boolean;
}

export function emptyWindow(total: number): TicketWindow {
  return { rows: Array.from({ length: total }, () => undefined), changed: false };
}

/** Rows as they were read from `offset` on. `last`: there are none after them. */
export function putRows(
  window: TicketWindow,
  offset: number,
  read: readonly Ticket[],
  last: boolean,
): TicketWindow {
  const held = new Map(window.rows.flatMap((row) => (row ? [[row.id, row] as const] : [])));
  const ids = new Set(read.map(({ id }) => id));
  const rows = window.rows.map((row) => (row && ids.has(row.id) ? undefined : row));
  for (let index = rows.length; index < offset; index++) rows[index] = undefined;
  for (const [index, row] of read.entries()) {
    const known = held.get(row.id);
    // An event may have been quicker than the page.
    rows[offset + index] = known && known.seq > row.seq ? known : row;
  }
  if (last) rows.length = offset + read.length;
  return { ...window, rows };
}

export interface Placing {
  readonly filter: TicketFilter;
  readonly me: Me;
  readonly now: number;
  /** It was made just now, so no page can have held it. */
  readonly isNew: boolean;
}

export function placeInWindow(window: TicketWindow, ticket: Ticket, placing: Placing): TicketWindow {
  const { filter, me, now, isNew } = placing;
  const at = window.rows.findIndex((row) => row?.id === ticket.id);
  const held = window.rows[at];
  if (held && held.seq > ticket.seq) return window;
  const whole = !window.rows.includes(undefined);
  const certain = at >= 0 || isNew || whole;
  const changed = window.changed || !certain;
  const fits = matches(filter, ticket, me, now);
  if (at < 0 && !fits) return changed === window.changed ? window : { ...window, changed };
  const compare = comparator(filter.sort ?? '-createdAt');
  if (held && fits && compare(held, ticket) === 0) return { rows: window.rows.with(at, ticket), changed };
  const rows = at < 0 ? [...window.rows] : window.rows.toSpliced(at, 1);
  if (!fits) return { rows, changed };
  const after = rows.findIndex((row) => row !== undefined && compare(ticket, row) < 0);
  const place = after < 0 ? rows.length : after;
  const before = rows[place - 1];
  // Beside a row that is not held it could as well stand on that one's other side: the place stays empty.
  rows.splice(place, 0, place === 0 || before !== undefined ? ticket : undefined);
  return { rows, changed };
}

export function takeOut(window: TicketWindow, id: string): TicketWindow {
  const at = window.rows.findIndex((row) => row?.id === id);
  return at < 0 ? window : { ...window, rows: window.rows.toSpliced(at, 1) };
}
