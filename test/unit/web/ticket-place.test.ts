import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { type ListPage, placeTicket } from '../../../web/src/live/ticket-place.ts';

const me = { technicianId: 'tech-1', zone: 'Asia/Jakarta' };

function ticket(id: string, createdAt: string, more: Partial<Ticket> = {}): Ticket {
  const base = { id, number: `T-${id}`, title: id, status: 'open', priority: 'normal', type: 'repair' };
  return {
    ...base,
    zone: 'bogor',
    team: [],
    technicianId: null,
    slaDueAt: null,
    createdAt,
    ...more,
  } as Ticket;
}

function page(rows: readonly Ticket[], next: string | null = null): ListPage {
  return { data: rows, page: { next }, position: 'e:1' };
}

function ids(pages: readonly ListPage[]): string[] {
  return pages.flatMap(({ data }) => data.map(({ id }) => id));
}

const pages = [page([ticket('c', '3'), ticket('b', '2')], 'more'), page([ticket('a', '1')])];

describe('a ticket in a list that is loaded in part', () => {
  it('P1 leaves when it no longer fits the filter', () => {
    const moved = ticket('b', '2', { status: 'completed' });
    expect(ids(placeTicket(pages, moved, { status: ['open'] }, me))).toEqual(['c', 'a']);
  });

  it('P1 enters at its place when it fits', () => {
    expect(ids(placeTicket(pages, ticket('d', '4'), {}, me))).toEqual(['d', 'c', 'b', 'a']);
    expect(ids(placeTicket(pages, ticket('bb', '2.5'), {}, me))).toEqual(['c', 'bb', 'b', 'a']);
  });

  it('P2 waits for its page beyond the last loaded row, and is appended when there is no more', () => {
    const old = ticket('0', '0');
    expect(ids(placeTicket([page([ticket('c', '3')], 'more')], old, {}, me))).toEqual(['c']);
    expect(ids(placeTicket([page([ticket('c', '3')])], old, {}, me))).toEqual(['c', '0']);
  });

  it('P3 sorts without a deadline as the far future, and ties by id', () => {
    const due = [page([ticket('x', '1', { slaDueAt: '2026' }), ticket('z', '1')])];
    expect(ids(placeTicket(due, ticket('y', '1'), { sort: 'slaDueAt' }, me))).toEqual(['x', 'y', 'z']);
  });

  it('is mine as lead or as member', () => {
    const team = [{ technicianId: 'tech-1', userId: null, lead: false }];
    expect(ids(placeTicket([page([])], ticket('m', '1', { team }), { assignedTo: 'me' }, me))).toEqual(['m']);
    expect(ids(placeTicket([page([])], ticket('n', '1'), { assignedTo: 'me' }, me))).toEqual([]);
  });
});
