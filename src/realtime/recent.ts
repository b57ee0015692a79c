/**
 * The newest events in memory, shared by all replays, so that thousands of clients who come back at once ask
 * Postgres for nothing (R4).
 *
 * What holds: the events are contiguous by position; whatever does not follow on the last one starts it anew.
 * Bounded by count and by an estimate of bytes.
 */
import type { LoggedEvent } from '../engine/log.ts';

export interface Recent {
  push(event: LoggedEvent): void;
  /** At most `limit` events after the offset, in order; `undefined` when they reach further back than this. */
  after(offset: number, limit: number): readonly LoggedEvent[] | undefined;
  clear(): void;
  size(): { readonly events: number; readonly bytes: number };
}

export interface RecentOptions {
  readonly maxEvents: number;
  readonly maxBytes: number;
}

export function createRecent({ maxEvents, maxBytes }: RecentOptions): Recent {
  let events: LoggedEvent[] = [];
  let sizes: number[] = [];
  /** Index of the oldest one that still counts; the part before it is cut off now and then. */
  let head = 0;
  let bytes = 0;

  const clear = (): void => {
    events = [];
    sizes = [];
    head = 0;
    bytes = 0;
  };
  const dropOldest = (): void => {
    bytes -= sizes[head] ?? 0;
    head += 1;
    if (head > 1_000 && head * 2 > events.length) {
      events = events.slice(head);
      sizes = sizes.slice(head);
      head = 0;
    }
  };

  return {
    push(event) {
      const last = events.at(-1);
      if (last && event.position !== (last.position ?? 0) + 1) clear();
      const size = estimateBytes(event);
      events.push(event);
      sizes.push(size);
      bytes += size;
      while (events.length - head > maxEvents || (bytes > maxBytes && events.length - head > 0)) dropOldest();
    },
    after(offset, limit) {
      const first = events[head]?.position;
      if (first === undefined || first === null || offset < first - 1) return undefined;
      const start = head + (offset - first + 1);
      return events.slice(start, start + limit);
    },
    clear,
    size: () => ({ events: events.length - head, bytes }),
  };
}

/** Rough and cheap: characters of strings and keys, and something for the rest. */
export function estimateBytes(value: unknown): number {
  if (typeof value === 'string') return value.length + 16;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 32;
  for (const key in value) bytes += key.length + 8 + estimateBytes((value as Record<string, unknown>)[key]);
  return bytes;
}
