/**
 * Doorbells of one process that wait for a run, and the lanes in which they run. No I/O.
 *
 * - An actor is in one run at a time, and its doorbells that wait are one.
 * - Each lane has a bound. What arrives in one turn of the event loop goes together.
 * - A few runs after a quiet moment start at once. Where they come without end a run is waited for as long as the pace
 *   says, unless enough doorbells wait to be worth one: a transaction for each click costs several times its share.
 * - A doorbell that fails a run fails alone; one whose shared run rejects is failed with it, and found by the sweep.
 */
import type { ActorRef } from './actor-types.ts';
import type { Bucket } from './bucket.ts';

export interface Doorbell {
  readonly key: string;
  readonly actor: ActorRef;
  /** Rung by the sweep only: it does not insist. */
  readonly sweep: boolean;
  /** The process that had it last died or was blocked. */
  readonly leftNoResult: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface Pace {
  readonly bucket: Bucket;
  /** So many doorbells wait for no pace. */
  readonly enough: number;
}

export interface MailboxQueueOptions {
  readonly maxBatch: number;
  readonly maxShared: number;
  readonly maxAlone: number;
  /** Of shared runs. */
  readonly pace?: Pace;
  /** Settles every doorbell, or hands it to `setAside`. */
  readonly runShared: (bells: readonly Doorbell[]) => Promise<void>;
  readonly runAlone: (bell: Doorbell) => Promise<void>;
}

export interface MailboxQueue {
  /** Resolves when the mailbox has run, rejects when it failed. */
  wait(bell: Omit<Doorbell, 'resolve' | 'reject'>): Promise<void>;
  /** During `runShared`: this one has to run alone. */
  setAside(bell: Doorbell): void;
}

export function createMailboxQueue(options: MailboxQueueOptions): MailboxQueue {
  const waiting = new Map<string, Doorbell>();
  const aside: Doorbell[] = [];
  /** Of shared runs that have not ended yet. */
  const handedOn = new Set<Doorbell>();
  const running = new Set<string>();
  let sharedRuns = 0;
  let aloneRuns = 0;
  let scheduled = false;
  let resting = false;

  /** Whether a run may start now; if not, it is tried again when it may. */
  const isInPace = (): boolean => {
    const { pace } = options;
    if (!pace || waiting.size === 0) return true;
    if (pace.bucket.take(1) === 1 || waiting.size >= pace.enough) return true;
    if (!resting) {
      resting = true;
      setTimeout(() => {
        resting = false;
        startRuns();
      }, pace.bucket.nextInMs());
    }
    return false;
  };

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      startRuns();
    });
  };

  const startRuns = (): void => {
    while (aloneRuns < options.maxAlone && aside.length > 0) void runAlone(aside.shift() as Doorbell);
    while (sharedRuns < options.maxShared && isInPace()) {
      const batch = takeBatch();
      if (batch.length === 0) break;
      void runShared(batch);
    }
  };

  const takeBatch = (): Doorbell[] => {
    const batch: Doorbell[] = [];
    for (const [key, bell] of waiting) {
      if (batch.length >= options.maxBatch) break;
      if (running.has(key)) continue;
      waiting.delete(key);
      running.add(key);
      if (bell.leftNoResult) aside.push(bell);
      else batch.push(bell);
    }
    while (aloneRuns < options.maxAlone && aside.length > 0) void runAlone(aside.shift() as Doorbell);
    return batch;
  };

  const runShared = async (batch: readonly Doorbell[]): Promise<void> => {
    sharedRuns++;
    try {
      await options.runShared(batch);
    } catch (error) {
      for (const bell of batch) bell.reject(error);
    }
    sharedRuns--;
    for (const bell of batch) if (!handedOn.delete(bell)) running.delete(bell.key);
    schedule();
  };

  const runAlone = async (bell: Doorbell): Promise<void> => {
    aloneRuns++;
    try {
      await options.runAlone(bell);
    } catch (error) {
      bell.reject(error);
    }
    aloneRuns--;
    running.delete(bell.key);
    schedule();
  };

  return {
    wait: (bell) =>
      new Promise<void>((resolve, reject) => {
        const earlier = waiting.get(bell.key);
        waiting.set(bell.key, join({ ...bell, resolve, reject }, earlier));
        schedule();
      }),
    setAside(bell) {
      handedOn.add(bell);
      aside.push(bell);
      schedule();
    },
  };
}

/** Two doorbells of one actor are one: as insistent, and as careful, as either. */
function join(bell: Doorbell, earlier: Doorbell | undefined): Doorbell {
  if (!earlier) return bell;
  return {
    ...bell,
    sweep: bell.sweep && earlier.sweep,
    leftNoResult: bell.leftNoResult || earlier.leftNoResult,
    resolve: () => {
      earlier.resolve();
      bell.resolve();
    },
    reject: (error) => {
      earlier.reject(error);
      bell.reject(error);
    },
  };
}
