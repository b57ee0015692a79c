/**
 * Figures of a period: what each answers, row by row. The same rows for the period before it, so that any two can be
 * compared, and the same rows as CSV.
 */
import * as z from 'zod/mini';
import { registrationStatusSchema } from './registrations.ts';
import { daySchema } from './text.ts';
import { ticketPrioritySchema, ticketStatusSchema } from './tickets.ts';

/** Both days belong to it. The last thirty days when left out. */
export const periodQuery = z.strictObject({ from: z.optional(daySchema), to: z.optional(daySchema) });
export const LONGEST_PERIOD_DAYS = 366;

const periodSchema = z.object({ from: z.string(), to: z.string() });
export type Period = z.infer<typeof periodSchema>;

export const distributions = ['status', 'priority', 'type', 'zone'] as const;

const count = z.int();
const milliseconds = z.nullable(z.int());
/** Null: of all priorities together. */
const priority = z.nullable(ticketPrioritySchema);

export const figureRows = {
  /** What happened on each day. */
  trend: z.object({ day: z.string(), created: count, completed: count, cancelled: count, reopened: count }),
  /** Tickets that were created in the period, by what they are now. No zone is `-`. */
  distribution: z.object({ by: z.enum(distributions), value: z.string(), count }),
  /** From opening to the beginning of work, and to its completion without what it was on hold. */
  times: z.object({
    priority,
    responses: count,
    responseMedianMs: milliseconds,
    responseP90Ms: milliseconds,
    resolutions: count,
    resolutionMedianMs: milliseconds,
    resolutionP90Ms: milliseconds,
  }),
  /** Of what was completed in the period. */
  sla: z.object({ priority, completed: count, onTime: count }),
  /** Of what they completed in the period as the lead; `firstTime`: and was not reopened since. */
  technicians: z.object({
    technicianId: z.string(),
    name: z.string(),
    completed: count,
    onTime: count,
    firstTime: count,
    ratings: count,
    rating: z.nullable(z.number()),
  }),
  /** Registrations that arrived in the period, by each state that they have reached so far. */
  funnel: z.object({ state: registrationStatusSchema, count }),
  /** Messages made in the period, by what became of them. `seen` are among the `accepted`, as is what went in a digest. */
  deliveries: z.object({
    channel: z.string(),
    total: count,
    accepted: count,
    seen: count,
    failed: count,
    suppressed: count,
    waiting: count,
  }),
} as const;

export type FigureName = keyof typeof figureRows;
export type FigureRow<F extends FigureName> = z.infer<(typeof figureRows)[F]>;
export const figureNames = Object.keys(figureRows) as FigureName[];

const standing = {
  /** Events of the log that are not counted yet. */
  behind: z.int(),
  /** What is counted: the position that the figures stand at. */
  position: z.string(),
};

export function figureSchema<F extends FigureName>(name: F) {
  const rows = z.array(figureRows[name]);
  return z.object({ period: periodSchema, before: periodSchema, data: rows, dataBefore: rows, ...standing });
}
export const spans = ['today', 'week', 'month'] as const;

export const overviewSchema = z.object({
  statuses: z.array(z.object({ status: ticketStatusSchema, count })),
  /** Up to today, beside as many days of the day, week or month before. */
  spans: z.array(
    z.object({
      span: z.enum(spans),
      period: periodSchema,
      before: periodSchema,
      created: count,
      completed: count,
      createdBefore: count,
      completedBefore: count,
    }),
  ),
  ...standing,
});
export type AnalyticsOverview = z.infer<typeof overviewSchema>;
