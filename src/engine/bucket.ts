/** A token bucket: so many a second, so many at once. Time comes in. */
export interface Bucket {
  /** Takes up to `wanted` tokens and says how many it got. */
  take(wanted: number): number;
  /** Milliseconds until there is one to take; 0 when there is. */
  nextInMs(): number;
  /** Full again, so nobody needs to remember it. */
  isFull(): boolean;
}

export function createBucket(perSecond: number, burst: number, nowMs: () => number): Bucket {
  let tokens = burst;
  let at = nowMs();
  const refill = (): void => {
    const now = nowMs();
    tokens = Math.min(burst, tokens + ((now - at) / 1_000) * perSecond);
    at = now;
  };
  return {
    take(wanted) {
      refill();
      const granted = Math.min(wanted, Math.floor(tokens));
      tokens -= granted;
      return granted;
    },
    nextInMs() {
      refill();
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000);
    },
    isFull() {
      refill();
      return tokens >= burst;
    },
  };
}
