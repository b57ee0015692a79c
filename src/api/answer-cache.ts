/**
 * Answers that are expensive to compute, kept in Redis under what they are the answer to.
 *
 * - C1 A key names everything that the answer follows from, its version too: another version is another key, so nothing
 *   has to be invalidated, and an answer that is out of date is never asked for.
 * - C2 One at a time computes: in a process by its promise, among processes by a lock that ends by itself.
 * - C3 Redis is never needed. Away, slow or full, the answer is computed; a command takes 50 ms at most.
 * - C4 What nobody has asked for in ten minutes is gone, so Redis holds no more than what is being looked at.
 */
import type { Redis } from 'ioredis';

const LIFE_MS = 600_000;
/** Longer than a statement may take. */
const LOCK_MS = 6_000;
const AGAIN_MS = 50;
const PREFIX = 'trunkline:answer:';

export interface AnswerCache {
  /**
   * `keyOf` names the version that was computed: one that came meanwhile is kept under its own name.
   * @throws what `compute` throws; nothing is kept then
   */
  remember<T>(key: string, compute: () => Promise<T>, keyOf: (answer: T) => string): Promise<T>;
}

export function createAnswerCache(redis: Redis | undefined): AnswerCache {
  const flights = new Map<string, Promise<unknown>>();
  return {
    remember<T>(key: string, compute: () => Promise<T>, keyOf: (answer: T) => string): Promise<T> {
      const flying = flights.get(key) as Promise<T> | undefined;
      if (flying) return flying;
      const flight = find(redis, key, compute, keyOf).finally(() => flights.delete(key));
      flights.set(key, flight);
      return flight;
    },
  };
}

async function find<T>(
  redis: Redis | undefined,
  key: string,
  compute: () => Promise<T>,
  keyOf: (answer: T) => string,
): Promise<T> {
  if (redis?.status !== 'ready') return await compute();
  const lock = `${PREFIX}${key}:computing`;
  const until = Date.now() + LOCK_MS;
  for (;;) {
    const kept = await asked(redis.getex(PREFIX + key, 'PX', LIFE_MS));
    if (kept === undefined) return await compute();
    if (kept !== null) return JSON.parse(kept) as T;
    const mine = await asked(redis.set(lock, '1', 'PX', LOCK_MS, 'NX'));
    if (mine !== null || Date.now() >= until) break;
    // Another one computes it.
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  try {
    const answer = await compute();
    await asked(redis.set(PREFIX + keyOf(answer), JSON.stringify(answer), 'PX', LIFE_MS));
    return answer;
  } finally {
    // One that took longer than its lock frees another's: then two compute, and nothing is wrong.
    void asked(redis.del(lock));
  }
}

/** Undefined when Redis is away or slow. */
async function asked<T>(command: Promise<T>): Promise<T | undefined> {
  try {
    return await command;
  } catch {
    return undefined;
  }
}
