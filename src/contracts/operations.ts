/** What operators read and turn: dead letters, schedules, the audit log, figures, health. */
import * as z from 'zod/mini';
import { listQuery, searchSchema } from './http.ts';
import { text, zoneSchema } from './text.ts';

export const deadLetterStatuses = ['dead', 'replayed', 'discarded'] as const;

export const listDeadLettersQuery = z.strictObject({
  ...listQuery,
  status: z._default(z.enum(deadLetterStatuses), 'dead'),
  handler: z.optional(text(1, 100)),
  actorKind: z.optional(text(1, 40)),
  actorId: z.optional(text(1, 80)),
  q: searchSchema,
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

export const discardDeadLetterSchema = z.strictObject({ reason: text(1, 500) });

export const scheduleNameSchema = z.string().check(z.regex(/^[a-z][a-z0-9._-]{0,79}$/));

export const scheduleSchema = z.object({
  name: z.string(),
  cron: z.string(),
  /** IANA zone whose wall clock the pattern is read in. */
  zone: z.string(),
  nextInstant: z.string(),
  paused: z.boolean(),
  lastRun: z.nullable(z.object({ instant: z.string(), outcome: z.string(), startedAt: z.string() })),
});

export const listAuditQuery = z.strictObject({
  ...listQuery,
  action: z.optional(text(1, 100)),
  by: z.optional(text(1, 80)),
});

export const auditSchema = z.object({
  id: z.string(),
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string() }),
  action: z.string(),
  target: z.string(),
  detail: z.record(z.string(), z.unknown()),
  address: z.nullable(z.string()),
  traceId: z.nullable(z.string()),
});

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
