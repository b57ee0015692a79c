/**
 * Which of the chosen columns find room, and how wide they are: pure.
 *
 * K1 The order is the person's. What has no room leaves by rank, of one rank the last one first.
 * K2 Columns of the first rank never leave: the due time is one of them.
 */
import type { TicketColumn } from '../../../../src/contracts/views.ts';

export interface ColumnSize {
  /** 1 stays, 3 leaves first. */
  readonly rank: 1 | 2 | 3;
  readonly minPx: number;
  /** Its part of what is left over. */
  readonly grow?: number;
}

export const columnSizes: Readonly<Record<TicketColumn, ColumnSize>> = {
  number: { rank: 1, minPx: 76 },
  title: { rank: 1, minPx: 150, grow: 2.8 },
  customer: { rank: 3, minPx: 110, grow: 1.3 },
  zone: { rank: 3, minPx: 88, grow: 0.8 },
  type: { rank: 3, minPx: 96 },
  status: { rank: 1, minPx: 116 },
  priority: { rank: 2, minPx: 76 },
  technician: { rank: 2, minPx: 110, grow: 1.2 },
  due: { rank: 1, minPx: 176 },
  createdAt: { rank: 3, minPx: 104 },
  updatedAt: { rank: 3, minPx: 104 },
};

export const defaultColumns: readonly TicketColumn[] = [
  'number',
  'title',
  'customer',
  'zone',
  'status',
  'priority',
  'technician',
  'due',
];

/** Without it nobody knows what a row is about. */
export const FIXED: TicketColumn = 'title';

const GAP_PX = 12;

export function fitColumns(chosen: readonly TicketColumn[], widthPx: number): readonly TicketColumn[] {
  let fitting = chosen;
  while (neededPx(fitting) > widthPx) {
    const rank = Math.max(...fitting.map((key) => columnSizes[key].rank));
    if (rank === 1) break;
    const leaves = fitting.findLastIndex((key) => columnSizes[key].rank === rank);
    fitting = fitting.toSpliced(leaves, 1);
  }
  return fitting;
}

function neededPx(columns: readonly TicketColumn[]): number {
  return columns.reduce((sum, key) => sum + columnSizes[key].minPx + GAP_PX, -GAP_PX);
}

/** For `grid-template-columns`. */
export function gridTemplate(columns: readonly TicketColumn[]): string {
  return columns
    .map((key) => {
      const { minPx, grow } = columnSizes[key];
      return grow === undefined ? `${minPx}px` : `minmax(${minPx}px, ${grow}fr)`;
    })
    .join(' ');
}

/** Moves a column to the place of another one. */
export function moveColumn(
  columns: readonly TicketColumn[],
  from: number,
  to: number,
): readonly TicketColumn[] {
  const moved = columns[from];
  if (moved === undefined || to < 0 || to >= columns.length) return columns;
  return columns.toSpliced(from, 1).toSpliced(to, 0, moved);
}
