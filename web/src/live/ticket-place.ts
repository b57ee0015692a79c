/**
 * Where a ticket belongs in a list that is loaded in part: pure.
 *
 * P1 A row that no longer fits the filter leaves the list; one that now does enters it.
 * P2 A row is put in only where the loaded part shows its place; beyond the last loaded row it comes with its page.
 * P3 The order is the API's: the sort key with nothing as the far future, then the id.
 */
import { dayOf } from '../../../src/contracts/day.ts';
import { type DueSpan, NOBODY } from '../../../src/contracts/ticket-list.ts';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import type { TicketFilter } from '../api/ticket-filter.ts';

const HOUR_MS = 3_600_000;

export interface ListPage {
  readonly data: readonly Ticket[];
  readonly page: { readonly next: string | null };
  readonly position: string;
}

export interface Me {
  readonly technicianId: string | undefined;
  /** The portal's time zone, whose days are counted. */
  readonly zone: string;
}

export function placeTicket(
  pages: readonly ListPage[],
  ticket: Ticket,
  filter: TicketFilter,
  me: Me,
): readonly ListPage[] {
  const without = pages.map((page) =>
    page.data.some((row) => row.id === ticket.id)
      ? { ...page, data: page.data.filter((row) => row.id !== ticket.id) }
      : page,
  );
  if (!matches(filter, ticket, me)) return without;
  const compare = comparator(filter.sort ?? '-createdAt');
  for (const [index, page] of without.entries()) {
    const at = page.data.findIndex((row) => compare(ticket, row) < 0);
    const isLast = index === without.length - 1;
    if (at < 0 && !(isLast && page.page.next === null)) continue;
    const data = [...page.data];
    data.splice(at < 0 ? data.length : at, 0, ticket);
    return without.with(index, { ...page, data });
  }
  return without;
}

export function matches(filter: TicketFilter, ticket: Ticket, me: Me, now = Date.now()): boolean {
  const oneOf = (values: readonly string[] | undefined, value: string | null) =>
    values === undefined || values.length === 0 || (value !== null && values.includes(value));
  const words = filter.q?.trim().toLowerCase();
  return (
    oneOf(filter.status, ticket.status) &&
    oneOf(filter.type, ticket.type) &&
    oneOf(filter.priority, ticket.priority) &&
    oneOf(filter.slaState, ticket.slaState) &&
    (filter.due === undefined || isDue(filter.due, ticket, now)) &&
    oneOf(filter.zone, ticket.zone) &&
    oneOf(filter.technicianId, ticket.technicianId ?? NOBODY) &&
    oneOf(filter.customerId, ticket.customerId) &&
    (filter.assignedTo === undefined || isMine(ticket, me)) &&
    (filter.snoozed === undefined || (filter.snoozed === 'yes') === (ticket.snoozedUntil !== null)) &&
    inDays(filter.created, ticket.createdAt, me) &&
    inDays(filter.completed, ticket.completedAt, me) &&
    (!words || `${ticket.number}\n${ticket.title}`.toLowerCase().includes(words))
  );
}

function isDue(spans: readonly DueSpan[], { status, slaDueAt }: Ticket, now: number): boolean {
  if (slaDueAt === null || status === 'completed' || status === 'cancelled') return false;
  const leftMs = Date.parse(slaDueAt) - now;
  return spans.some((span) =>
    span === 'overdue' ? leftMs < 0 : leftMs >= 0 && leftMs < Number.parseInt(span, 10) * HOUR_MS,
  );
}

function inDays(span: string | undefined, at: string | null, { zone }: Me): boolean {
  if (span === undefined) return true;
  if (at === null) return false;
  const day = dayOf(at, zone);
  const [from = '', to = ''] = span.split('..');
  return from <= day && day <= to;
}

function isMine(ticket: Ticket, { technicianId }: Me): boolean {
  return (
    technicianId !== undefined &&
    (ticket.technicianId === technicianId ||
      ticket.team.some((member) => member.technicianId === technicianId))
  );
}

export function comparator(sort: string): (a: Ticket, b: Ticket) => number {
  const sign = sort.startsWith('-') ? -1 : 1;
  const field = sort.replace('-', '') as 'createdAt' | 'updatedAt' | 'slaDueAt' | 'number';
  // Every one of these sorts as text: instants are ISO strings of one shape.
  const key = (ticket: Ticket) => ticket[field] ?? '~';
  return (a, b) => sign * (order(key(a), key(b)) || order(a.id, b.id));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
