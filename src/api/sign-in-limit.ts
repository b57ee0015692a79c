/** How often one may try to sign in. */
import type { Redis } from 'ioredis';
import { createStrictLimit } from './strict-limit.ts';

const WINDOW_SECONDS = 60;
/** One username from one address; guesses beyond five are stopped by the lockout anyway. */
const PER_USERNAME = 30;
/** One address, whatever the username: what argon2id may cost us. */
const PER_ADDRESS = 120;

export interface SignInLimit {
  /** @throws ApiProblem rate_limited */
  take(username: string, address: string): Promise<void>;
}

export function createSignInLimit(redis: Redis | undefined): SignInLimit {
  const shared = { windowSeconds: WINDOW_SECONDS, redis };
  const perUsername = createStrictLimit({ ...shared, name: 'sign-in:username', points: PER_USERNAME });
  const perAddress = createStrictLimit({ ...shared, name: 'sign-in:address', points: PER_ADDRESS });
  return {
    async take(username, address) {
      await Promise.all([perUsername.take(`${username} ${address}`), perAddress.take(address)]);
    },
  };
}
