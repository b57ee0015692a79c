// The part of http_ece that we use; it comes without types.

// biome-ignore lint/correctness/noUnresolvedImports: it is there; the linter does not follow its `main`.
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  interface Opening {
    readonly version: 'aes128gcm';
    readonly privateKey: ECDH;
    readonly authSecret: Buffer;
  }

  /** @throws when it was not made for this key */
  export function decrypt(body: Buffer, how: Opening): Buffer;
}
