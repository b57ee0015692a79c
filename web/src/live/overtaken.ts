/**
 * What was being read when an event came may be older than the event, and would stand as if it were the newest: it is
 * read once more when it arrives. (An invalidation does not help there: what has no data yet is not asked for again.)
 */
import type { QueryClient } from '@tanstack/react-query';

/** Events that go on and on cost a reading each time, and not one after another without a pause. */
const REST_MS = 300;

/** The keys whose answers tell of a kind of actor, where they are not of its own name. */
const rootsOf: Readonly<Record<string, readonly string[]>> = {
  technician: ['technician', 'staff'],
  customer: ['customer', 'ticket'],
  user: ['user', 'staff'],
  registration: ['registration', 'customer'],
  provider_reply: ['reply'],
  push_subscription: ['push'],
  list_settings: ['view'],
};

export interface Overtaken {
  /** An event of this kind of actor is about to be applied. */
  note(kind: string): void;
}

export function createOvertaken(cache: QueryClient): Overtaken {
  const overtaken = new Set<string>();
  cache.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'removed') overtaken.delete(query.queryHash);
    if (type !== 'updated' || query.state.fetchStatus !== 'idle') return;
    if (!overtaken.delete(query.queryHash)) return;
    setTimeout(() => void cache.invalidateQueries({ queryKey: query.queryKey, exact: true }), REST_MS);
  });
  return {
    note(kind) {
      const roots = rootsOf[kind] ?? [kind];
      const reading = cache.getQueryCache().findAll({ fetchStatus: 'fetching' });
      for (const { queryKey, queryHash } of reading)
        if (roots.includes(String(queryKey[0]))) overtaken.add(queryHash);
    },
  };
}
