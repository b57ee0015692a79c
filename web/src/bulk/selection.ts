/** Which rows of a list are chosen: some by id, or all that match its filter. Pure. */

export interface Selection {
  /** All that match, held or not. */
  readonly all: boolean;
  readonly ids: ReadonlySet<string>;
}

type Rows = readonly ({ readonly id: string } | undefined)[];

export const nothingSelected: Selection = { all: false, ids: new Set() };

export function isEmpty({ all, ids }: Selection): boolean {
  return !all && ids.size === 0;
}

export function selects({ all, ids }: Selection, id: string): boolean {
  return all || ids.has(id);
}

/** Taking one out of all leaves those that are held: nobody has seen the others. */
export function toggleOne(selection: Selection, rows: Rows, id: string): Selection {
  const ids = new Set(selection.all ? rows.flatMap((row) => (row ? [row.id] : [])) : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { all: false, ids };
}

/** From one row to another, both included, as far as they are held. */
export function selectRange(selection: Selection, rows: Rows, from: number, to: number): Selection {
  const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  return {
    all: false,
    ids: new Set([...selection.ids, ...between.flatMap((row) => (row ? [row.id] : []))]),
  };
}

/** All rows that are held, or none when they are chosen already. */
export function toggleHeld(selection: Selection, rows: readonly { readonly id: string }[]): Selection {
  const chosen = rows.length > 0 && rows.every(({ id }) => selects(selection, id));
  return { all: false, ids: new Set(chosen ? [] : rows.map(({ id }) => id)) };
}
