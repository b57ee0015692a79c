/**
 * The worker of one deliveries queue: one job, one attempt, one call to the provider.
 *
 * - D1 The attempt and its lease are committed before the call, and no transaction is open during it. Whoever dies
 *   in mid-call leaves a lease that runs out; `delivery-sweep.ts` decides what became of it.
 * - Attempts and back-off live in the row: a failed attempt fails its job, so that an admin sees why, and rings
 *   again for the next one. A ring that is lost is found by the sweep.
 * - A provider that is down pauses its own queue and costs the waiting deliveries no attempt.
 * - One recipient holds at most `perRecipient` of the worker's calls.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { SpanKind } from '@opentelemetry/api';
import { DelayedError, type Job, RateLimitError } from 'bullmq';
import type { Redis } from 'ioredis';
import type { DeliveryJob } from '../contracts/generic/queues.ts';
import { type BreakerPolicy, createBreaker, defaultBreaker } from './circuit-breaker.ts';
import { isDatabaseDown } from './database.ts';
import { type AttemptOptions, createAttempt } from './delivery-attempt.ts';
import { measureCall, measureOutcome } from './delivery-metrics.ts';
import { commitOutcome, type OutcomeTools } from './delivery-outcome.ts';
import type { DeliveryOutcome } from './delivery-policy.ts';
import { type DeliveryQueue, deliveryRing } from './delivery-rings.ts';
import { type Claimed, claimDelivery, readStanding, releaseClaim, renewLeases } from './delivery-sql.ts';
import type { Logger } from './logger.ts';
import { createHealthNote } from './provider-health.ts';
import { createRecipientSlots } from './recipient-slots.ts';
import { messagingAttributes } from './telemetry/messaging.ts';
import { traceparentOf, withSpan } from './telemetry/spans.ts';
import { startQueueWorker } from './worker.ts';

export interface DeliveryWorkerOptions
  extends OutcomeTools,
    Pick<AttemptOptions, 'provider' | 'render' | 'backoff' | 'callTimeoutMs'> {
  /** The queue of this worker, for the rings of retries. */
  readonly queue: DeliveryQueue;
  /** From `createWorkerConnection`. */
  readonly connection: Redis;
  readonly prefix: string;
  readonly logger: Logger;
  /** At most `max` calls in `durationMs`, over all processes. */
  readonly limiter: { readonly max: number; readonly durationMs: number };
  readonly random?: () => number;
  readonly concurrency?: number;
  readonly perRecipient?: number;
  /** Renewed while the call lasts, so it is short: what a killed process held starts again after this. */
  readonly leaseMs?: number;
  readonly breaker?: BreakerPolicy;
}

export interface DeliveryWorker {
  /** Ends with the calls that are under way; after a grace they are aborted and come back as retries. */
  stop(): Promise<void>;
}

const BUSY_MS = 250;
const LONGEST_RING_MS = 60_000;
const STOP_GRACE_MS = 4_500;
const STOP_LIMIT_MS = 6_000;
const COMMIT_PATIENCE_MS = 30_000;
const COMMIT_PAUSE_MS = 250;

