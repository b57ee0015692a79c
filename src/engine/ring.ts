/**
 * Rings after a commit (M1): a doorbell per handler group and actor, one for realtime, one per delivery.
 *
 * - Nobody waits for a ring. Everything rung while a flush is under way goes with the next one, so a process has one
 *   flush in flight and the batches grow with the load.
 * - Rings are worth nothing: a full buffer or an absent Redis drops them, counts them, and the sweep finds what they
 *   were for (M6).
 * - A doorbell's deduplication id is its actor, with `keepLastIfActive`: a ring during the work on it starts it once
 *   more, so no ring is lost and none is doubled.
 */
import { SpanKind } from '@opentelemetry/api';
import type { JobsOptions } from 'bullmq';
import {
  type DeliveryJob,
  type LogJob,
  type MailboxJob,
  queues as names,
} from '../contracts/generic/queues.ts';
import type { ActorRef } from './actor-types.ts';
import type { Committed, CommittedDelivery } from './committed.ts';
import { deliveryRing, queueOfChannel } from './delivery-rings.ts';
import type { Logger } from './logger.ts';
import { observeTraced } from './metrics.ts';
import { type Queues, within } from './queues.ts';
import { messagingAttributes } from './telemetry/messaging.ts';
import { failSpan, outsideTrace, startSpan } from './telemetry/spans.ts';

export interface RingerOptions {
  readonly queues: Queues;
  /** The handler groups that want events of this type. */
  readonly groupsOf: (type: string) => readonly string[];
  /** Names of all followers. */
  readonly followers?: readonly string[];
  readonly logger: Logger;
  /** Rings that may wait; more are dropped. */
  readonly maxPending?: number;
}

export interface RingStats {
  readonly sent: number;
  /** Because the buffer was full. */
  readonly dropped: number;
  /** Because Redis did not take them. */
  readonly failed: number;
  readonly pending: number;
}

export interface Ringer {
  /** Never throws, never waits: hand it to the command runner as `onCommitted`. */
  ring(committed: Committed): void;
  /** Rings mailboxes at the tail of their group's queue. */
  ringMailboxes(group: string, actors: readonly ActorRef[]): void;
  /** Rings once more after a while, outside of the actor's deduplication id. */
  ringLater(group: string, actor: ActorRef, delayMs: number): void;
  ringRealtime(): void;
  /** To be called when events were numbered; rings at once or a little later. */
  ringFollowers(): void;
  ringDeliveries(deliveries: readonly CommittedDelivery[]): void;
  stats(): RingStats;
  /** Sends what waits, within a second. */
  stop(): Promise<void>;
}

interface Ring {
  readonly name: string;
  readonly data: MailboxJob | LogJob | DeliveryJob;
  readonly opts: JobsOptions;
}

const DEFAULT_MAX_PENDING = 20_000;
const FLUSH_CHUNK = 1_000;
const FLUSH_LIMIT_MS = 2_500;
const STOP_LIMIT_MS = 1_000;
const LOG_RING = 'log';
/**
 * Followers run for batches, and nobody looks at a screen for what they do: under load two runs a second
 * cost a part of one for each numbering. The first ring after a quiet moment waits for nothing.
 */
const FOLLOWERS_REST_MS = 500;
const ringHop = { hop: 'commit_to_ring' } as const;

/** The deduplication id of an actor's doorbell. */
export function doorbellId(actor: ActorRef): string {
  return `${actor.kind}/${actor.id}`;
}

