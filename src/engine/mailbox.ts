/**
 * A mailbox group: the Worker of its queue, and who shares a transaction with whom (M2–M4, M7).
 *
 * A job is a doorbell. Doorbells that wait at the same moment go into one shared transaction; at most a few of these
 * are under way, so that under load they grow instead of getting more. An actor is in one run of this process at a
 * time; against other processes the lock of its mailbox' row guards it.
 *
 * - M2 A doorbell that finds its mailbox taken rings again shortly; a sweep's just leaves.
 * - M4 Failures of Postgres itself are repeated here and count as no attempt. A handler's failure is in the row by the
 *   time its job fails.
 */
import type { Job } from 'bullmq';
import { LRUCache } from 'lru-cache';
import type { MailboxJob } from '../contracts/generic/queues.ts';
import type { ActorRef, ActorRegistry } from './actor-types.ts';
import { createBucket } from './bucket.ts';
import { isContention, isDatabaseDown, type Pool } from './database.ts';
import type { Handler } from './handler-types.ts';
import type { Logger } from './logger.ts';
import { runShared, type SharedOutcome } from './mailbox-batch.ts';
import { runCareful } from './mailbox-careful.ts';
import { describeError, isTransient } from './mailbox-effects.ts';
import { measureMailboxes, measureRun } from './mailbox-metrics.ts';
import { runSolo } from './mailbox-solo.ts';
import { createMailboxes, ensureGroup, explainUnavailable } from './mailbox-sql.ts';
import {
  createTurn,
  type MailboxCounts,
  type MailboxTools,
  type RunOutcome,
  type Turn,
} from './mailbox-types.ts';
import { createMailboxQueue, type Doorbell } from './mailbox-waiting.ts';
import type { createWorkerConnection } from './queues.ts';
import type { RetryPolicy } from './retry.ts';
import { doorbellId, type Ringer } from './ring.ts';
import type { Upcast } from './upcasters.ts';
import { startQueueWorker } from './worker.ts';

export interface MailboxGroupOptions {
  readonly group: string;
  /** Those of this group, in the order in which they run for one event. */
  readonly handlers: readonly Handler[];
  readonly pool: Pool;
  readonly registry: ActorRegistry;
  readonly ringer: Ringer;
  readonly connection: ReturnType<typeof createWorkerConnection>;
  readonly prefix: string;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly upcast?: Upcast;
  readonly random?: () => number;
  /** Doorbells in work at the same time. */
  readonly concurrency?: number;
  /** Mailboxes in one shared transaction. */
  readonly maxBatch?: number;
  /** Events of one mailbox in one transaction. */
  readonly maxEvents?: number;
  /** Shared transactions under way at the same time. */
  readonly maxShared?: number;
  readonly retry?: RetryPolicy;
  /** Handle what happened before the group was first seen. */
  readonly history?: boolean;
  /** Shared by all groups of a process. */
  readonly turn?: Turn;
}

export interface MailboxGroup {
  readonly group: string;
  stats(): Readonly<MailboxCounts>;
  stop(): Promise<void>;
}

const DEFAULT_RETRY: RetryPolicy = { firstMs: 1_000, maxMs: 300_000 };
/** A delayed ring comes a little after the time that Postgres holds it to. */
const RETRY_SLACK_MS = 25;
const TAKEN_AGAIN_MS = 100;
const REPEAT_MS = 200;
const MAX_CONTENDED = 3;
const KNOWN_MAILBOXES = 20_000;
const SOLO_LANES = 2;
/** Under load a doorbell waits up to 100 ms, unless enough of them wait. */
const RUNS_PER_SECOND = 10;
const RUNS_AT_ONCE = 5;
/** To fetch takes a while, too: what the next run takes along is there when it may start. */
const FETCH_AHEAD_MS = 5;
const ENOUGH = 8;

