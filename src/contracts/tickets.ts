/** Tickets on the wire: what the API takes and answers, shared by API, portal and OpenAPI. */
import * as z from 'zod/mini';
import { idSchema, instantSchema, text, zoneSchema } from './text.ts';

export const ticketTypes = [
  'repair',
  'installation',
  'survey',
  'maintenance',
  'upgrade',
  'downgrade',
  'dismantle',
] as const;
export const ticketPriorities = ['low', 'normal', 'high', 'critical'] as const;
/** `reopened` is an event, not a state: a reopened ticket is `open` again. */
export const ticketStatuses = [
  'open',
  'assigned',
  'in_progress',
  'on_hold',
  'completed',
  'cancelled',
] as const;
export const slaStates = ['running', 'paused', 'warned', 'breached', 'met', 'stopped'] as const;

export const ticketTypeSchema = z.enum(ticketTypes);
export const ticketPrioritySchema = z.enum(ticketPriorities);
export const ticketStatusSchema = z.enum(ticketStatuses);
export const slaStateSchema = z.enum(slaStates);

export type TicketType = z.infer<typeof ticketTypeSchema>;
export type TicketPriority = z.infer<typeof ticketPrioritySchema>;
export type TicketStatus = z.infer<typeof ticketStatusSchema>;
export type SlaState = z.infer<typeof slaStateSchema>;

/** Hours until resolution is due, by priority (domain: critical 4, high 8, normal 24, low 48). */
export const slaHours: Readonly<Record<TicketPriority, number>> = {
  critical: 4,
  high: 8,
  normal: 24,
  low: 48,
};

/** Every command a person can give a ticket by name. */
export const ticketCommands = [
  'assign',
  'claim',
  'start',
  'hold',
  'resume',
  'complete',
  'cancel',
  'reopen',
  'comments',
] as const;
export type TicketCommandName = (typeof ticketCommands)[number];

export const createTicketSchema = z.strictObject({
  type: ticketTypeSchema,
  title: text(1, 200),
  priority: z._default(ticketPrioritySchema, 'normal'),
  description: z.optional(text(0, 10_000)),
  customerId: z.optional(idSchema),
  zone: z.optional(zoneSchema),
  category: z.optional(text(1, 60)),
  scheduledAt: z.optional(instantSchema),
});

export const editTicketSchema = z
  .strictObject({
    title: z.optional(text(1, 200)),
    description: z.optional(z.nullable(text(0, 10_000))),
    priority: z.optional(ticketPrioritySchema),
    category: z.optional(z.nullable(text(1, 60))),
    zone: z.optional(z.nullable(zoneSchema)),
    scheduledAt: z.optional(z.nullable(instantSchema)),
  })
  .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field'));

export const assignTicketSchema = z.strictObject({
  /** The lead. */
  technicianId: idSchema,
  members: z.optional(z.array(idSchema).check(z.maxLength(10))),
  scheduledAt: z.optional(instantSchema),
});
export const emptySchema = z.strictObject({});
export const holdTicketSchema = z.strictObject({ reason: text(1, 500) });
export const completeTicketSchema = z.strictObject({
  resolution: text(1, 5_000),
  /** An installation also needs these. */
  equipmentSerials: z.optional(z.array(text(1, 64)).check(z.minLength(1), z.maxLength(20))),
  signalDbm: z.optional(z.number().check(z.gte(-60), z.lte(10))),
  photoUrl: z.optional(text(1, 500)),
});
export const cancelTicketSchema = z.strictObject({ reason: text(1, 500) });
export const reopenTicketSchema = z.strictObject({ reason: text(1, 500) });
export const commentTicketSchema = z.strictObject({
  text: text(1, 5_000),
  internal: z._default(z.boolean(), false),
});

const teamMemberSchema = z.object({
  technicianId: idSchema,
  userId: z.nullable(idSchema),
  lead: z.boolean(),
});

export const ticketSchema = z.object({
  id: idSchema,
  number: z.string(),
  type: ticketTypeSchema,
  priority: ticketPrioritySchema,
  status: ticketStatusSchema,
  title: z.string(),
  description: z.nullable(z.string()),
  category: z.nullable(z.string()),
  zone: z.nullable(z.string()),
  customerId: z.nullable(idSchema),
  technicianId: z.nullable(idSchema),
  team: z.array(teamMemberSchema),
  scheduledAt: z.nullable(z.string()),
  resolution: z.nullable(z.string()),
  holdReason: z.nullable(z.string()),
  cancelReason: z.nullable(z.string()),
  reopenedCount: z.int(),
  slaDueAt: z.nullable(z.string()),
  /** The clock is the staff’s: null for customers. */
  slaState: z.nullable(slaStateSchema),
  createdAt: z.string(),
  updatedAt: z.string(),
  assignedAt: z.nullable(z.string()),
  startedAt: z.nullable(z.string()),
  completedAt: z.nullable(z.string()),
  /** The ETag's number: what If-Match compares. */
  version: z.int(),
  /** Sequence of the last event in this state (R2). */
  seq: z.int(),
  /** Commands that state and rights of the reader allow. */
  allowed: z.array(z.enum(ticketCommands)),
});
export type Ticket = z.infer<typeof ticketSchema>;

/** Filters and sort of the list, by allow-list. Several values of one filter are separated by commas. */
export const ticketSorts = [
  'createdAt',
  '-createdAt',
  'slaDueAt',
  '-slaDueAt',
  'updatedAt',
  '-updatedAt',
  'number',
  '-number',
] as const;