export function createRinger(options: RingerOptions): Ringer {
  const { queues, groupsOf, logger, followers = [], maxPending = DEFAULT_MAX_PENDING } = options;
  let pending = new Map<string, Map<string, Ring>>();
  let pendingCount = 0;
  let pendingSinceMs = 0;
  let flushing: Promise<void> | undefined;
  let followersRungAtMs = Number.NEGATIVE_INFINITY;
  let followersTimer: NodeJS.Timeout | undefined;
  let away = false;
  let sent = 0;
  let dropped = 0;
  let failed = 0;

  const put = (queue: string, key: string, ring: Ring): void => {
    const rings = pending.get(queue) ?? new Map<string, Ring>();
    pending.set(queue, rings);
    if (!rings.has(key)) {
      if (pendingCount >= maxPending) {
        dropped++;
        return;
      }
      if (pendingCount === 0) pendingSinceMs = performance.now();
      pendingCount++;
    }
    rings.set(key, ring);
    // In a turn of its own, so that all commits of this turn share the flush.
    flushing ??= outsideTrace(() => new Promise<void>((resolve) => setImmediate(resolve)).then(flush));
  };

  const putMailbox = (group: string, actor: ActorRef, trace: string | null): void => {
    const id = doorbellId(actor);
    const data: MailboxJob = { kind: actor.kind, id: actor.id, ...(trace ? { trace } : {}) };
    put(group, id, { name: actor.kind, data, opts: { deduplication: { id, keepLastIfActive: true } } });
  };

  const putLogRing = (queue: string, id: string, data: LogJob): void =>
    put(queue, id, { name: id, data, opts: { deduplication: { id, keepLastIfActive: true } } });

  const ringFollowersNow = (): void => {
    followersTimer = undefined;
    followersRungAtMs = performance.now();
    for (const follower of followers) putLogRing(names.followers.name, follower, { follower });
  };

  const putDelivery = (delivery: CommittedDelivery): void => {
    const queue = queueOfChannel(delivery.channel);
    if (queue) put(queue, delivery.id, deliveryRing({ ...delivery, attempts: 0 }));
  };

  const flush = async (): Promise<void> => {
    while (pending.size > 0) {
      const batch = pending;
      const sinceMs = pendingSinceMs;
      pending = new Map();
      pendingCount = 0;
      await Promise.all([...batch].map(([queue, rings]) => send(queue, [...rings.values()])));
      // Of the ring that waited longest, once for each flush; what did not get there is counted as failed.
      if (!away) observeTraced('hopDuration', (performance.now() - sinceMs) / 1_000, ringHop, traceIn(batch));
    }
    flushing = undefined;
  };

  const send = async (queue: string, rings: readonly Ring[]): Promise<void> => {
    const spans = startSendSpans(queue, rings);
    try {
      if (!queues.isReady()) throw new Error('Redis is away');
      const target = queues.queue(queue);
      for (let from = 0; from < rings.length; from += FLUSH_CHUNK) {
        const chunk = rings.slice(from, from + FLUSH_CHUNK);
        // Adds of one turn share a write, and cost less than `addBulk`, whose pipeline is made anew for each flush.
        await limited(Promise.all(chunk.map(({ name, data, opts }) => target.add(name, data, opts))));
      }
      sent += rings.length;
      if (away) logger.info({ failed }, 'rings reach Redis again');
      away = false;
    } catch (error) {
      failed += rings.length;
      for (const span of spans) failSpan(span, error);
      if (!away)
        logger.warn({ err: error }, 'rings do not reach Redis; the sweep will find what they were for');
      away = true;
    } finally {
      for (const span of spans) span.end();
    }
  };

  return {
    ring({ events, deliveries }) {
      // First, since somebody looks at a screen: Redis takes the rings of a flush one after another, and whom it wakes
      // first has the processor first.
      const last = events.at(-1);
      if (last) putLogRing(names.realtime.name, LOG_RING, last.trace ? { trace: last.trace } : {});
      for (const event of events) {
        for (const group of groupsOf(event.type)) {
          putMailbox(group, { kind: event.actorKind, id: event.actorId }, event.trace);
        }
      }
      for (const delivery of deliveries) putDelivery(delivery);
    },
    ringMailboxes(group, actors) {
      for (const actor of actors) putMailbox(group, actor, null);
    },
    ringLater(group, actor, delayMs) {
      const data: MailboxJob = { kind: actor.kind, id: actor.id };
      put(group, `later/${doorbellId(actor)}`, {
        name: actor.kind,
        data,
        opts: { delay: Math.ceil(delayMs) },
      });
    },
    ringRealtime: () => putLogRing(names.realtime.name, LOG_RING, {}),
    ringFollowers() {
      if (followersTimer) return;
      const earlyByMs = followersRungAtMs + FOLLOWERS_REST_MS - performance.now();
      if (earlyByMs <= 0) ringFollowersNow();
      else followersTimer = outsideTrace(() => setTimeout(ringFollowersNow, earlyByMs));
    },
    ringDeliveries(deliveries) {
      for (const delivery of deliveries) putDelivery(delivery);
    },
    stats: () => ({ sent, dropped, failed, pending: pendingCount }),
    stop() {
      if (followersTimer) {
        clearTimeout(followersTimer);
        ringFollowersNow();
      }
      return within(STOP_LIMIT_MS, flushing ?? Promise.resolve());
    },
  };
}

/** Of the click that has waited longest: rings are kept in the order they came, queue by queue. */
function traceIn(batch: ReadonlyMap<string, ReadonlyMap<string, Ring>>): string | undefined {
  const [first] = batch.values();
  const [ring] = first?.values() ?? [];
  return ring?.data.trace;
}

/** One PRODUCER span for each click in the flush, hanging under it (X1). */
function startSendSpans(queue: string, rings: readonly Ring[]) {
  const counts = new Map<string, number>();
  for (const { data } of rings) if (data.trace) counts.set(data.trace, (counts.get(data.trace) ?? 0) + 1);
  return [...counts].map(([parent, count]) =>
    startSpan(`send ${queue}`, {
      kind: SpanKind.PRODUCER,
      parent,
      attributes: messagingAttributes('send', queue, { 'messaging.batch.message_count': count }),
    }),
  );
}

/** A flush that Redis never answers must not hold up all later ones. */
async function limited(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Redis did not answer within ${FLUSH_LIMIT_MS} ms`)),
      FLUSH_LIMIT_MS,
    );
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
