/**
 * What the error codes of Meta's Cloud API mean for a message. Meta asks to decide by `code`, not by status or title:
 * developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 *
 * A code that stands in no list here is decided by the HTTP status.
 */
import { RetryableDeliveryError, TerminalDeliveryError, UnknownDeliveryError } from '../delivery-provider.ts';
import { retryAfterMs } from './retry-after.ts';

/**
 * - `ours`: token, permission, account, number or payment. Every message would fail, and somebody mends it: they wait.
 * - `busy`: there or overloaded no more, whoever the recipient.
 * - `limited`: too many from our number. `pair`: too many to this one recipient; others go on.
 * - `refused`: this message to this recipient, whenever it comes.
 */
type Meaning = 'ours' | 'busy' | 'limited' | 'pair' | 'refused';

const meanings: Readonly<Record<Meaning, readonly number[]>> = {
  ours: [
    0, // token expired or taken back
    3, // capability missing
    10, // permission missing
    33, // no such business number
    190, // token expired
    368, // blocked for policy
    131005, // access denied
    131031, // account locked
    131037, // display name not approved
    131042, // payment
    131045, // number not registered
    133010, // number not registered
  ],
  busy: [
    1, // unknown, possibly theirs
    2, // overloaded
    131000, // unknown, theirs
    131016, // overloaded
    131057, // in maintenance
    133004, // away
  ],
  limited: [
    4, // calls of the app
    80007, // calls of the business account
    130429, // throughput of the number
    131048, // too many marked as spam
  ],
  pair: [131056],
  refused: [
    100, // parameter
    130472, // part of an experiment
    130497, // a country that we may not write to
    131008, // parameter missing
    131009, // parameter
    131021, // ourselves
    131026, // no WhatsApp, or an old one
    131030, // not among the numbers of a test account
    131047, // wrote to us last more than 24 h ago
    131049, // kept back by Meta
    131050, // wants no advertising
    131051, // kind of message
    135000, // parameters
  ],
};

const meaningOf: ReadonlyMap<number, Meaning> = new Map(
  (Object.entries(meanings) as [Meaning, readonly number[]][]).flatMap(([meaning, codes]) =>
    codes.map((code) => [code, meaning] as const),
  ),
);

/** One message to a recipient every six seconds. */
const PAIR_MS = 6_000;
const LIMITED_MS = 1_000;

export interface CloudAnswer {
  readonly messages?: unknown;
  readonly error?: unknown;
}

interface GraphError {
  readonly code: number;
  readonly message: string;
  readonly transient: boolean;
}

/** Why a message was not taken. */
export function cloudFailure(status: number, retryAfter: string | null, answer: CloudAnswer): Error {
  const error = graphErrorOf(answer.error);
  if (!error) return withoutGraphError(status, retryAfter);
  const code = `meta_${error.code}`;
  const wishMs = retryAfterMs(retryAfter);
  const later = (providerDown: boolean, leastMs = 0): Error =>
    new RetryableDeliveryError(code, error.message, {
      retryAfterMs: Math.max(wishMs, leastMs),
      providerDown,
    });
  switch (meaningOf.get(error.code) ?? byStatus(status, error)) {
    case 'ours':
    case 'busy':
      return later(true);
    case 'limited':
      return later(true, LIMITED_MS);
    case 'pair':
      return later(false, PAIR_MS);
    case 'refused':
      return new TerminalDeliveryError(code, error.message);
  }
}

function byStatus(status: number, { code, transient }: GraphError): Meaning {
  if (status === 401 || status === 403 || (code >= 200 && code <= 299)) return 'ours';
  if (status === 429) return 'limited';
  return transient || status >= 500 || status === 408 ? 'busy' : 'refused';
}

/**
 * Something in between answered. Of a request that it passed on nobody knows what became: 500, 502 and 504, and 2xx
 * without the message's id. What it kept to itself may be sent again.
 */
function withoutGraphError(status: number, retryAfter: string | null): Error {
  const code = `http_${status}`;
  const isLost = (status >= 200 && status < 300) || status === 500 || status === 502 || status === 504;
  if (isLost) return new UnknownDeliveryError(code, `Handed over, and answered ${status} without an outcome`);
  const ours = status === 401 || status === 403 || status === 404;
  if (ours || status === 408 || status === 425 || status === 429 || status >= 500)
    return new RetryableDeliveryError(code, `The Cloud API answered ${status}`, {
      retryAfterMs: retryAfterMs(retryAfter),
      providerDown: ours || status === 429 || status >= 500,
    });
  return new TerminalDeliveryError(code, `The Cloud API answered ${status}`);
}

function graphErrorOf(value: unknown): GraphError | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, message, error_data, is_transient } = value as Record<string, unknown>;
  if (typeof code !== 'number') return undefined;
  const { details } = (error_data ?? {}) as Record<string, unknown>;
  const words = [message, details].filter((word) => typeof word === 'string' && word !== '');
  return { code, message: words.join(': ') || `Error ${code}`, transient: is_transient === true };
}
