/** What operators read and turn: dead letters, schedules, figures, health. */
import * as z from 'zod/mini';
import { listQuery } from './http.ts';
import { instantSchema, text, zoneSchema } from './text.ts';

export const deadLetterStatuses = ['dead', 'replayed', 'discarded'] as const;

/** The index knows groups of three characters: fewer would read every letter. */
export const SHORTEST_WORDS = 3;

export const listDeadLettersQuery = z.strictObject({
  ...listQuery,
  status: z._default(z.enum(deadLetterStatuses), 'dead'),
  handler: z.optional(text(1, 100)),
  /** Of the event. */
  type: z.optional(text(1, 100)),
  actorKind: z.optional(text(1, 40)),
  actorId: z.optional(text(1, 80)),
  /** Parts of the error and of the event's data, in any case; only for those with payloads.view. */
  error: z.optional(text(SHORTEST_WORDS, 200)),
  payload: z.optional(text(SHORTEST_WORDS, 200)),
  since: z.optional(instantSchema),
  until: z.optional(instantSchema),
});

export const deadLetterIdSchema = z.string().check(z.regex(/^[1-9]\d{0,17}$/));

export const deadLetterSchema = z.object({
  id: deadLetterIdSchema,
  group: z.string(),
  handler: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  actor: z.object({ kind: z.string(), id: z.string() }),
  /** Only for those with payloads.view. */
  error: z.nullable(z.string()),
  attempts: z.int(),
  status: z.enum(deadLetterStatuses),
  at: z.string(),
  resolvedAt: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  traceId: z.nullable(z.string()),
});

export const resolveDeadLetterSchema = z.strictObject({ reason: text(1, 500) });

export const resolveDeadLettersSchema = z.strictObject({
  ids: z.array(deadLetterIdSchema).check(
    z.minLength(1),
    z.maxLength(200),
    z.refine((ids) => new Set(ids).size === ids.length, 'must not name one twice'),
  ),
  reason: text(1, 500),
});

/**
 * - `failed`: the handler failed again; the letter stays.
 * - `no_handler`: this release has no such handler any more; it can be discarded.
 * - `resolved`: somebody was faster, or it succeeded before; nothing was done.
 * - `missing`: there is none with this id.
 */
export const deadLetterOutcomes = [
  'replayed',
  'discarded',
  'failed',
  'no_handler',
  'resolved',
  'missing',
] as const;

export const deadLetterResultsSchema = z.object({
  data: z.array(
    z.object({
      id: deadLetterIdSchema,
      outcome: z.enum(deadLetterOutcomes),
      /** Why, where it is not plain. */
      detail: z.nullable(z.string()),
    }),
  ),
});
export type DeadLetterResult = z.infer<typeof deadLetterResultsSchema>['data'][number];

export const scheduleNameSchema = z.string().check(z.regex(/^[a-z][a-z0-9._-]{0,79}$/));

export const catchUpPolicies = ['run-once', 'run-all', 'skip'] as const;
export const runOutcomes = ['ran', 'caught_up', 'skipped', 'by_hand'] as const;

export const scheduleSchema = z.object({
  name: z.string(),
  cron: z.string(),
  /** IANA zone whose wall clock the pattern is read in. */
  zone: z.string(),
  /**
   * What becomes of instants that were missed: the newest runs for all, each runs, or those that are late are skipped.
   * Null where this release does not know the schedule any more.
   */
  catchUp: z.nullable(z.enum(catchUpPolicies)),
  nextInstant: z.string(),
  paused: z.boolean(),
  /** Due for more than a minute and not run: something is wrong. */
  overdue: z.boolean(),
  /** Instants of the last seven days that were skipped. */
  missed: z.int(),
  lastRun: z.nullable(
    z.object({
      instant: z.string(),
      outcome: z.enum(runOutcomes),
      startedAt: z.string(),
      durationMs: z.number(),
    }),
  ),
});
export type Schedule = z.infer<typeof scheduleSchema>;

export const listRunsQuery = z.strictObject(listQuery);

/** One instant of a schedule. */
export const cronRunSchema = z.object({
  instant: z.string(),
  outcome: z.enum(runOutcomes),
  startedAt: z.string(),
  durationMs: z.number(),
  /** From the instant to the start. */
  lateMs: z.number(),
  /** Who started it by hand; else the schedule itself. */
  by: z.nullable(z.object({ kind: z.string(), id: z.string() })),
});
export type CronRunView = z.infer<typeof cronRunSchema>;

export const ticketCountsQuery = z.strictObject({ zone: z.optional(zoneSchema) });

export const ticketCountsSchema = z.object({
  data: z.array(z.object({ zone: z.nullable(z.string()), status: z.string(), count: z.int() })),
  position: z.string(),
});

export const healthSchema = z.object({ status: z.literal('OK'), uptime: z.number() });

const checkSchema = z.object({ ok: z.boolean(), tookMs: z.number(), error: z.optional(z.string()) });
export const readySchema = z.object({
  status: z.enum(['ready', 'degraded', 'not_ready']),
  checks: z.object({ postgres: checkSchema, redis: checkSchema }),
});
