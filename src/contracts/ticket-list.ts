/** The list and the history of tickets: filters and sorts by allow-list. */
import * as z from 'zod/mini';
import { anyOf, cursorSchema, limitSchema, listOf, listQuery, offsetSchema, searchSchema } from './http.ts';
import { daySpanSchema, idSchema, zoneSchema } from './text.ts';
import {
  slaStateSchema,
  slaStates,
  ticketPriorities,
  ticketPrioritySchema,
  ticketSorts,
  ticketStatuses,
  ticketStatusSchema,
  ticketTypeSchema,
  ticketTypes,
} from './tickets.ts';

/** Nobody is the lead: a value of the filter by technician. */
export const NOBODY = 'nobody';

/** Deadlines: past, or within so many hours. Several mean any of them. */
export const dueSpans = ['overdue', '1h', '4h', '8h', '24h', '72h'] as const;
export type DueSpan = (typeof dueSpans)[number];

const ticketFilterShape = {
  status: anyOf(ticketStatuses),
  type: anyOf(ticketTypes),
  priority: anyOf(ticketPriorities),
  slaState: anyOf(slaStates),
  /** The clock runs, and ends within one of these spans from now. */
  due: anyOf(dueSpans),
  zone: listOf(zoneSchema, 20),
  /** The lead of the team, or `nobody`. */
  technicianId: listOf(z.union([idSchema, z.literal(NOBODY)]), 20),
  customerId: listOf(idSchema, 20),
  assignedTo: z.optional(z.literal('me')),
  /** Out of the way until a time, or not. */
  snoozed: z.optional(z.enum(['yes', 'no'])),
  /** The days on which it was created, or completed, in the portal's time zone. */
  created: z.optional(daySpanSchema),
  completed: z.optional(daySpanSchema),
  /** Number or words of the title. */
  q: searchSchema,
};

/** What a list shows, without order and place. */
export const ticketFilterQuery = z.strictObject(ticketFilterShape);
export type TicketFilterQuery = z.infer<typeof ticketFilterQuery>;

const several = <S extends z.ZodMiniType>(value: S) =>
  z.optional(z.array(value).check(z.minLength(1), z.maxLength(20)));

/** The same filter where it comes in a body, and as it is kept. */
export const ticketFilterSchema = z.strictObject({
  status: several(ticketStatusSchema),
  type: several(ticketTypeSchema),
  priority: several(ticketPrioritySchema),
  slaState: several(slaStateSchema),
  due: several(z.enum(dueSpans)),
  zone: several(zoneSchema),
  technicianId: several(z.union([idSchema, z.literal(NOBODY)])),
  customerId: several(idSchema),
  assignedTo: z.optional(z.literal('me')),
  snoozed: z.optional(z.enum(['yes', 'no'])),
  created: z.optional(daySpanSchema),
  completed: z.optional(daySpanSchema),
  q: searchSchema,
});

export const ticketSortSchema = z.enum(ticketSorts);

const MAX_OFFSET = 999_900;

export const listTicketsQuery = z.strictObject({
  ...listQuery,
  ...ticketFilterShape,
  sort: z._default(ticketSortSchema, '-createdAt'),
  /** Rows to leave out, for a list that is entered anywhere; not together with `cursor`. */
  offset: offsetSchema(MAX_OFFSET),
});
export type ListTicketsQuery = z.infer<typeof listTicketsQuery>;

export const historyQuery = z.strictObject({ limit: limitSchema, cursor: cursorSchema });

/** One event of an actor as its reader may see it. */
export const historyEntrySchema = z.object({
  id: z.string(),
  type: z.string(),
  seq: z.int(),
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.optional(z.string()) }),
  traceId: z.nullable(z.string()),
  data: z.record(z.string(), z.unknown()),
});
