/**
 * Password hashes: argon2id, one at a time (each takes 7 MB, which the process keeps, and a core for some 20 ms).
 *
 * Verifying without a hash does the same work against a hash of nobody, so that the time says nothing about
 * whether a username exists.
 */
type Argon2 = typeof import('@node-rs/argon2');

/** Of OWASP's equally strong choices the one with the least memory; algorithm 2 is argon2id. */
const OPTIONS = { algorithm: 2, memoryCost: 7_168, timeCost: 5, parallelism: 1 } as const;
const AT_ONCE = 1;
const MAX_WAITING = 100;

/** More wait than can be served soon. */
export class TooManySignIns extends Error {
  override readonly name = 'TooManySignIns';
}

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
        throw new TooManySignIns();
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
