/**
 * Webhooks: `POST {url}` with a signed body, to an address that somebody else chose.
 *
 * - The address is judged and pinned, a redirect is not followed, and the whole call ends in time (`outside-post.ts`).
 * - Its receivers are many: none of them being away says anything of the others, so nothing here is "provider down".
 * - A receiver tells a repetition by `webhook-id`, the same in every attempt. 2xx is accepted; 410 is a receiver that
 *   asks for no more; all else is tried again.
 */
import {
  type DeliveryProvider,
  RetryableDeliveryError,
  TerminalDeliveryError,
} from '../delivery-provider.ts';
import { createLookup, type Reach, type Resolve, refuseUrl } from '../outside-address.ts';
import { networkFailure, type OutsideAnswer, postOutside } from './outside-post.ts';
import { retryAfterMs } from './retry-after.ts';

export interface WebhookProviderOptions {
  readonly reach: Reach;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

const TIMEOUT_MS = 9_000;

export function createWebhookProvider(options: WebhookProviderOptions): DeliveryProvider {
  const lookup = createLookup(options.reach, options.resolve);
  return {
    name: 'webhook',
    idempotent: true,
    async send(message, { idempotencyKey, traceparent, signal }) {
      const why = refuseUrl(message.to, options.reach);
      if (why) throw new TerminalDeliveryError('address_refused', `The address ${why}`);
      let answer: OutsideAnswer;
      try {
        answer = await postOutside({
          to: message.to,
          body: message.text,
          headers: {
            ...message.headers,
            ...(traceparent ? { traceparent } : {}),
            'content-type': 'application/cloudevents+json; charset=utf-8',
            'user-agent': 'Trunkline-Webhooks/1',
          },
          lookup,
          signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)]),
        });
      } catch (error) {
        const code = networkFailure(error);
        if (code === undefined) throw new TerminalDeliveryError('address_refused', (error as Error).message);
        throw new RetryableDeliveryError(code, 'The receiver did not answer', { providerDown: false });
      }
      const { status } = answer;
      if (status >= 200 && status < 300) return { providerMessageId: idempotencyKey };
      const code = `http_${status}`;
      if (status === 410) throw new TerminalDeliveryError(code, 'The receiver wants no more');
      const words =
        status >= 300 && status < 400 ? 'A redirect is not followed' : `The receiver answered ${status}`;
      throw new RetryableDeliveryError(code, words, {
        retryAfterMs: retryAfterMs(answer.retryAfter),
        providerDown: false,
      });
    },
    stop: async () => undefined,
  };
}
