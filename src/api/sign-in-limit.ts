/**
 * How often one may try to sign in: strict, shared over Redis, and within 50 ms. When Redis is away or slow each
 * process keeps the limits by itself.
 */
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { ApiProblem } from './problem.ts';

const WINDOW_SECONDS = 60;
/** One username from one address; guesses beyond five are stopped by the lockout anyway. */
const PER_USERNAME = 30;
/** One address, whatever the username: what argon2id may cost us. */
const PER_ADDRESS = 120;

export interface SignInLimit {
  /** @throws ApiProblem rate_limited */
  take(username: string, address: string): Promise<void>;
}

/** `redis` answers or fails within its commandTimeout (50 ms). */
export function createSignInLimit(redis: Redis | undefined): SignInLimit {
  const perUsername = limiter('username', PER_USERNAME, redis);
  const perAddress = limiter('address', PER_ADDRESS, redis);
  return {
    async take(username, address) {
      try {
        await Promise.all([perUsername.consume(`${username} ${address}`), perAddress.consume(address)]);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const retryAfter = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
        throw new ApiProblem('rate_limited', { headers: { 'Retry-After': String(retryAfter) } });
      }
    },
  };
}

function limiter(
  name: string,
  points: number,
  redis: Redis | undefined,
): RateLimiterMemory | RateLimiterRedis {
  const options = { keyPrefix: `trunkline:sign-in:${name}`, points, duration: WINDOW_SECONDS };
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
