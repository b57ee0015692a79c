/** One line of the bench table: a figure, what it is held against, and what it has to reach. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly reference: number | null;
  /** ours ÷ reference, or a difference where the target is one. */
  readonly ratio: number | null;
  readonly target: string;
  readonly reached: boolean | null;
  readonly note?: string;
}

export function printFigures(figures: readonly Figure[]): void {
  console.table(
    figures.map((figure) => ({
      figure: figure.name,
      ours: `${figure.ours} ${figure.unit}`,
      reference: figure.reference === null ? '-' : `${figure.reference} ${figure.unit}`,
      ratio: figure.ratio ?? '-',
      target: figure.target,
      reached: figure.reached === null ? '-' : figure.reached ? 'yes' : 'NO',
      note: figure.note ?? '',
    })),
  );
}
