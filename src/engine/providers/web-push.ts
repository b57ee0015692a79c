/**
 * Web push: `POST {endpoint}` of an encrypted body to the push service of a browser (RFC 8030).
 *
 * - The endpoint is a person's word: judged by `push-address.ts`, pinned and bounded as a webhook's is.
 * - There is no idempotency in the protocol. A repetition carries the topic of the first: it takes its place at the
 *   service while that waits, and by its tag on the screen afterwards. So it may be seen twice and stands there once.
 * - 404 and 410 say that the browser is gone. What a known service does speaks for that provider; any other is on its
 *   own, or whoever subscribes could stop everybody's notices.
 */
import {
  type DeliveryProvider,
  RecipientGoneError,
  RetryableDeliveryError,
  TerminalDeliveryError,
} from '../delivery-provider.ts';
import { createLookup, type Resolve } from '../outside-address.ts';
import {
  isKnownPush,
  isLocalPush,
  LOCAL_PUSH_ORIGIN,
  type PushReach,
  reachOf,
  refuseEndpoint,
} from '../push-address.ts';
import { networkFailure, type OutsideAnswer, postOutside } from './outside-post.ts';
import { retryAfterMs } from './retry-after.ts';

export interface WebPushOptions {
  readonly addresses: PushReach['addresses'];
  /** Where the local provider listens, where it runs: `http://127.0.0.1:2580`. */
  readonly localUrl?: string | undefined;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

/** The reason in the ledger of a browser that is gone. */
export const SUBSCRIPTION_GONE = 'subscription_gone';

const TIMEOUT_MS = 9_000;

export function createWebPushProvider(options: WebPushOptions): DeliveryProvider {
  const { addresses, localUrl } = options;
  const outside = createLookup(reachOf(addresses), options.resolve);
  const inside = createLookup('any', options.resolve);
  return {
    name: 'push',
    idempotent: true,
    async send({ to, text, body, headers }, { idempotencyKey, traceparent, signal }) {
      const why = refuseEndpoint(to, { addresses, local: localUrl !== undefined });
      if (why) throw new TerminalDeliveryError('address_refused', `The endpoint ${why}`);
      const local = isLocalPush(to);
      // A service of its own that is not known says nothing of the others.
      const speaks = local || isKnownPush(to);
      let answer: OutsideAnswer;
      try {
        answer = await postOutside({
          to: local && localUrl !== undefined ? localUrl + to.slice(LOCAL_PUSH_ORIGIN.length) : to,
          body: body ?? text,
          // A trace is nobody's outside.
          headers: { ...headers, ...(local && traceparent ? { traceparent } : {}) },
          lookup: local ? inside : outside,
          signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)]),
        });
      } catch (error) {
        const code = networkFailure(error);
        if (code === undefined) throw new TerminalDeliveryError('address_refused', (error as Error).message);
        throw new RetryableDeliveryError(code, 'The push service did not answer', { providerDown: speaks });
      }
      if (answer.status >= 200 && answer.status < 300) return { providerMessageId: idempotencyKey };
      throw refusal(answer, speaks);
    },
    stop: async () => undefined,
  };
}

function refusal({ status, retryAfter }: OutsideAnswer, speaks: boolean): Error {
  if (status === 404 || status === 410) return new RecipientGoneError(SUBSCRIPTION_GONE);
  const code = `http_${status}`;
  const words = `The push service answered ${status}`;
  // Our key or subject is refused: mended by a person, and a subscription of another key says nothing of the others.
  const ours = status === 401 || status === 403;
  if (ours || status === 408 || status === 425 || status === 429 || status >= 500) {
    return new RetryableDeliveryError(code, words, {
      retryAfterMs: retryAfterMs(retryAfter),
      providerDown: speaks && !ours && (status === 429 || status >= 500),
    });
  }
  return new TerminalDeliveryError(code, words);
}