export async function startDeliveryWorker(options: DeliveryWorkerOptions): Promise<DeliveryWorker> {
  const { pool, queue, provider, logger } = options;
  const random = options.random ?? Math.random;
  const leaseMs = options.leaseMs ?? 5_000;
  const concurrency = options.concurrency ?? 20;
  const slots = createRecipientSlots(options.perRecipient ?? Math.max(1, Math.floor(concurrency / 5)));
  const breaker = createBreaker(options.breaker ?? defaultBreaker);
  const health = createHealthNote(pool, provider.name, logger);
  const stopping = new AbortController();
  const attempt = createAttempt({ ...options, breaker, random, stopping: stopping.signal });
  /** Delivery id → lease token of the calls under way. */
  const held = new Map<string, string>();
  /** Errors of attempts whose outcome stands in the ledger. */
  const recorded = new WeakSet<Error>();
  const nowMs = (): number => options.now().getTime();

  const renewal = setInterval(() => {
    if (held.size === 0) return;
    renewLeases(pool, held, leaseMs).catch((error) => logger.warn({ err: error }, 'leases not renewed'));
  }, leaseMs / 3);

  async function run(job: Job<DeliveryJob>): Promise<void> {
    const waitMs = breaker.waitMs(nowMs());
    if (waitMs > 0) {
      await queue.rateLimit(Math.ceil(waitMs));
      throw new RateLimitError();
    }
    const token = options.newId();
    const startTime = options.now();
    let claimed: Claimed | undefined;
    try {
      claimed = await claimDelivery(pool, {
        id: job.data.delivery,
        token,
        leaseMs,
        provider: provider.name,
        enqueuedAt: new Date(job.timestamp),
        busy: slots.busy(),
      });
      if (!claimed) {
        breaker.neutral();
        return await standAside(job);
      }
      if (slots.isBusy(claimed.recipient.id)) {
        // Several were claimed at once, before any of them counted.
        breaker.neutral();
        await releaseClaim(pool, claimed.id, token);
        return await comeBack(job, BUSY_MS);
      }
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      // Nothing was recorded, so this job has to come back itself: its id stands in the way of the sweep's ring.
      breaker.neutral();
      logger.warn({ err: error, delivery: job.data.delivery }, 'the delivery could not be claimed');
      return await comeBack(job, 1_000);
    }
    const delivery = claimed;
    const recipient = delivery.recipient.id;
    held.set(delivery.id, token);
    slots.take(recipient);
    try {
      await withSpan(
        `process ${queue.name}`,
        {
          kind: SpanKind.CONSUMER,
          parent: delivery.trace,
          // A retry names the click once more as what it repeats (X1).
          links: delivery.attempts > 1 ? [delivery.trace] : [],
          startTime,
          attributes: messagingAttributes('process', queue.name, {
            'messaging.message.id': job.id ?? '',
            'trunkline.delivery.id': delivery.id,
            'trunkline.delivery.template': delivery.template,
            'trunkline.delivery.attempt': delivery.attempts,
            'trunkline.wait_ms': delivery.waitMs,
          }),
        },
        async (span) => {
          const calledMs = performance.now();
          const { outcome, error } = await attempt(delivery, token);
          measureCall(delivery, calledMs);
          // One that is suppressed was no call.
          if (outcome.outcome !== 'suppressed') health.after(breaker.state(nowMs()), error);
          span.setAttribute('trunkline.delivery.outcome', outcome.outcome);
          const mine = await commit(delivery, token, outcome, traceparentOf(span));
          if (!mine) logger.warn({ delivery: delivery.id }, 'the lease was lost during the call');
          if (mine) measureOutcome(delivery, outcome.outcome, nowMs());
          if (mine && outcome.outcome === 'retry') ringAgain(delivery, outcome.delayMs);
          if (error === undefined) return;
          recorded.add(error);
          throw error;
        },
      );
    } finally {
      if (held.get(delivery.id) === token) held.delete(delivery.id);
      slots.give(recipient);
    }
  }

  /**
   * The answer of a provider is worth waiting for a database that restarts: written late it still counts, unless
   * the attempt was read as lost meanwhile.
   */
  async function commit(
    delivery: Claimed,
    token: string,
    outcome: DeliveryOutcome,
    trace: string | undefined,
  ): Promise<boolean> {
    const deadline = performance.now() + COMMIT_PATIENCE_MS;
    for (;;) {
      try {
        return await commitOutcome(options, delivery, token, outcome, trace);
      } catch (error) {
        if (!isDatabaseDown(error) || stopping.signal.aborted || performance.now() > deadline) throw error;
        await pause(COMMIT_PAUSE_MS);
      }
    }
  }

  /** It is not to be sent now: later, by somebody else, or not at all. */
  async function standAside(job: Job<DeliveryJob>): Promise<void> {
    const standing = await readStanding(pool, job.data.delivery);
    if (standing?.status !== 'queued') return;
    return await comeBack(job, Math.max(standing.dueInMs, slots.isBusy(standing.recipientId) ? BUSY_MS : 5));
  }

  async function comeBack(job: Job<DeliveryJob>, delayMs: number): Promise<never> {
    await job.moveToDelayed(Date.now() + delayMs, job.token);
    throw new DelayedError();
  }

  /**
   * Not awaited: without it the sweep rings, as it does for what is due later: a person may bring that forward, and a
   * job that waits under the same id would stand in the way.
   */
  function ringAgain(delivery: Claimed, delayMs: number): void {
    if (delayMs > LONGEST_RING_MS) return;
    const ring = deliveryRing(delivery, delayMs);
    queue
      .add(ring.name, ring.data, ring.opts)
      .catch((error) => logger.debug({ err: error }, 'retry not rung; the sweep will'));
  }

  const { worker, stop } = startQueueWorker<DeliveryJob>({
    queue: queue.name,
    prefix: options.prefix,
    connection: options.connection,
    concurrency,
    limiter: { max: options.limiter.max, duration: options.limiter.durationMs },
    logger,
    work: run,
  });
  worker.on('failed', (job, error) => {
    // A failed job stays for people to see, and keeps its id: only when the next attempt's ring has another one.
    if (!recorded.has(error)) job?.remove().catch(() => undefined);
  });
  await worker.waitUntilReady();

  return {
    async stop() {
      const limit = setTimeout(() => stopping.abort(new Error('The process is ending')), STOP_GRACE_MS);
      await stop(STOP_LIMIT_MS);
      clearTimeout(limit);
      clearInterval(renewal);
      await health.stop();
    },
  };
}
