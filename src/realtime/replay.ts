/**
 * Sends a socket what it has missed, from memory where that reaches back far enough, else from the log (R4).
 *
 * - `arrive` is called in the very tick in which the replay has reached the emitted position, so whoever joins
 *   rooms there misses nothing and gets nothing twice.
 * - It goes at the pace of the client: after some events it waits until they have left.
 * - It looks ahead of what it sends: of what left the viewer's sight nothing older is sent (R5).
 * - Only so many replays read the log at once; the others queue in order.
 */
import type { Socket } from 'socket.io';
import type { Pool } from '../engine/database.ts';
import { type LoggedEvent, readEventsAfter, toEnvelope } from '../engine/log.ts';
import { whenDrained } from './consumers.ts';
import type { Emitter } from './emitter.ts';
import type { Recent } from './recent.ts';
import type { Sight } from './resume.ts';

const CHUNK = 500;
const PAGE = 1_000;

export interface ReplayOptions {
  readonly pool: Pool;
  readonly recent: Recent;
  readonly emitter: Pick<Emitter, 'position'>;
  readonly concurrency: number;
}

export interface ReplayRequest {
  readonly socket: Socket;
  readonly sight: Sight;
  /** Still wanted: the socket is there and its rights are the same. */
  readonly isWanted: () => boolean;
  /** Called synchronously when the socket has all up to the emitted position. */
  readonly arrive: (sent: number) => void;
}

export interface Replays {
  /** Returns without `arrive` when it is no longer wanted. Rejects when the log cannot be read. */
  run(request: ReplayRequest): Promise<void>;
}

export function createReplays({ pool, recent, emitter, concurrency }: ReplayOptions): Replays {
  const reading = createGate(concurrency);

  async function eventsAfter(offset: number): Promise<readonly LoggedEvent[]> {
    const known = recent.after(offset, CHUNK);
    if (known) return known;
    const events = await reading(() => readEventsAfter(pool, offset, PAGE));
    // What the numbering has made visible but the emitter has not emitted yet comes live.
    const { offset: emitted } = emitter.position();
    return events.filter((event) => (event.position ?? 0) <= emitted);
  }

  return {
    async run({ socket, sight, isWanted, arrive }) {
      let at = sight.from;
      let foreseen = sight.from;
      let sent = 0;
      for (;;) {
        if (!isWanted()) return;
        if (at >= emitter.position().offset) {
          arrive(sent);
          return;
        }
        const events = await eventsAfter(at);
        while (foreseen < emitter.position().offset) {
          const ahead = await eventsAfter(foreseen);
          for (const event of ahead) sight.foresee(event);
          foreseen = lastOf(ahead, foreseen);
        }
        if (!isWanted()) return;
        const last = lastOf(events, at);
        const before = sent;
        for (const event of events) {
          const data = sight.see(event);
          if (!data) continue;
          socket.emit(event.type, toEnvelope(event, data, emitter.position().epoch));
          sent += 1;
        }
        at = last;
        if (sent > before && at < emitter.position().offset) await whenDrained(socket);
      }
    },
  };
}

function lastOf(events: readonly LoggedEvent[], after: number): number {
  const last = events.at(-1)?.position;
  if (!last) throw new Error(`The log has nothing after ${after}, though more was emitted`);
  return last;
}

/** At most `limit` at once; the others wait in order. */
export function createGate(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let active = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (active >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else active += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else active -= 1;
    }
  };
}
