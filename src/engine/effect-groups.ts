/**
 * Which row effects may be written together (M3).
 *
 * Effects of one shape (operation, table, columns) become one set-based write, whatever mailbox or decision they come
 * from. That changes their order, so an effect joins an earlier set only when nothing written to the table after that
 * set touches the same row; otherwise it starts a new one. What is written is what one by one would have written.
 */
import type { Row, RowEffect } from './effects.ts';

interface Group {
  readonly shape: string;
  /** Columns that name a row; an insert has none, it names a row by all that it holds. */
  readonly key: readonly string[] | undefined;
  readonly effects: RowEffect[];
  readonly projections: Map<string, { readonly values: Set<string>; count: number }>;
}

/** The effects in sets of one shape, to be written in this order. Linear, but for the few shapes of a table. */
export function groupEffects(effects: readonly RowEffect[]): RowEffect[][] {
  const groups: Group[] = [];
  const ofTable = new Map<string, Group[]>();
  for (const effect of effects) {
    const earlier = ofTable.get(effect.table) ?? [];
    ofTable.set(effect.table, earlier);
    const shape = shapeOf(effect);
    const at = earlier.findLastIndex((group) => group.shape === shape);
    const joins = at >= 0 && !earlier.slice(at + 1).some((later) => touches(later, effect));
    if (joins) {
      earlier[at]?.effects.push(effect);
    } else {
      const group = { shape, key: keyOf(effect), effects: [effect], projections: new Map() };
      groups.push(group);
      earlier.push(group);
    }
  }
  return groups.map((group) => group.effects);
}

function shapeOf(effect: RowEffect): string {
  const columns = Object.keys(effect.row).sort().join();
  const more = effect.effect === 'upsert' ? `${effect.conflict.join()} ${effect.add?.join() ?? ''}` : '';
  return `${effect.effect} ${columns} ${effect.effect === 'update' ? effect.key.join() : more}`;
}

function keyOf(effect: RowEffect): readonly string[] | undefined {
  switch (effect.effect) {
    case 'insert':
      return undefined;
    case 'update':
      return effect.key;
    case 'upsert':
      return effect.conflict;
    case 'delete':
      return Object.keys(effect.row).sort();
  }
}

/** Whether the effect may concern a row that the group writes; true when it cannot be told. */
function touches(group: Group, effect: RowEffect): boolean {
  const own = keyOf(effect);
  // Two inserts never concern the same row, or one of them fails in either order.
  if (!group.key && !own) return false;
  const columns = [group.key, own].find(
    (key) => key && has(effect.row, key) && has(group.effects[0]?.row ?? {}, key),
  );
  if (!columns) return true;
  return projection(group, columns).has(project(effect.row, columns));
}

function projection(group: Group, columns: readonly string[]): ReadonlySet<string> {
  const name = columns.join();
  const known = group.projections.get(name) ?? { values: new Set<string>(), count: 0 };
  group.projections.set(name, known);
  for (const effect of group.effects.slice(known.count)) known.values.add(project(effect.row, columns));
  known.count = group.effects.length;
  return known.values;
}

const project = (row: Row, columns: readonly string[]): string =>
  JSON.stringify(columns.map((column) => row[column]));

const has = (row: Row, columns: readonly string[]): boolean =>
  columns.every((column) => row[column] !== undefined);
