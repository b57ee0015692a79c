/** Notes that a session or token is in use, every five minutes at most, and nobody waits for it. */
import { LRUCache } from 'lru-cache';
import type { Credential } from '../authority/credentials.ts';
import type { Queryable } from '../engine/database.ts';
import type { Logger } from '../engine/logger.ts';
import { outsideTrace } from '../engine/telemetry/spans.ts';

const EVERY_MS = 300_000;

export function touchCredential(db: Queryable, logger: Logger): (credential: Credential) => void {
  const touched = new LRUCache<string, true>({ max: 5_000, ttl: EVERY_MS });
  return (credential) => {
    if (touched.has(credential.hash)) return;
    touched.set(credential.hash, true);
    outsideTrace(() => markUsed(db, credential)).catch((error: unknown) =>
      logger.debug({ err: error }, 'last use not noted'),
    );
  };
}

async function markUsed(db: Queryable, { kind, hash }: Credential): Promise<void> {
  await db.query(
    kind === 'session'
      ? `update sessions set last_seen_at = now() where id = $1 and last_seen_at < now() - interval '5 minutes'`
      : `update tokens set last_used_at = now() where token_hash = $1
          and (last_used_at is null or last_used_at < now() - interval '5 minutes')`,
    [hash],
  );
}
