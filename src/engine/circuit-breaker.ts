/**
 * Stops calling a provider that is down, and asks it with one call at a time whether it is back.
 *
 * - closed: calls pass. `threshold` failures of the provider in a row open it; any success starts the count anew.
 * - open: no call passes for a while, longer each time.
 * - half-open: one call passes as a probe; its result closes it or opens it again. A probe that never reports is
 *   given up after `probeMs`.
 *
 * A refused call costs a delivery no attempt. Time and randomness come in.
 */
export interface BreakerPolicy {
  readonly threshold: number;
  readonly openMs: number;
  readonly maxOpenMs: number;
  readonly probeMs: number;
}

export const defaultBreaker: BreakerPolicy = {
  threshold: 5,
  openMs: 1_000,
  maxOpenMs: 30_000,
  probeMs: 20_000,
};

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface CircuitBreaker {
  /** 0: go ahead (and report). Otherwise: come back after so many milliseconds. */
  waitMs(nowMs: number): number;
  succeeded(): void;
  failed(nowMs: number, random: number): void;
  /** The call said nothing about the provider. */
  neutral(): void;
  state(nowMs: number): BreakerState;
}

/** How often those that wait for a probe's result look again. */
const PROBE_POLL_MS = 500;

export function createBreaker(policy: BreakerPolicy): CircuitBreaker {
  let failures = 0;
  let openings = 0;
  let openUntil = 0;
  let probeUntil = 0;
  const isOpen = (): boolean => openings > 0;
  return {
    waitMs(nowMs) {
      if (!isOpen()) return 0;
      if (nowMs < openUntil) return openUntil - nowMs;
      if (nowMs < probeUntil) return Math.min(PROBE_POLL_MS, probeUntil - nowMs);
      probeUntil = nowMs + policy.probeMs;
      return 0;
    },
    succeeded() {
      failures = 0;
      openings = 0;
      probeUntil = 0;
    },
    failed(nowMs, random) {
      failures += 1;
      // A call that was under way when it opened brings no news.
      if (failures < policy.threshold || (isOpen() && nowMs < openUntil)) return;
      const bound = Math.min(policy.maxOpenMs, policy.openMs * 2 ** openings);
      openings += 1;
      probeUntil = 0;
      openUntil = nowMs + bound / 2 + (bound / 2) * random;
    },
    neutral() {
      probeUntil = 0;
    },
    state(nowMs) {
      if (!isOpen()) return 'closed';
      return nowMs < openUntil ? 'open' : 'half-open';
    },
  };
}
