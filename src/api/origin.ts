/**
 * Where a request came from: address and user agent, as one row for each session that has them. Events and the audit
 * log name the row alone, so that erasing a person is deleting rows and leaves the log as it is (L6).
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Queryable } from '../engine/database.ts';
import type { AnyCall } from './route.ts';

/** Known to be stored; more than the sessions that are busy at once. */
const REMEMBERED = 5_000;

export interface Origin {
  /** Says nothing by itself: the session's id in it is random, and goes with the session. */
  readonly id: string;
  readonly userId: string;
  readonly address: string;
  readonly userAgent: string | null;
}

export interface Origins {
  /** Stores it, unless this process has before. */
  note(origin: Origin): Promise<void>;
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

export function createOrigins(db: Queryable): Origins {
  const stored = new LRUCache<string, true>({ max: REMEMBERED });
  return {
    async note({ id, userId, address, userAgent }) {
      if (stored.has(id)) return;
      await db.query({
        name: 'note_origin',
        text: `insert into request_origins (id, user_id, address, user_agent) values ($1, $2, $3, $4)
          on conflict (id) do nothing`,
        values: [id, userId, address, userAgent],
      });
      stored.set(id, true);
    },
  };
}
