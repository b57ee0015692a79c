/**
 * Who we are to push services (VAPID, RFC 8292): a key pair of P-256, of which only the private half is a setting, and
 * whom they can write to. Without both there is no push.
 */
import { createECDH } from 'node:crypto';
import type { Config } from '../contracts/generic/config.ts';

export interface Vapid {
  /** 32 bytes, base64url. */
  readonly privateKey: string;
  /** 65 bytes, base64url: what browsers subscribe with. */
  readonly publicKey: string;
  /** `mailto:` or `https:`. */
  readonly subject: string;
}

type Settings = Pick<Config, 'NODE_ENV' | 'PUBLIC_URL' | 'VAPID_PRIVATE_KEY' | 'VAPID_SUBJECT'>;

const CURVE = 'prime256v1';
/** Outside of production nobody has to be reachable. */
const NOBODY = 'mailto:noreply@trunkline.example';

/** Undefined where push is off: no key, or in production nobody whom a push service could write to. */
export function vapidOf(config: Settings): Vapid | undefined {
  const { VAPID_PRIVATE_KEY: privateKey } = config;
  const subject = vapidSubject(config);
  if (privateKey === undefined || subject === undefined) return undefined;
  return { privateKey, publicKey: publicKeyOf(privateKey), subject };
}

/** Undefined where nobody can be named. */
export function vapidSubject({ NODE_ENV, PUBLIC_URL, VAPID_SUBJECT }: Settings): string | undefined {
  if (VAPID_SUBJECT !== undefined) return VAPID_SUBJECT;
  if (PUBLIC_URL?.startsWith('https:')) return PUBLIC_URL;
  return NODE_ENV === 'production' ? undefined : NOBODY;
}

/** @throws when it is no private key of P-256 */
export function publicKeyOf(privateKey: string): string {
  const pair = createECDH(CURVE);
  pair.setPrivateKey(privateKey, 'base64url');
  return pair.getPublicKey('base64url');
}

/** A new private key. */
export function newVapidKey(): string {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  // A key with leading zeros comes shorter.
  return Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
    .subarray(-32)
    .toString('base64url');
}
