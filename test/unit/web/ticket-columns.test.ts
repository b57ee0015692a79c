import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TicketColumn, ticketColumns } from '../../../src/contracts/views.ts';
import { nothingSelected, selectRange, selects, toggleOne } from '../../../web/src/bulk/selection.ts';
import {
  columnSizes,
  defaultColumns,
  fitColumns,
  gridTemplate,
  moveColumn,
} from '../../../web/src/pages/tickets/fit-columns.ts';

const chosen = fc.uniqueArray(fc.constantFrom(...ticketColumns), { minLength: 1 }) as fc.Arbitrary<
  TicketColumn[]
>;

describe('the columns that find room', () => {
  it('K1 keep the order of the person, and all of them in a wide window', () => {
    fc.assert(
      fc.property(chosen, fc.integer({ min: 0, max: 2_000 }), (columns, widthPx) => {
        const fitting = fitColumns(columns, widthPx);
        expect(columns.filter((key) => fitting.includes(key))).toEqual(fitting);
        expect(fitColumns(columns, 2_000)).toEqual(columns);
      }),
    );
    expect(gridTemplate(['title', 'due'])).toBe('minmax(150px, 2.8fr) 176px');
  });

  it('K2 never lose the due time, however narrow', () => {
    fc.assert(
      fc.property(chosen, fc.integer({ min: 0, max: 2_000 }), (columns, widthPx) => {
        for (const key of columns.filter((one) => columnSizes[one].rank === 1))
          expect(fitColumns(columns, widthPx)).toContain(key);
        expect(columnSizes.due.rank).toBe(1);
      }),
    );
    expect(fitColumns(defaultColumns, 700)).toEqual(['number', 'title', 'status', 'priority', 'due']);
  });

  it('are moved by one place or many, and stay the same ones', () => {
    expect(moveColumn(['title', 'zone', 'due'], 2, 0)).toEqual(['due', 'title', 'zone']);
    expect(moveColumn(['title', 'zone', 'due'], 0, 1)).toEqual(['zone', 'title', 'due']);
    expect(moveColumn(['title', 'zone', 'due'], 0, -1)).toEqual(['title', 'zone', 'due']);
  });
});

describe('what is selected', () => {
  const rows = 'abcd'.split('').map((id) => (id === 'c' ? undefined : { id })) as Parameters<
    typeof selectRange
  >[1];

  it('grows from one row to another over those that are held', () => {
    const one = toggleOne(nothingSelected, rows, 'a');
    expect([...selectRange(one, rows, 3, 1).ids]).toEqual(['a', 'b', 'd']);
  });

  it('is all that match until one is taken out', () => {
    const all = { all: true, ids: new Set<string>() };
    expect(selects(all, 'never seen')).toBe(true);
    const fewer = toggleOne(all, rows, 'b');
    expect(fewer).toEqual({ all: false, ids: new Set(['a', 'd']) });
  });
});
