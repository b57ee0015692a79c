/**
 * WhatsApp through a gateway's HTTP: `POST {baseUrl}/v1/messages {to, type, text}` with an `Idempotency-Key`.
 * The gateway recognises a repetition, so whatever was not answered is simply sent again with the same key.
 */
import {
  type DeliveryProvider,
  RetryableDeliveryError,
  TerminalDeliveryError,
  UnknownDeliveryError,
} from '../delivery-provider.ts';
import { retryAfterMs } from './retry-after.ts';

export interface WhatsappGatewayOptions {
  readonly name?: string;
  readonly baseUrl: string;
  readonly token: string;
  /** Where it is to report what becomes of each message. */
  readonly reportUrl?: string | undefined;
  readonly timeoutMs?: number;
}

const LONGEST_ANSWER = 16_384;

export function createWhatsappGateway(options: WhatsappGatewayOptions): DeliveryProvider {
  const url = new URL('v1/messages', options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  return {
    name: options.name ?? 'whatsapp',
    idempotent: true,
    async send(message, { idempotencyKey, channel, traceparent, signal }) {
      let status: number;
      let retryAfter: string | null;
      let text: string;
      try {
        const response = await fetch(url, {
          method: 'POST',
          redirect: 'error',
          signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs ?? 8_000)]),
          headers: {
            authorization: `Bearer ${options.token}`,
            'content-type': 'application/json',
            'idempotency-key': idempotencyKey,
            ...(traceparent ? { traceparent } : {}),
          },
          body: JSON.stringify({
            to: message.to,
            type: channel === 'whatsapp_group' ? 'group' : 'text',
            text: message.text,
            ...(options.reportUrl ? { reportUrl: options.reportUrl } : {}),
          }),
        });
        status = response.status;
        retryAfter = response.headers.get('retry-after');
        text = (await response.text()).slice(0, LONGEST_ANSWER);
      } catch (error) {
        throw new RetryableDeliveryError(networkCode(error), 'The gateway did not answer', {
          providerDown: true,
        });
      }
      const answer = parse(text);
      if (status >= 200 && status < 300 && typeof answer.id === 'string')
        return { providerMessageId: answer.id };
      throw classify(status, retryAfter, answer);
    },
    stop: async () => undefined,
  };
}

interface GatewayAnswer {
  readonly id?: unknown;
  readonly title?: unknown;
  readonly detail?: unknown;
}

function parse(text: string): GatewayAnswer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function classify(status: number, retryAfter: string | null, answer: GatewayAnswer): Error {
  const code = `http_${status}`;
  const words = [answer.title, answer.detail].filter((word) => typeof word === 'string').join(': ');
  const message = words || `The gateway answered ${status}`;
  // The key belongs to another text: an earlier attempt arrived, with words that have changed since.
  if (answer.title === 'Idempotency-Key reused') {
    return new UnknownDeliveryError(code, 'An earlier attempt arrived with another text');
  }
  const ours = status === 401 || status === 403;
  const later = status === 408 || status === 409 || status === 425 || status === 429 || status >= 500;
  if (ours || later || (status >= 200 && status < 300)) {
    return new RetryableDeliveryError(code, message, {
      retryAfterMs: retryAfterMs(retryAfter),
      providerDown: ours || status === 429 || status >= 500,
    });
  }
  return new TerminalDeliveryError(code, message);
}

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'network';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return error.name;
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'network';
}
