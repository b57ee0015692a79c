/** Web push: notices shown by the browser, also when no page of the portal is open (RFC 8030, 8291, 8292). */
import * as z from 'zod/mini';
import { idSchema } from './text.ts';

/** More browsers than this are nobody's; every notice is a message to each. */
export const MOST_BROWSERS = 10;

/** As `PushSubscription.toJSON()` says them: the browser's public key, and what it shares with us alone. */
export const pushKeysSchema = z.strictObject({
  /** An uncompressed point of P-256: 65 bytes that begin with 4, base64url. */
  p256dh: z.string().check(z.regex(/^B[\w-]{86}$/, 'must be 65 bytes of base64url, a point of P-256')),
  auth: z.string().check(z.regex(/^[\w-]{22}$/, 'must be 16 bytes of base64url')),
});

export const startPushSchema = z.strictObject({
  /** A secret of the browser: whoever knows it can write to it, with our key. */
  endpoint: z.string().check(z.minLength(1), z.maxLength(2_000)),
  keys: pushKeysSchema,
});

/** `publicKey`: what a browser subscribes with; null where push is off. */
export const pushKeySchema = z.object({ publicKey: z.nullable(z.string()) });
export type PushKey = z.infer<typeof pushKeySchema>;

export const pushBrowserSchema = z.object({
  id: idSchema,
  userAgent: z.nullable(z.string()),
  createdAt: z.string(),
});
export type PushBrowser = z.infer<typeof pushBrowserSchema>;

/** What the service worker says of a notice that it got: it is on the screen, or it was opened. */
export const pushReceiptSteps = ['shown', 'read'] as const;

export const pushReceiptSchema = z.strictObject({
  /** Of the delivery; both came with the message. */
  id: idSchema,
  receipt: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  step: z.enum(pushReceiptSteps),
});

/** What is sent, encrypted, and what the service worker shows. */
export interface PushPayload {
  /** Of the delivery. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly lang: string;
  /** A notice takes the place of an earlier one with the same tag. */
  readonly tag: string;
  /** `kind/id`: what it leads to. */
  readonly about: string | null;
  /** Proof for `pushReceiptSchema`; null where none can be made. */
  readonly receipt: string | null;
}

/**
 * A browser's id from its endpoint: the same for server and browser, who can thus tell which of the list it is; nobody
 * finds the endpoint from it. `sha256`: of the endpoint, hex.
 */
export function pushSubscriptionId(sha256: string): string {
  return sha256.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
