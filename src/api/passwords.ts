/**
 * Password hashes: argon2id, a few at a time (each takes 19 MB and a core for some 30 ms).
 *
 * Verifying without a hash does the same work against a hash of nobody, so that the time says nothing about
 * whether a username exists.
 */
import { ApiProblem } from './problem.ts';

type Argon2 = typeof import('@node-rs/argon2');

/** OWASP's choice for argon2id; algorithm 2 is argon2id. */
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 2;
const MAX_WAITING = 100;

export interface Passwords {
  hash(password: string): Promise<string>;
  verify(hash: string | undefined, password: string): Promise<boolean>;
}

export function createPasswords(): Passwords {
  let loaded: Promise<{ argon2: Argon2; nobody: string }> | undefined;
  let running = 0;
  const waiting: (() => void)[] = [];

  // Loaded with the first sign-in: most processes of a quiet night never need it.
  const load = async (): Promise<{ argon2: Argon2; nobody: string }> => {
    const argon2 = await import('@node-rs/argon2');
    return { argon2, nobody: await argon2.hash('nobody has this password', OPTIONS) };
  };

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= MAX_WAITING) {
        throw new ApiProblem('unavailable', { headers: { 'Retry-After': '2' } });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };

  return {
    async hash(password) {
      loaded ??= load();
      const { argon2 } = await loaded;
      return await inTurn(() => argon2.hash(password, OPTIONS));
    },
    async verify(hash, password) {
      loaded ??= load();
      const { argon2, nobody } = await loaded;
      const matches = await inTurn(() => argon2.verify(hash ?? nobody, password));
      return matches && hash !== undefined;
    },
  };
}
