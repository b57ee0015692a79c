/** What follows from a failed attempt, and when the next one comes. Pure: randomness comes in. */
import {
  RetryableDeliveryError,
  TerminalDeliveryError,
  UnknownDeliveryError,
  withoutAddresses,
} from './delivery-provider.ts';

export interface BackoffPolicy {
  readonly baseMs: number;
  readonly factor: number;
  readonly capMs: number;
}

/** 2 s, 6 s, 18 s … one hour at most: ten attempts span about two hours and a half. */
export const defaultBackoff: BackoffPolicy = { baseMs: 2_000, factor: 3, capMs: 3_600_000 };

/**
 * Exponential back-off with full jitter: anything between zero and the exponential bound, so that what failed
 * together does not come back together. `attempts` counts from 1, `random` is in [0, 1).
 */
export function backoffMs(policy: BackoffPolicy, attempts: number, random: number): number {
  const bound = Math.min(policy.capMs, policy.baseMs * policy.factor ** Math.max(0, attempts - 1));
  return Math.floor(bound * random);
}

export type DeliveryOutcome =
  | { readonly outcome: 'sent'; readonly providerMessageId: string; readonly wordsVersion?: number }
  | { readonly outcome: 'suppressed'; readonly reason: string }
  | { readonly outcome: 'retry'; readonly error: string; readonly delayMs: number }
  | { readonly outcome: 'failed'; readonly error: string }
  | { readonly outcome: 'unknown'; readonly error: string };

export interface FailedAttempt {
  /** Attempts so far, this one included. */
  readonly attempts: number;
  readonly maxAttempts: number;
}

/** A wish to come back later is kept, with jitter on top; never more than the policy's cap. */
export function afterFailure(
  error: unknown,
  attempt: FailedAttempt,
  policy: BackoffPolicy,
  random: number,
): DeliveryOutcome {
  const text = describe(error);
  if (error instanceof UnknownDeliveryError) return { outcome: 'unknown', error: text };
  if (error instanceof TerminalDeliveryError) return { outcome: 'failed', error: text };
  if (attempt.attempts >= attempt.maxAttempts) return { outcome: 'failed', error: text };
  const wishMs = error instanceof RetryableDeliveryError ? error.retryAfterMs : 0;
  const delayMs = Math.min(policy.capMs, wishMs + backoffMs(policy, attempt.attempts, random));
  return { outcome: 'retry', error: text, delayMs };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return withoutAddresses(String(error));
  const code = (error as { code?: unknown }).code;
  return withoutAddresses(typeof code === 'string' ? `${code}: ${error.message}` : error.message);
}