export async function startMailboxGroup(options: MailboxGroupOptions): Promise<MailboxGroup> {
  const { group, handlers, pool, logger, ringer } = options;
  const random = options.random ?? Math.random;
  const counts: MailboxCounts = {
    processed: 0,
    failed: 0,
    dead: 0,
    shared: 0,
    solo: 0,
    careful: 0,
    taken: 0,
  };
  const tools: MailboxTools = {
    group,
    handlers,
    handlersOf: createHandlersOf(handlers),
    pool,
    registry: options.registry,
    ringer,
    logger,
    upcast: options.upcast ?? ((event) => event),
    now: options.now,
    newId: options.newId,
    random,
    retry: options.retry ?? DEFAULT_RETRY,
    maxEvents: options.maxEvents ?? 50,
    turn: options.turn ?? createTurn(),
    count: (what, by = 1) => {
      counts[what] += by;
    },
  };
  await ensureGroup(pool, group, options.history ?? false);

  /** Mailboxes that exist, as far as this process has seen. */
  const known = new LRUCache<string, true>({ max: KNOWN_MAILBOXES });
  const ringingLater = new Set<string>();
  let stopping = false;

  const ringLater = (actor: ActorRef, delayMs: number): void => {
    const id = doorbellId(actor);
    if (ringingLater.has(id)) return;
    ringingLater.add(id);
    setTimeout(() => ringingLater.delete(id), delayMs).unref();
    ringer.ringLater(group, actor, delayMs);
  };

  /** Repeats while Postgres is away or transactions stand in each other's way. */
  const insist = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (stopping || !isTransient(error)) throw error;
        const pauseMs = isDatabaseDown(error) ? REPEAT_MS : REPEAT_MS * random() * 0.2;
        logger.debug({ err: error, group }, 'mailboxes repeat');
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  };

  const unknownOf = (bells: readonly Doorbell[]): ActorRef[] =>
    bells.filter((bell) => !known.has(bell.key)).map((bell) => bell.actor);
  const remember = (actors: readonly ActorRef[]): void => {
    for (const actor of actors) known.set(doorbellId(actor), true);
  };

  const shared = async (bells: readonly Doorbell[]): Promise<void> => {
    const actors = bells.map((bell) => bell.actor);
    let contended = 0;
    const outcomes = await insist(async (): Promise<SharedOutcome[]> => {
      const unknown = unknownOf(bells);
      try {
        const ran = await runShared(tools, actors, unknown);
        remember(unknown);
        return ran;
      } catch (error) {
        // Short transactions get through where a long one is chosen as the deadlock's victim again and again.
        if (isContention(error) && ++contended > MAX_CONTENDED) return actors.map(() => 'alone');
        throw error;
      }
    });
    const unavailable: Doorbell[] = [];
    for (const [index, bell] of bells.entries()) {
      const outcome = outcomes[index];
      if (outcome === 'alone') queue.setAside(bell);
      else if (outcome === 'unavailable') unavailable.push(bell);
      else finish(bell, { outcome: outcome ?? 'done' });
    }
    await finishUnavailable(unavailable);
  };

  const alone = async (bell: Doorbell): Promise<void> => {
    const { actor } = bell;
    const outcome = await insist(async () => {
      const unknown = unknownOf([bell]);
      if (unknown.length > 0) await createMailboxes(pool, group, unknown);
      remember(unknown);
      if (!bell.leftNoResult) {
        const result = await runSolo(tools, actor);
        if (result.outcome !== 'careful') return result;
      }
      return await runCareful(tools, actor);
    });
    if (outcome.outcome === 'unavailable') await finishUnavailable([bell]);
    else finish(bell, outcome);
  };

  const finishUnavailable = async (bells: readonly Doorbell[]): Promise<void> => {
    if (bells.length === 0) return;
    const reasons = await insist(() =>
      explainUnavailable(
        pool,
        group,
        bells.map((bell) => bell.actor),
      ),
    );
    for (const [index, bell] of bells.entries()) {
      const reason = reasons[index];
      if (reason === 'missing') known.delete(bell.key);
      if (reason === 'taken') tools.count('taken');
      // What waits or is paused is found by the sweep when its time has come.
      const again = reason === 'missing' || (reason === 'taken' && !bell.sweep);
      if (again) ringLater(bell.actor, TAKEN_AGAIN_MS * (1 + random()));
      bell.resolve();
    }
  };

  const finish = (bell: Doorbell, outcome: RunOutcome): void => {
    if (outcome.outcome === 'more') ringer.ringMailboxes(group, [bell.actor]);
    if (outcome.outcome !== 'failed') {
      bell.resolve();
      return;
    }
    const { failure, retryInMs } = outcome;
    if (retryInMs !== null) ringLater(bell.actor, retryInMs + RETRY_SLACK_MS);
    const next = retryInMs === null ? 'waits for a person' : `again in ${Math.round(retryInMs)} ms`;
    bell.reject(
      new Error(
        `${failure.handler} failed on event ${failure.event.id} (${failure.event.type}), attempt ${failure.attempts}, ${next}: ${describeError(failure.error)}`,
        { cause: failure.error },
      ),
    );
  };

  const pace = createBucket(RUNS_PER_SECOND, RUNS_AT_ONCE, () => performance.now());
  const queue = createMailboxQueue({
    maxBatch: options.maxBatch ?? 100,
    maxShared: options.maxShared ?? 3,
    maxAlone: SOLO_LANES,
    pace: { bucket: pace, enough: ENOUGH },
    runShared: shared,
    runAlone: alone,
  });

  const worker = startQueueWorker<MailboxJob>({
    queue: group,
    prefix: options.prefix,
    connection: options.connection,
    concurrency: options.concurrency ?? 50,
    logger,
    restMs: () => pace.nextInMs() - FETCH_AHEAD_MS,
    work: (job) => measureRun(job, queue.wait(toDoorbell(job))),
  });

  const stopMeasuring = measureMailboxes(group, counts);
  return {
    group,
    stats: () => ({ ...counts }),
    async stop() {
      stopping = true;
      stopMeasuring();
      await worker.stop();
    },
  };
}

function toDoorbell(job: Job<MailboxJob>): Omit<Doorbell, 'resolve' | 'reject'> {
  const actor = { kind: job.data.kind, id: job.data.id };
  return {
    key: doorbellId(actor),
    actor,
    sweep: job.data.sweep === true,
    leftNoResult: job.stalledCounter > 0,
  };
}

function createHandlersOf(handlers: readonly Handler[]): MailboxTools['handlersOf'] {
  const byType = new Map<string, Handler[]>();
  for (const handler of handlers) {
    for (const type of handler.types) byType.set(type, [...(byType.get(type) ?? []), handler]);
  }
  return (type) => byType.get(type) ?? [];
}
