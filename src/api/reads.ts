/** Reads one actor's row as its state, the way the engine keeps it. */
import { formatPosition } from '../contracts/generic/position.ts';
import type { ActorState, AnyActor } from '../engine/actor-types.ts';
import type { Queryable } from '../engine/database.ts';
import type { Row } from '../engine/effects.ts';
import { readHead } from '../engine/log.ts';
import { rowToState } from '../engine/state-rows.ts';
import { ApiProblem } from './problem.ts';

/**
 * The state, and the position that was read before it (R2). Index: the table's primary key.
 * @throws ApiProblem not_found
 */
export async function readPositioned<S extends ActorState>(
  db: Queryable,
  actor: Pick<AnyActor, 'table' | 'columns' | 'instants'>,
  id: string,
): Promise<{ state: S; position: string }> {
  const position = formatPosition(await readHead(db));
  const { rows } = await db.query<{ row: Row }>({
    name: `read_${actor.table}`,
    text: `select to_jsonb(t) as row from "${actor.table}" t where t.id = $1`,
    values: [id],
  });
  const row = rows[0]?.row;
  if (!row) throw new ApiProblem('not_found');
  return { state: stateOf<S>(actor, row), position };
}

/** The state of a row read with `to_jsonb`. */
export function stateOf<S extends ActorState>(
  actor: Pick<AnyActor, 'table' | 'columns' | 'instants'>,
  row: Row,
): S {
  return rowToState(actor as AnyActor, row) as S;
}

/** An instant of `to_jsonb` in our ISO form. */
export function instant(value: unknown): string | null {
  return typeof value === 'string' ? new Date(value).toISOString() : null;
}
