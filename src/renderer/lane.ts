/**
 * One thing at a time, and a few that wait for it.
 *
 * - The next starts when the one before has settled, however it ended and whoever still wanted it.
 * - Whoever does not wait any longer leaves at once, and never starts.
 */
export interface Lane {
  waiting(): number;
  /** Whoever came now would have to be turned away. */
  isFull(): boolean;
  /** Rejects with the reason of the signal when that ends before the work has begun. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createLane(mostWaiting: number): Lane {
  let isTaken = false;
  const waiting = new Set<() => void>();

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!isTaken) {
        isTaken = true;
        resolve();
        return;
      }
      const begin = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        waiting.delete(begin);
        reject(signal.reason);
      };
      waiting.add(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  function passOn(): void {
    const [first] = waiting;
    if (!first) {
      isTaken = false;
      return;
    }
    waiting.delete(first);
    first();
  }

  return {
    waiting: () => waiting.size,
    isFull: () => isTaken && waiting.size >= mostWaiting,
    async run(work, signal) {
      signal.throwIfAborted();
      await turn(signal);
      try {
        // It may have ended between its turn and here.
        signal.throwIfAborted();
        return await work();
      } finally {
        passOn();
      }
    },
  };
}
