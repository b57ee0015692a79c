/** When to try again: exponential back-off with jitter (M4), as a pure function. */
export interface RetryPolicy {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The pause after the `attempt`-th failure (from 1): doubles each time up to `maxMs`, and lies somewhere in the upper
 * half of that, so that what failed together does not come back together.
 * @param random from 0 up to but not including 1
 */
export function retryDelayMs(attempt: number, random: number, policy: RetryPolicy): number {
  const exponent = Math.min(Math.max(attempt, 1) - 1, 30);
  const full = Math.min(policy.firstMs * 2 ** exponent, policy.maxMs);
  return Math.round(full / 2 + (full / 2) * random);
}
