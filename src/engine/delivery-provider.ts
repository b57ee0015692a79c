/**
 * The contract of a delivery provider (D1): one call to the outside world, and four ways in which it can fail.
 *
 * - `TerminalDeliveryError`: it will never take this message. Remedy: a person looks at it.
 * - `RetryableDeliveryError`: it did not take it, and may later. Remedy: back-off.
 * - `RecipientGoneError`: there is nobody to take it any more. Remedy: none, it is suppressed.
 * - `UnknownDeliveryError`: it was handed over completely and nothing came back. Only a provider without
 *   idempotency throws it: repeating could double the message. Remedy: a person decides.
 *
 * Any other error counts as retryable. Messages of errors are stored and shown: they name no recipient.
 */
import type { Delivery } from './delivery-sql.ts';

/** What is sent, made anew from the ledger row for every attempt and never stored. */
export interface OutgoingMessage {
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  /** Sent instead of `text`, where the channel takes bytes. */
  readonly body?: Uint8Array;
  readonly html?: string;
  /** Which version of its template's words it is; stands in the ledger. */
  readonly wordsVersion?: number;
  /** Sent with it, where the channel has headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** There is nothing to send any more: no address, expired, switched off. The reason stands in the ledger. */
export interface Suppressed {
  readonly suppressed: string;
}

export interface SendOptions {
  /** The delivery's id: the same for every attempt. */
  readonly idempotencyKey: string;
  readonly channel: string;
  readonly traceparent: string | undefined;
  /** Aborted when the call takes too long or the process has to end. */
  readonly signal: AbortSignal;
  /**
   * A provider without idempotency awaits this once, just before the byte that completes the message. It records
   * that the message may have arrived, and rejects when the attempt's lease is lost: then nothing may be sent.
   */
  readonly onWritten: () => Promise<void>;
}

export interface DeliveryProvider {
  readonly name: string;
  /** It recognises a repetition by the key, so an attempt without an outcome is simply repeated. */
  readonly idempotent: boolean;
  send(message: OutgoingMessage, options: SendOptions): Promise<{ readonly providerMessageId: string }>;
  stop(): Promise<void>;
}

export type Render = (delivery: Delivery) => Promise<OutgoingMessage | Suppressed>;

export class TerminalDeliveryError extends Error {
  override readonly name = 'TerminalDeliveryError';
  /** Low-cardinality, for `error.type`: `smtp_550`, `http_422`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(withoutAddresses(message));
    this.code = code;
  }
}

export interface RetryHints {
  /** The provider's own wish (Retry-After). */
  readonly retryAfterMs?: number;
  /** The provider itself is away or overloaded, whoever the recipient: counts for the circuit breaker. */
  readonly providerDown: boolean;
}

export class RetryableDeliveryError extends Error {
  override readonly name = 'RetryableDeliveryError';
  readonly code: string;
  readonly retryAfterMs: number;
  readonly providerDown: boolean;

  constructor(code: string, message: string, hints: RetryHints) {
    super(withoutAddresses(message));
    this.code = code;
    this.retryAfterMs = hints.retryAfterMs ?? 0;
    this.providerDown = hints.providerDown;
  }
}

/**
 * The provider knows the recipient no more, and nobody has to look at it: the delivery is suppressed. `reason` stands
 * in the ledger.
 */
export class RecipientGoneError extends Error {
  override readonly name = 'RecipientGoneError';
  readonly reason: string;

  constructor(reason: string) {
    super('The recipient is gone');
    this.reason = reason;
  }
}

export class UnknownDeliveryError extends Error {
  override readonly name = 'UnknownDeliveryError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(withoutAddresses(message));
    this.code = code;
  }
}

const LONGEST_ERROR = 300;

/** Servers like to repeat the recipient in their refusals; the ledger's errors are read by more people than its rows. What Postgres cannot keep is left out. */
export function withoutAddresses(text: string): string {
  return text
    .replace(/[^\s<>"']+@[^\s<>"']+/g, '[address]')
    .replace(/\+?\d(?:[\s()-]?\d){8,}/g, '[number]')
    .slice(0, LONGEST_ERROR)
    .replace(/[\0\p{Surrogate}]/gu, '');
}
