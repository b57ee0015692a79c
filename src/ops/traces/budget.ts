// How much may be sent in: a token bucket in bytes, and a bound on bytes being read at one moment. Pure.

export type Budget = {
  /** Whether a request of `bytes`, announced or assumed, may come in now. Whoever is let in calls `leave`. */
  enter(bytes: number, nowMs: number): 'ok' | 'rate' | 'busy';
  /** The same figure, and what really came: the rate is charged for that alone. */
  leave(bytes: number, cameBytes: number): void;
};

export function createBudget(limits: {
  bytesPerSecond: number;
  burstBytes: number;
  maxBytesAtOnce: number;
}): Budget {
  let tokens = limits.burstBytes;
  let lastMs = Number.NEGATIVE_INFINITY;
  let atOnce = 0;
  return {
    enter(bytes, nowMs) {
      // A clock that goes back gives nothing; it does not take either.
      if (lastMs !== Number.NEGATIVE_INFINITY) {
        const earned = (Math.max(0, nowMs - lastMs) * limits.bytesPerSecond) / 1000;
        tokens = Math.min(limits.burstBytes, tokens + earned);
      }
      lastMs = nowMs;
      if (atOnce + bytes > limits.maxBytesAtOnce) return 'busy';
      if (tokens < bytes) return 'rate';
      tokens -= bytes;
      atOnce += bytes;
      return 'ok';
    },
    leave(bytes, cameBytes) {
      atOnce -= bytes;
      tokens = Math.min(limits.burstBytes, tokens + bytes - cameBytes);
    },
  };
}
