/** The journey of one event: all that followed from it, from the tables of record and the spans that are still kept. */
import * as z from 'zod/mini';

export const eventIdSchema = z.string().check(z.regex(/^[1-9]\d{0,17}$/));

const by = z.object({ kind: z.string(), id: z.string(), name: z.optional(z.string()) });
const instant = z.nullable(z.string());
const traceId = z.nullable(z.string());
const actor = z.object({ kind: z.string(), id: z.string() });

/**
 * - `kept`: the times below are from its spans.
 * - `gone`: the store has it no more; `elsewhere`: it is in the UI that is set; `away`: the store does not answer.
 * - `none`: the event has no trace.
 */
export const journeyTraces = ['kept', 'gone', 'elsewhere', 'away', 'none'] as const;

/**
 * - `done`: the handler is finished with the event.
 * - `waiting`: nobody has taken it yet; `behind`: an earlier event of the actor comes first.
 * - `retrying`: it failed and comes again at `retryAt`; `halted`: it waits for a person.
 * - `dead`, `replayed`, `discarded`: a dead letter, and what became of it.
 * - `paused`: its group rests; `before_group`: it happened before the group was there.
 */
export const handlerStates = [
  'done',
  'waiting',
  'behind',
  'retrying',
  'halted',
  'dead',
  'replayed',
  'discarded',
  'paused',
  'before_group',
] as const;

const run = z.object({
  at: z.string(),
  tookMs: z.number(),
  waitMs: z.nullable(z.number()),
  attempt: z.int(),
  /** `error.type` of an attempt that failed. */
  error: z.nullable(z.string()),
  handler: z.nullable(z.string()),
  /** The run that served it among others. */
  runTraceId: traceId,
});

const receipt = z.object({
  eventId: z.string(),
  socket: z.string(),
  transport: z.nullable(z.string()),
  at: z.string(),
  afterMs: z.number(),
});

const emit = z.object({
  eventId: z.string(),
  at: z.string(),
  waitMs: z.nullable(z.number()),
  socketsAsked: z.int(),
});

const attempt = z.object({
  n: z.int(),
  provider: z.string(),
  startedAt: z.string(),
  finishedAt: instant,
  outcome: z.nullable(z.string()),
  /** Only for those with payloads.view. */
  error: z.nullable(z.string()),
  traceId,
});

export const journeySchema = z.object({
  event: z.object({
    id: eventIdSchema,
    type: z.string(),
    version: z.int(),
    actor,
    seq: z.int(),
    at: z.string(),
    by,
    traceId,
    /** Only for those with payloads.view. */
    data: z.nullable(z.record(z.string(), z.unknown())),
    /** The event that this one's notice tells of. */
    causedBy: z.nullable(eventIdSchema),
  }),
  trace: z.enum(journeyTraces),
  /** Its place in the log; null until numbered. */
  position: z.nullable(z.int()),
  rung: z.array(
    z.object({ queue: z.string(), at: z.string(), tookMs: z.number(), error: z.nullable(z.string()) }),
  ),
  handlers: z.array(
    z.object({
      name: z.string(),
      group: z.string(),
      state: z.enum(handlerStates),
      attempts: z.int(),
      maxAttempts: z.int(),
      retryAt: instant,
      /** Only for those with payloads.view. */
      error: z.nullable(z.string()),
      deadLetter: z.nullable(
        z.object({ id: z.string(), at: z.string(), resolvedAt: instant, reason: z.nullable(z.string()) }),
      ),
      runs: z.array(run),
      /** Events that it made at the same actor. */
      events: z.array(z.object({ id: z.string(), type: z.string(), at: z.string() })),
      /** In-app notices that it made, of those below. */
      notices: z.int(),
    }),
  ),
  followers: z.array(z.object({ name: z.string(), state: z.enum(['done', 'waiting']) })),
  timers: z.array(z.object({ name: z.string(), dueAt: z.string(), attempts: z.int() })),
  emits: z.array(emit),
  /** Sockets that said they have it; at most 20 an event are asked. */
  receipts: z.array(receipt),
  deliveries: z.array(
    z.object({
      id: z.string(),
      channel: z.string(),
      recipient: actor,
      template: z.string(),
      status: z.string(),
      reason: z.nullable(z.string()),
      attempts: z.array(attempt),
      nextAttemptAt: instant,
      createdAt: z.string(),
      acceptedAt: instant,
      deliveredAt: instant,
      shownAt: instant,
      seenAt: instant,
      readAt: instant,
      /** The event that made an in-app notice: its journey goes on there. */
      noticeEventId: z.nullable(z.string()),
    }),
  ),
  /** Of all deliveries, also those beyond the first 200. */
  deliveriesTotal: z.int(),
});
export type Journey = z.infer<typeof journeySchema>;
export type HandlerState = (typeof handlerStates)[number];
export type JourneyHandler = Journey['handlers'][number];
