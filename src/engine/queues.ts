/**
 * The BullMQ queues as producers see them: one Redis connection for all queues of a process.
 *
 * - Nothing waits for Redis: while it is away an add rejects in about a millisecond (M1). Whoever adds decides what
 *   a rejection means; for rings it means that the sweep will find what was not rung.
 * - Jobs have one attempt (retries live in Postgres, M4), and the newest finished ones are kept for people to look at.
 */
import { type DefaultJobOptions, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from './logger.ts';
import { writeTogether } from './write-together.ts';

export interface Queues {
  readonly prefix: string;
  /** The connection of the producers; commands on it fail at once while Redis is away. */
  readonly redis: Redis;
  /** The queue of this name, made when first asked for. */
  queue(name: string): Queue;
  isReady(): boolean;
  stop(): Promise<void>;
}

/** How many finished jobs a queue keeps for Bull Board; what has to be kept is in Postgres. */
const KEPT_JOBS = 200;
const STOP_LIMIT_MS = 1_000;
const RECONNECT_MAX_MS = 500;

/** For a frozen Redis: a command that has no answer by then counts as failed. */
const COMMAND_TIMEOUT_MS = 2_000;

const jobOptions: DefaultJobOptions = {
  attempts: 1,
  removeOnComplete: { count: KEPT_JOBS },
  // A failed doorbell frees its deduplication key at once, so keeping it only shows why it failed. Pressing "retry"
  // on it is one ring more, which the mailbox's lock makes harmless.
  removeOnFail: { count: KEPT_JOBS },
};

export function createQueues(redisUrl: string, prefix: string, logger?: Logger): Queues {
  const redis = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy,
  });
  // Without a listener ioredis prints each failed connection; whoever uses the connection hears of it anyway.
  redis.on('error', (error) => logger?.debug({ err: error }, 'Redis connection of the producers'));
  redis.on('connect', () => writeTogether(redis.stream));
  const open = new Map<string, Queue>();
  const make = (name: string): Queue => {
    const queue = new Queue(name, { connection: redis, prefix, defaultJobOptions: jobOptions });
    queue.on('error', (error) => logger?.debug({ err: error, queue: name }, 'queue'));
    // A queue whose first contact broke off stays broken for good, so the next one who asks gets a new one.
    queue.waitUntilReady().catch(() => {
      if (open.get(name) === queue) open.delete(name);
    });
    return queue;
  };
  return {
    prefix,
    redis,
    queue(name) {
      const queue = open.get(name) ?? make(name);
      open.set(name, queue);
      return queue;
    },
    isReady: () => redis.status === 'ready',
    async stop() {
      const closing = [...open.values()].map((queue) => queue.close());
      await within(STOP_LIMIT_MS, Promise.allSettled(closing));
      redis.disconnect();
    },
  };
}

/** The connection that Workers share; they wait for Redis as long as it takes. */
export function createWorkerConnection(redisUrl: string, logger?: Logger): Redis {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, retryStrategy });
  redis.on('error', (error) => logger?.debug({ err: error }, 'Redis connection of the workers'));
  redis.on('connect', () => writeTogether(redis.stream));
  return redis;
}

function retryStrategy(times: number): number {
  return Math.min(50 * times, RECONNECT_MAX_MS);
}

/** Resolves when the work has, or when the time is up; what the work rejects with is its own business. */
export async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work.then(ignore, ignore), limit]);
  clearTimeout(timer);
}

function ignore(): void {}
