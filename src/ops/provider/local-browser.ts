// A browser of the local push service. All there is of it stands in its endpoint: its private key, what it shares with
// the sender, and whom it subscribed to. So the service keeps nothing, and its subscriptions outlive every restart.

import { createECDH, createHash, createPublicKey, type ECDH, type KeyObject, randomBytes } from 'node:crypto';
import { LOCAL_PUSH_ORIGIN } from '../../engine/push-address.ts';

const PRIVATE_BYTES = 32;
const AUTH_BYTES = 16;
const POINT_BYTES = 65;

export type LocalBrowser = {
  /** As the outbox names it; nobody finds the endpoint from it. */
  name: string;
  keys: ECDH;
  auth: Buffer;
  /** Of the sender it subscribed to, base64url. */
  vapidKey: string;
};

/** What `PushSubscription.toJSON()` gives. */
export type LocalSubscription = { endpoint: string; keys: { p256dh: string; auth: string } };

/** A new browser that subscribes to the sender with this public key. */
export function subscribeLocally(vapidKey: string): LocalSubscription {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  const auth = randomBytes(AUTH_BYTES);
  const secret = Buffer.concat([Buffer.alloc(PRIVATE_BYTES), keys.getPrivateKey()]).subarray(-PRIVATE_BYTES);
  const id = Buffer.concat([secret, auth, Buffer.from(vapidKey, 'base64url')]).toString('base64url');
  return {
    endpoint: `${LOCAL_PUSH_ORIGIN}/push/${id}`,
    keys: { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') },
  };
}

/** Undefined for what is no browser. */
export function openBrowser(id: string): LocalBrowser | undefined {
  const bytes = Buffer.from(id, 'base64url');
  if (bytes.length !== PRIVATE_BYTES + AUTH_BYTES + POINT_BYTES) return undefined;
  const keys = createECDH('prime256v1');
  const vapidKey = bytes.subarray(PRIVATE_BYTES + AUTH_BYTES).toString('base64url');
  try {
    keys.setPrivateKey(bytes.subarray(0, PRIVATE_BYTES));
    publicKeyObject(vapidKey);
  } catch {
    return undefined;
  }
  return {
    name: `browser-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`,
    keys,
    auth: bytes.subarray(PRIVATE_BYTES, PRIVATE_BYTES + AUTH_BYTES),
    vapidKey,
  };
}

/** @throws when it is no point of P-256 */
export function publicKeyObject(point: string): KeyObject {
  const bytes = Buffer.from(point, 'base64url');
  const coordinate = (from: number): string => bytes.subarray(from, from + 32).toString('base64url');
  const key = { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) };
  return createPublicKey({ key, format: 'jwk' });
}
