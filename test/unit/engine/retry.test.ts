import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../../src/engine/retry.ts';

const policy = { firstMs: 1_000, maxMs: 300_000 };
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the pause before the next attempt', () => {
  it('doubles with each failure', () => {
    expect([1, 2, 3, 4].map((attempt) => retryDelayMs(attempt, 0, policy))).toEqual([
      500, 1_000, 2_000, 4_000,
    ]);
  });

  it('lies in the upper half of its bound and never beyond the longest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), random, (attempt, chance) => {
        const delay = retryDelayMs(attempt, chance, policy);
        const bound = Math.min(policy.firstMs * 2 ** Math.min(attempt - 1, 30), policy.maxMs);
        expect(delay).toBeGreaterThanOrEqual(bound / 2);
        expect(delay).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it('differs for those that failed together', () => {
    expect(retryDelayMs(5, 0.1, policy)).not.toBe(retryDelayMs(5, 0.9, policy));
  });
});
