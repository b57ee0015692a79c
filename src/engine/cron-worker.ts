/**
 * The worker of the `cron` queue (T1): runs timers and schedules that are due.
 *
 * A job is a doorbell: it names a timer or a schedule, and what is due is read under the lock. One that failed for
 * good stays failed in the queue, with its error; the row keeps it for the next try. When the database is away
 * nothing can be kept, so the job itself comes back.
 */
import { SpanKind } from '@opentelemetry/api';
import { DelayedError, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { type CronJob, queues } from '../contracts/generic/queues.ts';
import { isDatabaseDown } from './database.ts';
import { type BackoffPolicy, backoffMs } from './delivery-policy.ts';
import { type ScheduleTools, tickSchedule } from './schedules.ts';
import { messagingAttributes } from './telemetry/messaging.ts';
import { withSpan } from './telemetry/spans.ts';
import { putOffTimer, readTimerAttempts, runTimer, type TimerTools } from './timers.ts';
import { startQueueWorker } from './worker.ts';

export interface CronWorkerOptions extends ScheduleTools, TimerTools {
  /** From `createWorkerConnection`. */
  readonly connection: Redis;
  readonly prefix: string;
  readonly random?: () => number;
  readonly concurrency?: number;
  readonly backoff?: BackoffPolicy;
}

const BACKOFF: BackoffPolicy = { baseMs: 1_000, factor: 3, capMs: 600_000 };
const DATABASE_PAUSE_MS = 1_000;
/** A job whose process died this often has done it itself: it counts as a failed attempt. */
const MAX_STALLS = 3;

export async function startCronWorker(options: CronWorkerOptions): Promise<{ stop(): Promise<void> }> {
  const queue = queues.cron.name;
  const random = options.random ?? Math.random;

  async function run(job: Job<CronJob>): Promise<void> {
    const { data } = job;
    try {
      await withSpan(
        `process ${queue}`,
        {
          kind: SpanKind.CONSUMER,
          // Hours may have passed since the timer was set: a trace of its own, linked to that one.
          parent: null,
          links: 'timer' in data ? [data.trace] : [],
          attributes: messagingAttributes('process', queue, {
            'messaging.message.id': job.id ?? '',
            'trunkline.wait_ms': Math.max(0, (job.processedOn ?? job.timestamp) - job.timestamp),
            ...('schedule' in data ? { 'trunkline.schedule': data.schedule } : {}),
          }),
        },
        async () => {
          if ('schedule' in data) {
            await tickSchedule(options, data.schedule);
            return;
          }
          if (job.stalledCounter > MAX_STALLS) throw new Error('Its process ended again and again');
          await runTimer(options, data.timer);
        },
      );
    } catch (error) {
      if (isDatabaseDown(error) || !(await keepFailure(data, error))) {
        await job.moveToDelayed(Date.now() + DATABASE_PAUSE_MS, job.token);
        throw new DelayedError();
      }
      throw error;
    }
  }

  /** False when it could not be kept. */
  async function keepFailure(data: CronJob, error: unknown): Promise<boolean> {
    if ('schedule' in data) return true;
    try {
      const attempts = await readTimerAttempts(options.pool, data.timer);
      const delayMs = backoffMs(options.backoff ?? BACKOFF, (attempts ?? 0) + 1, random());
      await putOffTimer(options.pool, data.timer, String(error), delayMs);
      return true;
    } catch {
      return false;
    }
  }

  const { worker, stop } = startQueueWorker<CronJob>({
    queue,
    prefix: options.prefix,
    connection: options.connection,
    concurrency: options.concurrency ?? 10,
    logger: options.logger,
    work: run,
  });
  await worker.waitUntilReady();
  return { stop };
}
