/**
 * One attempt at a delivery: render, call, and read the answer as an outcome. Nothing here is a transaction, and
 * nothing is written but the mark that a message is about to be complete (D1).
 */
import { SpanKind } from '@opentelemetry/api';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Pool } from './database.ts';
import { afterFailure, type BackoffPolicy, type DeliveryOutcome, defaultBackoff } from './delivery-policy.ts';
import {
  type DeliveryProvider,
  type OutgoingMessage,
  RecipientGoneError,
  type Render,
  RetryableDeliveryError,
  UnknownDeliveryError,
} from './delivery-provider.ts';
import { type Claimed, markWritten } from './delivery-sql.ts';
import { traceparentOf, withSpan } from './telemetry/spans.ts';

export interface AttemptOptions {
  readonly pool: Pool;
  readonly provider: DeliveryProvider;
  readonly render: Render;
  readonly breaker: CircuitBreaker;
  readonly random: () => number;
  readonly now: () => Date;
  /** Aborted when the process has to end. */
  readonly stopping: AbortSignal;
  readonly callTimeoutMs?: number;
  readonly backoff?: BackoffPolicy;
}

export interface Attempted {
  readonly outcome: DeliveryOutcome;
  /** Why it was not sent. */
  readonly error?: Error;
}

const CALL_TIMEOUT_MS = 10_000;

/** Never rejects: what goes wrong is an outcome. The breaker hears of it. */
export function createAttempt(
  options: AttemptOptions,
): (delivery: Claimed, token: string) => Promise<Attempted> {
  const { pool, provider, breaker, random } = options;

  const call = (delivery: Claimed, token: string, message: OutgoingMessage) =>
    withSpan(
      `send ${delivery.channel}`,
      { kind: SpanKind.CLIENT, attributes: { 'trunkline.provider': provider.name } },
      (span) =>
        provider.send(message, {
          idempotencyKey: delivery.id,
          channel: delivery.channel,
          traceparent: traceparentOf(span),
          signal: AbortSignal.any([
            options.stopping,
            AbortSignal.timeout(options.callTimeoutMs ?? CALL_TIMEOUT_MS),
          ]),
          onWritten: async () => {
            if (!(await markWritten(pool, delivery.id, token))) throw leaseLost();
          },
        }),
    );

  return async (delivery, token) => {
    try {
      const message = await options.render(delivery);
      if ('suppressed' in message) {
        breaker.neutral();
        return { outcome: { outcome: 'suppressed', reason: message.suppressed } };
      }
      const { providerMessageId } = await call(delivery, token, message);
      breaker.succeeded();
      const { wordsVersion } = message;
      const version = wordsVersion === undefined ? {} : { wordsVersion };
      return { outcome: { outcome: 'sent', providerMessageId, ...version } };
    } catch (thrown) {
      if (thrown instanceof RecipientGoneError) {
        // The provider answered, and well: it is up.
        breaker.succeeded();
        return { outcome: { outcome: 'suppressed', reason: thrown.reason } };
      }
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const silent = error instanceof UnknownDeliveryError;
      const down = error instanceof RetryableDeliveryError && error.providerDown;
      if (silent || down) breaker.failed(options.now().getTime(), random());
      else breaker.neutral();
      return { outcome: afterFailure(error, delivery, options.backoff ?? defaultBackoff, random()), error };
    }
  };
}

function leaseLost(): RetryableDeliveryError {
  return new RetryableDeliveryError('lease_lost', 'The lease was lost before the message was handed over', {
    providerDown: false,
  });
}
