import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { comparator, matches } from '../../../web/src/live/ticket-place.ts';
import {
  emptyWindow,
  placeInWindow,
  putRows,
  type TicketWindow,
  takeOut,
} from '../../../web/src/live/ticket-window.ts';

const placing = { filter: {}, me: { technicianId: undefined, zone: 'Asia/Jakarta' }, now: 0, isNew: false };

function ticket(id: string, createdAt: string, more: Partial<Ticket> = {}): Ticket {
  return { id, seq: 1, number: id, title: id, status: 'open', createdAt, team: [], ...more } as Ticket;
}

function shown({ rows }: TicketWindow): string {
  return rows.map((row) => row?.id ?? '_').join('');
}

const nine = 'abcdefghi'.split('').map((id, index) => ticket(id, String(9 - index)));
/** Three pages of three; the one in the middle is not held. */
const gap = putRows(putRows(emptyWindow(9), 0, nine.slice(0, 3), false), 6, nine.slice(6), true);

describe('a window of a list', () => {
  it('is as long as the list, and holds what was read', () => {
    expect(shown(gap)).toBe('abc___ghi');
    expect(shown(putRows(gap, 3, nine.slice(3, 6), false))).toBe('abcdefghi');
  });

  it('W1 moves, takes in and lets go rows that are held, and is sure of the total', () => {
    const moved = placeInWindow(gap, ticket('b', '9.5', { seq: 2 }), placing);
    expect([shown(moved), moved.changed]).toEqual(['bac___ghi', false]);
    const gone = placeInWindow(gap, ticket('b', '8', { seq: 2, status: 'completed' }), {
      ...placing,
      filter: { status: ['open'] },
    });
    expect([shown(gone), gone.changed]).toEqual(['ac___ghi', false]);
    const made = placeInWindow(gap, ticket('n', '99'), { ...placing, isNew: true });
    expect([shown(made), made.changed]).toEqual(['nabc___ghi', false]);
  });

  it('W2 makes room among rows that are not held, and says when it cannot know', () => {
    const moved = placeInWindow(gap, ticket('b', '4.5', { seq: 2 }), placing);
    expect([shown(moved), moved.changed]).toEqual(['ac____ghi', false]);
    const stranger = placeInWindow(gap, ticket('x', '2.5'), placing);
    expect([shown(stranger), stranger.changed]).toEqual(['abc___gxhi', true]);
    const leaving = placeInWindow(gap, ticket('x', '5', { status: 'completed' }), {
      ...placing,
      filter: { status: ['open'] },
    });
    expect([shown(leaving), leaving.changed]).toEqual(['abc___ghi', true]);
  });

  it('W3 holds a row once when a page brings it to another place', () => {
    expect(shown(putRows(gap, 3, [nine[2] as Ticket, nine[4] as Ticket, nine[5] as Ticket], false))).toBe(
      'ab_cefghi',
    );
  });

  it('keeps what an event made newer than the page', () => {
    const newer = placeInWindow(gap, ticket('a', '9', { seq: 5, title: 'new' }), placing);
    expect(putRows(newer, 0, nine.slice(0, 3), false).rows[0]?.title).toBe('new');
    expect(placeInWindow(newer, ticket('a', '9', { seq: 4 }), placing)).toBe(newer);
  });

  it('ends where the last page ends', () => {
    expect(shown(putRows(gap, 6, nine.slice(6, 7), true))).toBe('abc___g');
    expect(shown(takeOut(gap, 'h'))).toBe('abc___gi');
  });

  it('W1 held whole, is what the API would answer after any changes', () => {
    const change = fc.record({
      id: fc.constantFrom(...'abcdefgh'.split('')),
      createdAt: fc.constantFrom('1', '2', '3'),
      status: fc.constantFrom('open', 'assigned', 'completed'),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.boolean(), (changes, descending) => {
        const filter = { status: ['open', 'assigned'], sort: descending ? '-createdAt' : 'createdAt' };
        const all = new Map<string, Ticket>();
        let window = emptyWindow(0);
        for (const [seq, { id, createdAt, status }] of changes.entries()) {
          const next = ticket(id, createdAt, { seq, status: status as Ticket['status'] });
          all.set(id, next);
          window = placeInWindow(window, next, { ...placing, filter });
        }
        const wanted = [...all.values()]
          .filter((row) => matches(filter, row, placing.me))
          .sort(comparator(filter.sort));
        expect(window.rows).toEqual(wanted);
        expect(window.changed).toBe(false);
      }),
    );
  });
});

describe('a filter on this side', () => {
  const due = (slaDueAt: string | null, more: Partial<Ticket> = {}) =>
    ticket('d', '1', { slaDueAt, ...more });
  const now = Date.parse('2026-01-01T12:00:00Z');
  const fits = (filter: object, row: Ticket) => matches(filter, row, placing.me, now);

  it('knows deadlines as the API does', () => {
    const late = due('2026-01-01T11:59:59Z');
    const soon = due('2026-01-01T15:00:00Z');
    expect(fits({ due: ['overdue'] }, late)).toBe(true);
    expect(fits({ due: ['4h'] }, late)).toBe(false);
    expect(fits({ due: ['4h'] }, soon)).toBe(true);
    expect(fits({ due: ['1h', 'overdue'] }, soon)).toBe(false);
    expect(fits({ due: ['overdue'] }, due('2026-01-01T11:00:00Z', { status: 'completed' }))).toBe(false);
    expect(fits({ due: ['overdue'] }, due(null))).toBe(false);
  });

  it('knows days as the portal counts them', () => {
    const early = ticket('e', '2026-01-01T16:59:59Z', { completedAt: null });
    expect(fits({ created: '2026-01-01..2026-01-01' }, early)).toBe(true);
    expect(fits({ created: '2026-01-02..2026-01-31' }, early)).toBe(false);
    expect(fits({ completed: '2026-01-01..2026-01-02' }, early)).toBe(false);
    const later = ticket('l', '1', { completedAt: '2026-01-01T17:00:00Z' });
    expect(fits({ completed: '2026-01-02..2026-01-02' }, later)).toBe(true);
  });

  it('takes several values, and nobody as one', () => {
    const nobody = ticket('n', '1', { technicianId: null, zone: 'north' });
    expect(fits({ technicianId: ['t1', 'nobody'] }, nobody)).toBe(true);
    expect(fits({ technicianId: ['t1'] }, nobody)).toBe(false);
    expect(fits({ zone: ['south', 'north'] }, nobody)).toBe(true);
    expect(fits({ zone: ['south'] }, nobody)).toBe(false);
  });
});
