/**
 * A request limit shared by all processes on which no request waits.
 *
 * Each process counts by itself and decides at once; twice a second it adds what it counted to Redis and learns
 * the sum of all. So a limit is exceeded by what comes within half a second at most, and without Redis each process
 * keeps the limit by itself.
 */
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { outsideTrace } from '../engine/telemetry/spans.ts';

const SYNC_MS = 500;
const MAX_KEYS = 5_000;

export interface Verdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export interface SharedLimit {
  /** Counts one request of this key. */
  take(key: string): Verdict;
  /** Whether the key has nothing left, without counting. */
  exhausted(key: string): boolean;
  stop(): void;
}

export interface SharedLimitOptions {
  /** Stands in Redis' keys. */
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly redis: Redis | undefined;
  readonly nowMs?: () => number;
}

interface Count {
  window: number;
  /** Of all processes, as far as known. */
  total: number;
  /** Ours, not yet in `total`. */
  fresh: number;
}

export function createSharedLimit(options: SharedLimitOptions): SharedLimit {
  const { name, limit, windowMs, redis, nowMs = Date.now } = options;
  const counts = new LRUCache<string, Count>({ max: MAX_KEYS });
  const changed = new Map<string, Count>();

  const countOf = (key: string): Count => {
    const window = Math.floor(nowMs() / windowMs);
    let count = counts.get(key);
    if (!count || count.window !== window) {
      count = { window, total: 0, fresh: 0 };
      counts.set(key, count);
    }
    return count;
  };

  let syncing = false;
  const sync = async (): Promise<void> => {
    if (syncing || changed.size === 0) return;
    syncing = true;
    const batch = [...changed].map(([key, count]) => ({ key, count, fresh: count.fresh }));
    changed.clear();
    try {
      const totals = redis?.status === 'ready' ? await addToRedis(redis, name, windowMs, batch) : undefined;
      batch.forEach(({ count, fresh }, index) => {
        count.fresh -= fresh;
        count.total = totals?.[index] ?? count.total + fresh;
      });
    } finally {
      syncing = false;
    }
  };
  const timer = outsideTrace(() => setInterval(() => void sync(), SYNC_MS));
  timer.unref();

  return {
    take(key) {
      const count = countOf(key);
      const used = count.total + count.fresh;
      const allowed = used < limit;
      if (allowed) {
        count.fresh += 1;
        changed.set(key, count);
      }
      return {
        allowed,
        limit,
        remaining: Math.max(0, limit - used - 1),
        resetSeconds: Math.ceil(((count.window + 1) * windowMs - nowMs()) / 1_000),
      };
    },
    exhausted(key) {
      const count = countOf(key);
      return count.total + count.fresh >= limit;
    },
    stop: () => clearInterval(timer),
  };
}

/** Undefined when Redis is away or slow. */
async function addToRedis(
  redis: Redis,
  name: string,
  windowMs: number,
  batch: readonly { key: string; count: Count; fresh: number }[],
): Promise<(number | undefined)[] | undefined> {
  try {
    const pipeline = redis.pipeline();
    for (const { key, count, fresh } of batch) {
      const redisKey = `trunkline:limit:${name}:${count.window}:${key}`;
      pipeline.incrby(redisKey, fresh);
      pipeline.pexpire(redisKey, windowMs * 2);
    }
    const results = await pipeline.exec();
    return batch.map((_, index) => {
      const value = results?.[index * 2]?.[1];
      return typeof value === 'number' ? value : undefined;
    });
  } catch {
    return undefined;
  }
}
