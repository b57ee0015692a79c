/**
 * What is made with the portal's own key (`SECRET_KEY`): marks that nobody can make without it, and sealed texts that
 * nobody can read without it. Each use has a key of its own, derived from the one, so that a mark made for one thing
 * is worth nothing for another.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

export interface Secrets {
  /** The same for the same text, hex. A short text (six digits) cannot be found by trying without the key. */
  mark(use: string, text: string): string;
  /** Readable only with the key, and only for what it was sealed for: a row's content moved to another row is nothing. */
  seal(text: string, boundTo: string): string;
  /** Undefined for what was not sealed with this key for `boundTo`. */
  open(sealed: string, boundTo: string): string | undefined;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createSecrets(key: string, randomBytes: (count: number) => Buffer): Secrets {
  const keys = new Map<string, Buffer>();
  const keyFor = (use: string): Buffer => {
    const known = keys.get(use);
    if (known) return known;
    const derived = Buffer.from(hkdfSync('sha256', key, '', `trunkline ${use}`, 32));
    keys.set(use, derived);
    return derived;
  };
  return {
    mark: (use, text) =>
      createHmac('sha256', keyFor(`mark ${use}`))
        .update(text)
        .digest('hex'),
    seal(text, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, keyFor('seal'), nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(boundTo));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed, boundTo) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(CIPHER, keyFor('seal'), nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(boundTo));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
