/**
 * Takes a person out of all places, in short statements that each say for themselves what is left to take out: whoever
 * is interrupted begins again, and nothing is done twice.
 */
import type { Queryable } from '../engine/database.ts';
import { bind, type Person } from './person.ts';
import type { Place, Taking } from './place.ts';
import { places } from './places.ts';

const CHUNK = 500;

/** Stops early, with a part done, when `signal` is aborted. */
export async function takeOut(db: Queryable, person: Person, signal: AbortSignal): Promise<void> {
  for (const place of places) {
    for (const taking of place.taken ?? []) {
      const { atOnce = CHUNK } = taking;
      const { text, values } = bind(statementOf(place, taking), person, [atOnce]);
      for (let taken = atOnce; taken === atOnce && !signal.aborted; ) {
        taken = (await db.query({ text, values })).rowCount ?? 0;
      }
    }
  }
}

function statementOf({ table }: Place, { rows, set, remove }: Taking): string {
  if (remove)
    return `delete from "${table}" t where t.ctid = any(array(select t.ctid from "${table}" t where ${rows} limit $1))`;
  const columns = Object.entries(set ?? {});
  const changes = columns.map(([column, to]) => `"${column}" = ${to}`).join(', ');
  const differs = columns.map(([column, to]) => `t."${column}" is distinct from ${to}`).join(' or ');
  return `update "${table}" t set ${changes}
    where t.ctid = any(array(select t.ctid from "${table}" t where (${rows}) and (${differs}) limit $1))`;
}
