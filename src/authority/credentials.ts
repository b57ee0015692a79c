/**
 * What proves who somebody is: a session's cookie or a bearer token. Both are 256 random bits, and only their
 * sha256 is stored, so a leaked table opens nothing.
 */
import { createHash } from 'node:crypto';
import { parseCookie } from 'cookie';

export const SESSION_COOKIE = 'trunkline_session';

export type Credential =
  | { readonly kind: 'session'; readonly hash: string }
  | { readonly kind: 'token'; readonly hash: string };

const SECRET = /^[A-Za-z0-9_-]{43}$/;
const BEARER = /^tl_[A-Za-z0-9_-]{43}$/;

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** `random` is 32 random bytes. */
export function sessionSecret(random: Buffer): string {
  return random.toString('base64url');
}

export function tokenSecret(random: Buffer): string {
  return `tl_${random.toString('base64url')}`;
}

/** The credential a request carries; a bearer token goes before a cookie. What cannot be one is none. */
export function readCredential(given: { cookie?: string; bearer?: string }): Credential | undefined {
  if (given.bearer !== undefined) {
    return BEARER.test(given.bearer) ? { kind: 'token', hash: hashSecret(given.bearer) } : undefined;
  }
  if (given.cookie === undefined) return undefined;
  const secret = parseCookie(given.cookie)[SESSION_COOKIE];
  return secret !== undefined && SECRET.test(secret)
    ? { kind: 'session', hash: hashSecret(secret) }
    : undefined;
}

/** The token of an Authorization header, without "Bearer". */
export function bearerOf(authorization: string | undefined): string | undefined {
  const match = authorization === undefined ? null : /^Bearer +(\S+)$/i.exec(authorization);
  return match?.[1];
}
