/**
 * Signatures of Standard Webhooks 1.0 (https://www.standardwebhooks.com), both ways: what we send, and what comes in.
 *
 * - The signed text is `id.timestamp.body`, the body as it is on the wire: nothing is parsed before it is believed.
 * - Several secrets at once are a rotation: the sender signs with each, the receiver believes any.
 * - A comparison takes the same time wherever the difference is.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  /** `v1,<base64>`, several of them separated by spaces. */
  readonly 'webhook-signature': string;
}

/** Older or further ahead than this is a replay, or a clock that nobody set. */
export const TOLERANCE_SECONDS = 300;

const PREFIX = 'whsec_';
const MOST_SIGNATURES = 10;

export function webhookSecret(random: Buffer): string {
  return PREFIX + random.toString('base64');
}

/** A secret without the prefix is one that both sides know as it is, like a gateway's token. */
function keyOf(secret: string): Buffer {
  return secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');
}

function macOf(secret: string, id: string, timestamp: string, body: string | Buffer): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();
}

export function signWebhook(
  secrets: readonly string[],
  id: string,
  at: Date,
  body: string | Buffer,
): WebhookHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => `v1,${macOf(secret, id, timestamp, body).toString('base64')}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

export type Distrust = 'headers_missing' | 'timestamp_old' | 'timestamp_ahead' | 'signature_wrong';

/** Why the message is not believed; undefined when it is. */
export function distrust(
  secrets: readonly string[],
  headers: { readonly [name in keyof WebhookHeaders]: string | undefined },
  body: string | Buffer,
  now: Date,
): Distrust | undefined {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  if (!id || !signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return 'headers_missing';
  const ageSeconds = Math.floor(now.getTime() / 1_000) - Number(timestamp);
  if (ageSeconds > TOLERANCE_SECONDS) return 'timestamp_old';
  if (ageSeconds < -TOLERANCE_SECONDS) return 'timestamp_ahead';
  const expected = secrets.map((secret) => macOf(secret, id, timestamp, body));
  const given = signature
    .split(' ', MOST_SIGNATURES)
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  const isOne = given.some((mac) =>
    expected.some((own) => own.length === mac.length && timingSafeEqual(own, mac)),
  );
  return isOne ? undefined : 'signature_wrong';
}
