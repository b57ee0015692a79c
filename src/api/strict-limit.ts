/**
 * Limits that must hold exactly, where a guess costs something: shared over Redis, and within 50 ms. When Redis is
 * away or slow each process keeps them by itself.
 */
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { ApiProblem } from './problem.ts';

export interface StrictLimit {
  /** @throws ApiProblem rate_limited */
  take(key: string): Promise<void>;
  /** What was taken did not come to pass. */
  giveBack(key: string): Promise<void>;
}

export interface StrictLimitOptions {
  /** Stands in Redis' keys. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
  /** Answers or fails within its commandTimeout (50 ms). */
  readonly redis: Redis | undefined;
}

export function createStrictLimit(options: StrictLimitOptions): StrictLimit {
  const limiter = limiterOf(options);
  return {
    async take(key) {
      try {
        await limiter.consume(key);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const retryAfter = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
        throw new ApiProblem('rate_limited', { headers: { 'Retry-After': String(retryAfter) } });
      }
    },
    async giveBack(key) {
      await limiter.reward(key);
    },
  };
}

function limiterOf({
  name,
  points,
  windowSeconds,
  redis,
}: StrictLimitOptions): RateLimiterMemory | RateLimiterRedis {
  const options = { keyPrefix: `trunkline:${name}`, points, duration: windowSeconds };
  const alone = new RateLimiterMemory(options);
  if (!redis) return alone;
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    insuranceLimiter: alone,
    // Who has used them up is refused without asking Redis again.
    inMemoryBlockOnConsumed: points + 1,
  });
}
