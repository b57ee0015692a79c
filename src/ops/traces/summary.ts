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
  /** Spans of this trace that were not kept because it was full. */
  dropped: z.number().int(),
  services: z.array(z.string()),
});
export type TraceSummary = z.infer<typeof traceSummary>;

export const tracesQuery = z.object({
  /** Part of the root's name or route, in any case of letters. */
  name: z.string().max(200).optional(),
  error: z.stringbool().optional(),
  minDurationMs: z.coerce.number().min(0).optional(),
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

export const tracesPage = z.object({ data: z.array(traceSummary), stats: storeStats });
export type TracesPage = z.infer<typeof tracesPage>;

/** Traces that name this one in a link (a drain, a mailbox run), and those it names itself. */
export const linkedTraces = z.object({ from: z.array(traceSummary), to: z.array(traceSummary) });
export type LinkedTraces = z.infer<typeof linkedTraces>;
