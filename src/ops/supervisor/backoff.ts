// When a process that ended is started again: at once, then later and later while it keeps crashing.

const firstMs = 100;
const mostMs = 10_000;
const stableMs = 30_000;
const loopFrom = 5;

export type Crashes = {
  /** Crashes in a row, none of them after a stable life. */
  readonly inARow: number;
  readonly delayMs: number;
  /** Worth a word: it does not get anywhere. */
  readonly isLoop: boolean;
};

export const noCrashes: Crashes = { inARow: 0, delayMs: 0, isLoop: false };

export function afterExit(before: Crashes, livedMs: number): Crashes {
  const inARow = livedMs >= stableMs ? 1 : before.inARow + 1;
  const delayMs = inARow === 1 ? 0 : Math.min(mostMs, firstMs * 2 ** (inARow - 2));
  return { inARow, delayMs, isLoop: inARow >= loopFrom };
}
