/**
 * Marks what was read as old: at once, and then once for all that comes within a while. Events that come by the hundred,
 * such as those of a bulk job, cost two readings a second of what is looked at, not one for each.
 */
import { hashKey, type QueryClient } from '@tanstack/react-query';

const REST_MS = 500;

/** By key: whether anything came since it was read last. */
const resting = new Map<string, { again: boolean }>();

export function invalidateGathered(cache: QueryClient, queryKey: readonly unknown[]): void {
  const hash = hashKey(queryKey);
  const rest = resting.get(hash);
  if (rest) {
    rest.again = true;
    return;
  }
  const mine = { again: false };
  resting.set(hash, mine);
  void cache.invalidateQueries({ queryKey });
  setTimeout(() => {
    resting.delete(hash);
    if (mine.again) invalidateGathered(cache, queryKey);
  }, REST_MS);
}
