// One line about a trace, and what the store says of itself: the words between store, client and pages.

import * as z from 'zod';

export const traceSummary = z.object({
  traceId: z.string(),
  /** Of the root span; of the earliest span while the root has not arrived. */
  name: z.string(),
  rooted: z.boolean(),
  startMs: z.number(),
  durationMs: z.number(),
  spans: z.number().int(),
  errors: z.number().int(),
  /** `error.type` of the first span that failed. */
  errorType: z.string().optional(),
  /** Spans of this trace that were not kept because it was full. */
  dropped: z.number().int(),
  services: z.array(z.string()),
});
export type TraceSummary = z.infer<typeof traceSummary>;

/** What a trace is about: itself by its id, or what its spans name (`event:42`, `entity:<id>`). */
const subject = z.string().regex(/^([0-9a-f]{32}|(event|entity):[\w.-]{1,80})$/);

export const MAX_SUBJECTS = 200;

export const tracesQuery = z.object({
  /** Part of the root's name, a route, or the type of an event, in any case of letters. */
  name: z.string().max(200).optional(),
  /** Any of these, separated by commas. */
  about: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(subject).min(1).max(MAX_SUBJECTS))
    .optional(),
  /** Part of method and route of a request in it. */
  route: z.string().max(200).optional(),
  /** A queue that it went through. */
  queue: z.string().max(100).optional(),
  error: z.stringbool().optional(),
  /** Part of the `error.type` of a span in it. */
  errorType: z.string().max(100).optional(),
  minDurationMs: z.coerce.number().min(0).optional(),
  maxDurationMs: z.coerce.number().min(0).optional(),
  /** It began at or after, and before, these milliseconds since 1970. */
  fromMs: z.coerce.number().min(0).optional(),
  toMs: z.coerce.number().min(0).optional(),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^\d{1,20}(\.\d{1,9})?-[0-9a-f]{32}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type TracesQuery = z.infer<typeof tracesQuery>;

export const storeStats = z.object({
  traces: z.number().int(),
  spans: z.number().int(),
  bytes: z.number().int(),
  maxSpans: z.number().int(),
  maxBytes: z.number().int(),
  /** When the oldest trace began to arrive; absent while the store is empty. */
  oldestMs: z.number().optional(),
  /** Spans by what became of them since the start, and requests that were turned away. */
  kept: z.number().int(),
  evicted: z.number().int(),
  duplicate: z.number().int(),
  full: z.number().int(),
  bad: z.number().int(),
  refused: z.record(z.string(), z.number().int()),
});
export type StoreStats = z.infer<typeof storeStats>;

export const tracesPage = z.object({
  /** Newest first. */
  data: z.array(traceSummary),
  /** Where the next page begins; null at the end. */
  next: z.string().nullable(),
  stats: storeStats,
});
export type TracesPage = z.infer<typeof tracesPage>;

export const mapQuery = z.object({
  /** Only traces that ended within so many minutes. */
  minutes: z.coerce.number().int().min(1).max(1_440).default(60),
});

/** The service map: who called whom in the traces that are held. */
export const serviceMap = z.object({
  minutes: z.number(),
  traces: z.number().int(),
  calls: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      calls: z.number().int(),
      errors: z.number().int(),
      p50Ms: z.number(),
      p95Ms: z.number(),
      /** Of what waited before it began; absent where nothing says that it did. */
      waitP95Ms: z.number().optional(),
    }),
  ),
});
export type ServiceMap = z.infer<typeof serviceMap>;
export type ServiceCall = ServiceMap['calls'][number];

/** Traces that name this one in a link (a drain, a mailbox run), and those it names itself. */
export const linkedTraces = z.object({ from: z.array(traceSummary), to: z.array(traceSummary) });
export type LinkedTraces = z.infer<typeof linkedTraces>;
