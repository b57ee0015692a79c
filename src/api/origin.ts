/**
 * Where a request came from: address and user agent, as one row for each session that has them. Events and the audit
 * log name the row alone, so that erasing a person is deleting rows and leaves the log as it is (L6).
 *
 * The row commits with the first command that names it, so a request that is refused leaves none.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RowEffect } from '../engine/effects.ts';
import type { AnyCall } from './route.ts';

/** Known to be stored; more than the sessions that are busy at once. */
const REMEMBERED = 5_000;
/** So seldom is it written that a request came from there once more: what nothing comes from any more goes (`seen_at`). */
const SEEN_MS = 24 * 3_600_000;

export interface Origin {
  /** Says nothing by itself: the session's id in it is random, and goes with the session. */
  readonly id: string;
  readonly userId: string;
  readonly address: string;
  readonly userAgent: string | null;
}

export interface Origins {
  /** What a commit that names the origin has to write: nothing where this process knows that it is stored, for a day. */
  rowsOf(origin: Origin): readonly RowEffect[];
  /** The commit is done. */
  stored(origin: Origin): void;
}

export function originOf(
  call: Pick<AnyCall, 'address' | 'header'>,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
): Origin {
  const { address } = call;
  const userAgent = userAgentOf(call);
  const words = JSON.stringify([userId, sessionId, address, userAgent]);
  const id = createHash('sha256').update(words).digest('hex').slice(0, 32);
  return { id, userId, address, userAgent };
}

export function userAgentOf(call: Pick<AnyCall, 'header'>): string | null {
  return (
    call
      .header('user-agent')
      ?.replace(/[^\x20-\x7e]/g, '')
      .slice(0, 300) ?? null
  );
}

export function createOrigins(now: () => Date): Origins {
  const storedMs = new LRUCache<string, number>({ max: REMEMBERED });
  return {
    rowsOf({ id, userId, address, userAgent }) {
      const seenAt = now();
      if (seenAt.getTime() - (storedMs.get(id) ?? 0) < SEEN_MS) return [];
      const row = { id, user_id: userId, address, user_agent: userAgent, seen_at: seenAt.toISOString() };
      return [{ effect: 'upsert', table: 'request_origins', row, conflict: ['id'] }];
    },
    stored({ id }) {
      storedMs.set(id, now().getTime());
    },
  };
}
