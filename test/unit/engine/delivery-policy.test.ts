import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterFailure, backoffMs, defaultBackoff } from '../../../src/engine/delivery-policy.ts';
import {
  RetryableDeliveryError,
  TerminalDeliveryError,
  UnknownDeliveryError,
  withoutAddresses,
} from '../../../src/engine/delivery-provider.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempts = fc.integer({ min: 1, max: 40 });

describe('the back-off', () => {
  it('lies between zero and the exponential bound, and never above the cap', () => {
    fc.assert(
      fc.property(attempts, random, (n, chance) => {
        const bound = Math.min(
          defaultBackoff.capMs,
          defaultBackoff.baseMs * defaultBackoff.factor ** (n - 1),
        );
        const delayMs = backoffMs(defaultBackoff, n, chance);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it('uses the whole range, so that what failed together does not come back together', () => {
    expect(backoffMs(defaultBackoff, 3, 0)).toBe(0);
    expect(backoffMs(defaultBackoff, 3, 0.5)).toBe(9_000);
    expect(backoffMs(defaultBackoff, 3, 0.999)).toBe(17_982);
  });
});

describe('a failed attempt', () => {
  const first = { attempts: 1, maxAttempts: 3 };
  const last = { attempts: 3, maxAttempts: 3 };
  const away = new RetryableDeliveryError('http_503', 'away', { retryAfterMs: 5_000, providerDown: true });

  it('is tried again when the provider may take it later, not before the provider asked', () => {
    expect(afterFailure(away, first, defaultBackoff, 0.5)).toEqual({
      outcome: 'retry',
      error: 'http_503: away',
      delayMs: 6_000,
    });
  });

  it('is tried again when it failed for a reason of our own', () => {
    expect(afterFailure(new Error('oops'), first, defaultBackoff, 0)).toMatchObject({ outcome: 'retry' });
  });

  it('is the end when the provider will never take it, or when it was the last one', () => {
    const never = new TerminalDeliveryError('smtp_550', 'no such mailbox');
    expect(afterFailure(never, first, defaultBackoff, 0)).toMatchObject({ outcome: 'failed' });
    expect(afterFailure(away, last, defaultBackoff, 0)).toMatchObject({ outcome: 'failed' });
  });

  it('is unknown, and not repeated, when it was handed over and not answered', () => {
    const silent = new UnknownDeliveryError('ETIMEDOUT', 'no answer');
    expect(afterFailure(silent, first, defaultBackoff, 0)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('a stored error', () => {
  it('names no address and no number', () => {
    expect(withoutAddresses('550 5.1.1 <budi@example.net> unknown, call +62 812-3456-7890')).toBe(
      '550 5.1.1 <[address]> unknown, call [number]',
    );
  });

  it('is never longer than 300 characters', () => {
    expect(withoutAddresses('x'.repeat(1_000))).toHaveLength(300);
  });
});
