/** The list and the history of tickets: filters and sorts by allow-list. */
import * as z from 'zod/mini';
import { anyOf, cursorSchema, limitSchema, listQuery, searchSchema } from './http.ts';
import { idSchema, zoneSchema } from './text.ts';
import { slaStates, ticketPriorities, ticketSorts, ticketStatuses, ticketTypes } from './tickets.ts';

export const listTicketsQuery = z.strictObject({
  ...listQuery,
  status: anyOf(ticketStatuses),
  type: anyOf(ticketTypes),
  priority: anyOf(ticketPriorities),
  slaState: anyOf(slaStates),
  zone: z.optional(zoneSchema),
  technicianId: z.optional(idSchema),
  customerId: z.optional(idSchema),
  assignedTo: z.optional(z.literal('me')),
  /** Number or words of the title. */
  q: searchSchema,
  sort: z._default(z.enum(ticketSorts), '-createdAt'),
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
