/**
 * A BullMQ Worker with the settings the guarantees rest on.
 *
 * - M7 A job whose process died starts again within some 4 s (`lockDuration` 3 s, `stalledInterval` 1 s), however
 *   often that happens: whether an event may be tried again is decided in Postgres.
 * - Metrics are on, so that completed and failed jobs are counted for Prometheus.
 */
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BackendFactory,
  createRedisBackend,
  DelayedError,
  type Job,
  RateLimitError,
  type RedisQueueBackend,
  Worker,
} from 'bullmq';
import type { Redis } from 'ioredis';
import type { QueueName } from '../contracts/generic/queues.ts';
import type { Logger } from './logger.ts';
import { count, observe } from './metrics.ts';
import { within } from './queues.ts';
import { outsideTrace } from './telemetry/spans.ts';

export interface QueueWorkerOptions<Data> {
  readonly queue: string;
  readonly prefix: string;
  /** From `createWorkerConnection`; stays open when the worker stops. */
  readonly connection: Redis;
  readonly concurrency: number;
  /** At most so many jobs in so many milliseconds, over all processes. */
  readonly limiter?: { readonly max: number; readonly duration: number };
  readonly logger: Logger;
  /**
   * Milliseconds before it waits for the next job once it has found no more; 0: at once. What comes meanwhile is taken
   * together: a job that is waited for alone costs Redis and this process four commands, one of several two and a bit.
   */
  readonly restMs?: () => number;
  /** A rejection fails the job, visibly; there is no second attempt. */
  readonly work: (job: Job<Data>) => Promise<void>;
}

export interface QueueWorker {
  readonly worker: Worker;
  /** Takes no more jobs and waits for those in work, up to the limit. */
  stop(limitMs?: number): Promise<void>;
}

const LOCK_DURATION_MS = 3_000;
const STALLED_INTERVAL_MS = 1_000;
const STOP_LIMIT_MS = 5_000;
const METRICS_MINUTES = 60 * 24;

export function startQueueWorker<Data>(options: QueueWorkerOptions<Data>): QueueWorker {
  const { queue, logger } = options;
  const timed = createTimer(queue);
  // Its timers and connections live longer than whatever span is active here.
  const worker = outsideTrace(
    () =>
      new Worker<Data, void>(
        queue,
        (job) => timed(options.work(job)),
        {
          connection: options.connection,
          prefix: options.prefix,
          concurrency: options.concurrency,
          lockDuration: LOCK_DURATION_MS,
          stalledInterval: STALLED_INTERVAL_MS,
          maxStalledCount: Number.MAX_SAFE_INTEGER,
          metrics: { maxDataPoints: METRICS_MINUTES },
          ...(options.limiter ? { limiter: options.limiter } : {}),
        },
        restingBackend(options.restMs),
      ),
  );
  worker.on('error', (error) => logger.debug({ err: error, queue }, 'worker'));
  worker.on('failed', (job, error) =>
    logger.warn({ queue, job: job?.id, reason: error.message }, 'job failed'),
  );
  worker.on('stalled', (id) => {
    count('jobsStalled', 1, { queue: queue as QueueName });
    logger.warn({ queue, job: id }, 'job stalled: its process died or was blocked');
  });
  return {
    worker,
    async stop(limitMs = STOP_LIMIT_MS) {
      await within(limitMs, worker.close());
      // Does nothing when closing went well; otherwise (Redis away) it cuts.
      await within(limitMs / 5, worker.close(true));
    },
  };
}

/** Redis as BullMQ talks to it, but for a rest before each wait for a job. */
function restingBackend(restMs: () => number = () => 0): BackendFactory<RedisQueueBackend> {
  return (name, opts, more) => {
    const backend = createRedisBackend(name, opts, more);
    const waitForJob = backend.waitForJob.bind(backend);
    backend.waitForJob = async (limitS) => {
      const ms = restMs();
      if (ms > 0) await pause(ms);
      return await waitForJob(limitS);
    };
    return backend;
  };
}

/** Labels are made once for the queue, not for each job. */
function createTimer(queue: string): (work: Promise<void>) => Promise<void> {
  const done = { messaging_destination_name: queue as QueueName, error_type: '' } as const;
  const failed = { ...done, error_type: '_OTHER' } as const;
  return async (work) => {
    const startedMs = performance.now();
    try {
      await work;
      observe('messagingProcessDuration', (performance.now() - startedMs) / 1_000, done);
    } catch (error) {
      // One that was put off has not failed, and was hardly in work.
      const isPutOff = error instanceof DelayedError || error instanceof RateLimitError;
      if (!isPutOff) observe('messagingProcessDuration', (performance.now() - startedMs) / 1_000, failed);
      throw error;
    }
  };
}
