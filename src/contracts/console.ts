/** The operations console: the state of everything that runs, and what is late and why. */
import * as z from 'zod/mini';
import { text } from './text.ts';

/**
 * What is wrong, as the console says it. `because` names the cause where the platform knows it; the words for people
 * are the portal's, one for each code.
 */
export const troubleCodes = [
  'process_down',
  'process_silent',
  'process_restarted',
  'event_loop_blocked',
  'duty_unheld',
  'realtime_unheld',
  'figures_stale',
  'log_unnumbered',
  'mailboxes_late',
  'mailboxes_halted',
  'group_paused',
  'queue_late',
  'queue_paused',
  'follower_stuck',
  'follower_behind',
  'provider_down',
  'deliveries_late',
  'deliveries_undecided',
  'dead_letters',
  'schedule_late',
  'schedule_missed',
  'timers_late',
] as const;
export type TroubleCode = (typeof troubleCodes)[number];

export const troubleCauses = ['paused', 'no_workers', 'no_duty', 'provider_down', 'redis_away'] as const;
export type TroubleCause = (typeof troubleCauses)[number];

export const troubleSchema = z.object({
  code: z.enum(troubleCodes),
  /** Which of its kind: a process, a queue, a handler group. */
  subject: z.string(),
  /** Since when, or how old the oldest is. */
  seconds: z.nullable(z.number()),
  count: z.nullable(z.number()),
  because: z.nullable(z.enum(troubleCauses)),
  /** The page that says what to check and do. */
  runbook: z.nullable(z.string()),
});
export type Trouble = z.infer<typeof troubleSchema>;

const pausedSchema = z.nullable(
  z.object({
    at: z.string(),
    by: z.nullable(z.object({ kind: z.string(), id: z.string() })),
    reason: z.nullable(z.string()),
  }),
);

const processSchema = z.object({
  role: z.string(),
  index: z.int(),
  up: z.boolean(),
  restarts: z.int(),
  /** When it last died or was ended because it hung. */
  endedAt: z.nullable(z.string()),
  startedAt: z.nullable(z.string()),
  residentBytes: z.nullable(z.number()),
  /** The 99th percentile since the last look. */
  eventLoopDelaySeconds: z.nullable(z.number()),
  /** Age of what is shown of it. */
  answerAgeSeconds: z.number(),
});

const queueSchema = z.object({
  name: z.string(),
  waiting: z.int(),
  active: z.int(),
  delayed: z.int(),
  failed: z.int(),
  oldestAgeSeconds: z.number(),
  paused: z.boolean(),
});

const groupSchema = z.object({
  name: z.string(),
  lagEvents: z.int(),
  oldestAgeSeconds: z.number(),
  retrying: z.int(),
  halted: z.int(),
  deadLetters: z.int(),
  paused: z.boolean(),
  /** By whom and why, where it is known. */
  pause: pausedSchema,
});

const scheduleSchema = z.object({
  name: z.string(),
  nextAt: z.string(),
  lastAt: z.nullable(z.string()),
  lastOutcome: z.nullable(z.string()),
  /** Instants of the last seven days. */
  missed: z.int(),
  lateSeconds: z.number(),
  paused: z.boolean(),
});

const channelSchema = z.object({
  name: z.string(),
  queued: z.int(),
  sending: z.int(),
  oldestDueAgeSeconds: z.number(),
  failed: z.int(),
  unknown: z.int(),
});

const providerSchema = z.object({
  name: z.string(),
  /** `open`: nothing is sent to it but a try now and then. */
  circuit: z.enum(['open', 'closed']),
  since: z.string(),
  lastSuccessAt: z.nullable(z.string()),
  lastError: z.nullable(z.string()),
});

export const consoleSchema = z.object({
  at: z.string(),
  /** Who read the figures: the worker with the duty, or this API process because none tells them. */
  figuresBy: z.enum(['duty', 'api']),
  figuresAgeSeconds: z.number(),
  troubles: z.array(troubleSchema),
  processes: z.array(processSchema),
  queues: z.array(queueSchema),
  groups: z.array(groupSchema),
  followers: z.array(z.object({ name: z.string(), lagEvents: z.int(), failedAttempts: z.int() })),
  schedules: z.array(scheduleSchema),
  channels: z.array(channelSchema),
  providers: z.array(providerSchema),
  leases: z.array(
    z.object({ name: z.string(), held: z.boolean(), holder: z.nullable(z.string()), token: z.int() }),
  ),
  log: z.object({ position: z.int(), unnumbered: z.int(), unnumberedAgeSeconds: z.number() }),
  timers: z.object({ due: z.int(), lateSeconds: z.number() }),
  sockets: z.int(),
});
export type Console = z.infer<typeof consoleSchema>;

export const groupNameSchema = z.string().check(z.regex(/^[a-z][a-z0-9_-]{0,39}$/));
export const turnGroupSchema = z.strictObject({ reason: text(1, 500) });
