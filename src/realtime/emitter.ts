/**
 * The emitter: hands every event of the log to `emit`, once, in order of position (R3).
 *
 * - It emits what comes after the last position it emitted. What the numbering returned is a shortcut only when it
 *   starts exactly there; otherwise it reads the log.
 * - One drain at a time; rings that come meanwhile share the next one.
 * - Events of one batch are emitted within one tick, so `position()` never moves while synchronous code runs.
 * - An epoch or a head that does not continue ours (a restore, a failover) starts it anew: `onReset`.
 * - Under load drains start some milliseconds apart: one of ten events costs Postgres and this process about what one
 *   of one does. The first ring after a quiet moment waits for nothing. One that found several goes on for a while.
 * - It keeps nothing worth saving.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '../contracts/generic/position.ts';
import type { Pool } from '../engine/database.ts';
import { type LoggedEvent, numberEvents, readEventsAfter, readHead } from '../engine/log.ts';
import type { Recent } from './recent.ts';

const BATCH = 1_000;
const GATHER_MS = 3;
/** So many events in a drain, and the next has come by the time it ends. */
const BUSY = 2;
/** Then the worker whose ring it is gets its answer, and the once a second looks at the head find room. */
const GO_ON_MS = 50;

export interface EmitterOptions {
  readonly pool: Pool;
  readonly recent: Recent;
  /** False once the lease is lost: nothing is emitted any more (R6). */
  readonly isHeld: () => boolean;
  readonly emit: (event: LoggedEvent) => void;
  /** Called after each batch that this process numbered or found. */
  readonly onBatch: (
    events: readonly LoggedEvent[],
    numbered: number,
    startedAtMs: number,
    numberedAtMs: number,
  ) => void;
  readonly onReset: () => void;
  readonly onError: (error: unknown) => void;
}

export interface Emitter {
  /** The last emitted position. */
  position(): Position;
  /** Resolves when all that was committed before the call has been emitted. Rejects when Postgres is away. */
  ring(): Promise<void>;
  /** The same, and compares epoch and head with ours. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts at the head of the log; the newest `preload` events are read into `recent`, for those who come back. */
export async function startEmitter(options: EmitterOptions, preload: number): Promise<Emitter> {
  const { pool, recent } = options;
  let { epoch, offset: emitted } = await readHead(pool);
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let lookAtHead = false;
  let stopped = false;
  let drainedAtMs = 0;

  async function fill(): Promise<void> {
    let after = Math.max(0, emitted - preload);
    while (after < emitted) {
      const events = await readEventsAfter(pool, after, Math.min(BATCH, emitted - after));
      for (const event of events) recent.push(event);
      const last = events.at(-1)?.position;
      if (!last) return;
      after = last;
    }
  }

  async function compareHead(): Promise<void> {
    lookAtHead = false;
    const head = await readHead(pool);
    if (head.epoch === epoch && head.offset >= emitted) return;
    recent.clear();
    epoch = head.epoch;
    emitted = head.offset;
    options.onReset();
  }

  async function gather(): Promise<void> {
    const earlyByMs = drainedAtMs + GATHER_MS - performance.now();
    if (earlyByMs > 0) await pause(earlyByMs);
    drainedAtMs = performance.now();
  }

  async function drain(): Promise<void> {
    await gather();
    const enoughAtMs = drainedAtMs + GO_ON_MS;
    if (lookAtHead) await compareHead();
    for (;;) {
      const startedAtMs = Date.now();
      const numbered = await numberEvents(pool, BATCH);
      const numberedAtMs = Date.now();
      const top = numbered.at(-1)?.position ?? 0;
      const follows = numbered[0]?.position === emitted + 1;
      const events = follows ? numbered : await readEventsAfter(pool, emitted, BATCH);
      if (stopped || !options.isHeld()) return;
      for (const event of events) publish(event);
      if (events.length > 0 || numbered.length > 0) {
        options.onBatch(events, numbered.length, startedAtMs, numberedAtMs);
      }
      const more =
        events.length === BATCH || numbered.length === BATCH || (events.length > 0 && emitted < top);
      if (more) continue;
      if (events.length < BUSY || performance.now() > enoughAtMs) return;
      await gather();
    }
  }

  function publish(event: LoggedEvent): void {
    emitted = event.position ?? emitted;
    // Words were taken out of events that are in memory here: who comes back is replayed from the log.
    if (event.type === 'erasure.finished') recent.clear();
    recent.push(event);
    try {
      options.emit(event);
    } catch (error) {
      // One event that cannot be emitted must not hold up the others for ever.
      options.onError(error);
    }
  }

  function ring(): Promise<void> {
    if (stopped) return Promise.resolve();
    if (!running) {
      running = drain().finally(() => {
        running = undefined;
      });
      return running;
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return ring();
      });
    return next;
  }

  await fill();
  return {
    position: () => ({ epoch, offset: emitted }),
    ring,
    look() {
      lookAtHead = true;
      return ring();
    },
    async stop() {
      stopped = true;
      await running?.catch(() => undefined);
    },
  };
}
