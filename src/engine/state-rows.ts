/** Between an actor's state (camelCase, ISO instants) and its row (snake_case): one rule for both ways. */
import type { ActorState, AnyActor } from './actor-types.ts';
import type { Row } from './effects.ts';

const columnNames = new Map<string, string>();

function columnOf(key: string): string {
  let column = columnNames.get(key);
  if (column === undefined) {
    column = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    columnNames.set(key, column);
  }
  return column;
}

const columnLists = new WeakMap<AnyActor, readonly string[]>();

export function columnsOf(actor: AnyActor): readonly string[] {
  const known = columnLists.get(actor);
  if (known) return known;
  const columns = actor.columns.map(columnOf);
  columnLists.set(actor, columns);
  return columns;
}

export function stateToRow(actor: AnyActor, state: ActorState): Row {
  const source = state as unknown as Record<string, unknown>;
  const row: Record<string, unknown> = {};
  for (const key of actor.columns) row[columnOf(key)] = source[key] ?? null;
  return row;
}

/** `row` is `to_jsonb(table)`: instants come with microseconds and an offset and leave as the ISO form we use. */
export function rowToState(actor: AnyActor, row: Row): ActorState {
  const state: Record<string, unknown> = {};
  for (const key of actor.columns) state[key] = row[columnOf(key)] ?? null;
  for (const key of actor.instants) {
    const value = state[key];
    if (typeof value === 'string') state[key] = new Date(value).toISOString();
  }
  return state as unknown as ActorState;
}
