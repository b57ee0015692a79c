/** What holds across rows is decided by the database alone; this turns its refusal into ours. */
import { errorCode } from '../engine/database.ts';

const REFUSALS: ReadonlySet<string | undefined> = new Set(['23505', '23514']);

/** Throws `problem` instead when `work` runs into one of the named constraints: a unique one, or a check. */
export async function uniqueOr<T>(
  problem: Error,
  constraint: string | readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const hit = REFUSALS.has(errorCode(error)) ? (error as { constraint?: string }).constraint : undefined;
    throw hit !== undefined && [constraint].flat().includes(hit) ? problem : error;
  }
}

/**
 * For an actor that is made by its first change: of two first changes at once, the second one finds the row of the
 * first, or its first event, and is then a change like any other.
 */
export async function changeOrFirst<T>(primaryKey: string, work: () => Promise<T>): Promise<T> {
  const raced = new Error('It was made meanwhile');
  try {
    return await uniqueOr(raced, [primaryKey, 'events_actor_kind_actor_id_seq_key'], work);
  } catch (error) {
    if (error === raced) return await work();
    throw error;
  }
}
