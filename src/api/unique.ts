/** What must be unique is decided by the database alone; this turns its refusal into ours. */
import { errorCode } from '../engine/database.ts';

/** Throws `problem` instead when `work` runs into the named unique constraint. */
export async function uniqueOr<T>(problem: Error, constraint: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const taken =
      errorCode(error) === '23505' && (error as { constraint?: string }).constraint === constraint;
    throw taken ? problem : error;
  }
}
