/**
 * WhatsApp through Meta's Cloud API: `POST {baseUrl}/{version}/{phone-number-id}/messages`, text messages only.
 *
 * - It knows no idempotency, so the moment before the request is complete is recorded (`onWritten`), and a request
 *   without an answer is *unknown*. The delivery's id goes along as `biz_opaque_callback_data` and comes back with
 *   every status, so a status settles what is unknown.
 * - What its error codes mean stands in `whatsapp-cloud-errors.ts`.
 * - It reaches no ordinary group: a message to one fails for good, and says why (decision 39).
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  type DeliveryProvider,
  RetryableDeliveryError,
  TerminalDeliveryError,
  UnknownDeliveryError,
} from '../delivery-provider.ts';
import { PostFailed, postHeld } from './held-post.ts';
import { networkFailure } from './outside-post.ts';
import { type CloudAnswer, cloudFailure } from './whatsapp-cloud-errors.ts';

export interface WhatsappCloudOptions {
  readonly name?: string;
  /** `https://graph.facebook.com`. */
  readonly baseUrl: string;
  /** `v24.0`. */
  readonly version: string;
  readonly phoneNumberId: string;
  readonly token: string;
  readonly timeoutMs?: number;
}

export function createWhatsappCloud(options: WhatsappCloudOptions): DeliveryProvider {
  const { baseUrl, version, phoneNumberId, token } = options;
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/${version}/${phoneNumberId}/messages`);
  const agent =
    url.protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  return {
    name: options.name ?? 'whatsapp-cloud',
    idempotent: false,
    async send(message, { idempotencyKey, channel, traceparent, signal, onWritten }) {
      if (channel === 'whatsapp_group')
        throw new TerminalDeliveryError('groups_unsupported', 'The Cloud API reaches no ordinary group');
      const body = JSON.stringify({
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: message.to,
        type: 'text',
        text: { preview_url: false, body: message.text },
        biz_opaque_callback_data: idempotencyKey,
      });
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(traceparent ? { traceparent } : {}),
      };
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs ?? 8_000)]);
      let answered: { status: number; retryAfter: string | null; text: string };
      try {
        answered = await postHeld({ url, body, headers, agent, signal: inTime, onWritten });
      } catch (error) {
        throw error instanceof PostFailed ? unanswered(error) : error;
      }
      const answer = parse(answered.text);
      const id = messageIdOf(answer);
      if (answered.status >= 200 && answered.status < 300 && id) return { providerMessageId: id };
      throw cloudFailure(answered.status, answered.retryAfter, answer);
    },
    async stop() {
      agent.destroy();
    },
  };
}

function unanswered({ written, cause }: PostFailed): Error {
  const code = networkFailure(cause) ?? 'network';
  if (written) return new UnknownDeliveryError(code, 'Handed over, but the Cloud API did not answer');
  return new RetryableDeliveryError(code, 'The Cloud API could not be reached', { providerDown: true });
}

function parse(text: string): CloudAnswer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function messageIdOf({ messages }: CloudAnswer): string | undefined {
  const [first] = Array.isArray(messages) ? (messages as unknown[]) : [];
  const { id } = (first ?? {}) as { id?: unknown };
  return typeof id === 'string' && id !== '' ? id : undefined;
}
