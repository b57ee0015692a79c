/**
 * Viewers by credential, kept for at most a second, so that a busy session asks Postgres once a second and a
 * revoked one is refused within one. Concurrent requests of one credential share one look-up.
 */
import { LRUCache } from 'lru-cache';
import type { Credential } from '../authority/credentials.ts';
import type { Viewer } from '../authority/viewer.ts';
import { VIEWER_MAX_AGE_MS } from '../contracts/viewer-age.ts';

const MAX_ENTRIES = 5_000;

export interface SessionCache {
  viewer(credential: Credential): Promise<Viewer | undefined>;
  /** For a credential that this process has just revoked. */
  forget(credential: Credential): void;
  /** This process has just changed what whole roles may. */
  forgetAll(): void;
}

interface Entry {
  /** When the look-up began: what it saw is at least as new. */
  readonly sinceMs: number;
  readonly viewer: Promise<Viewer | undefined>;
}

export function createSessionCache(
  load: (credential: Credential) => Promise<Viewer | undefined>,
  nowMs: () => number = () => performance.now(),
): SessionCache {
  const entries = new LRUCache<string, Entry>({ max: MAX_ENTRIES });
  const keyOf = (credential: Credential): string => `${credential.kind} ${credential.hash}`;
  return {
    viewer(credential) {
      const key = keyOf(credential);
      const known = entries.get(key);
      if (known && nowMs() - known.sinceMs < VIEWER_MAX_AGE_MS) return known.viewer;
      const entry: Entry = { sinceMs: nowMs(), viewer: load(credential) };
      entries.set(key, entry);
      // A failed look-up is nobody's answer: the next request asks again.
      entry.viewer.catch(() => {
        if (entries.peek(key) === entry) entries.delete(key);
      });
      return entry.viewer;
    },
    forget(credential) {
      entries.delete(keyOf(credential));
    },
    forgetAll: () => entries.clear(),
  };
}
