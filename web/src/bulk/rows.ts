/** The selection of a paged list: which rows have a mark, and what pressing one does. */
import type { RowSelection } from '../kit/table.tsx';
import { type Selection, selects, toggleHeld, toggleOne } from './selection.ts';

export function rowSelection<Row extends { readonly id: string }>(
  selection: Selection,
  rows: readonly Row[],
  onSelect: (selection: Selection) => void,
  /** What a row's mark says to those who do not see the row. */
  words: { readonly all: string; readonly one: (row: Row) => string },
): RowSelection<Row> {
  const chosen = rows.filter(({ id }) => selects(selection, id)).length;
  return {
    words,
    state: chosen === 0 ? 'none' : chosen === rows.length ? 'all' : 'some',
    isSelected: ({ id }) => selects(selection, id),
    onToggle: ({ id }) => onSelect(toggleOne(selection, rows, id)),
    onToggleAll: () => onSelect(toggleHeld(selection, rows)),
  };
}
