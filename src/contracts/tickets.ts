/** Tickets on the wire: what the API takes and answers, shared by API, portal and OpenAPI. */
import * as z from 'zod/mini';
import { addressSchema } from './address.ts';
import { replyIdSchema } from './replies.ts';
import { idSchema, instantSchema, text, typedSerialsSchema, zoneSchema } from './text.ts';

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

/** How far a breach has gone: to the supervisors, to the managers, or to somebody who sees to it. */
export const escalations = ['supervisor', 'manager', 'taken_up'] as const;
export type Escalation = (typeof escalations)[number];

/** Minutes from the breach until the managers hear of it, when nobody has done anything. */
export const escalationMinutes: Readonly<Record<TicketPriority, number>> = {
  critical: 30,
  high: 60,
  normal: 120,
  low: 240,
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
  'merge',
  'snooze',
  'unsnooze',
  'rate',
] as const;
export type TicketCommandName = (typeof ticketCommands)[number];

/** Of an upgrade or downgrade: which package, from when; left out or null, from its completion. */
const packageChangeSchema = z.strictObject({
  packageId: idSchema,
  effectiveAt: z._default(z.nullable(instantSchema), null),
});
export type PackageChange = z.output<typeof packageChangeSchema>;

export const createTicketSchema = z.strictObject({
  type: ticketTypeSchema,
  title: text(1, 200),
  priority: z._default(ticketPrioritySchema, 'normal'),
  description: z.optional(text(0, 10_000)),
  customerId: z.optional(idSchema),
  zone: z.optional(zoneSchema),
  category: z.optional(text(1, 60)),
  scheduledAt: z.optional(instantSchema),
  packageChange: z.optional(packageChangeSchema),
  /** The answer by WhatsApp that it is made of. */
  replyId: z.optional(replyIdSchema),
});

export const editTicketSchema = z
  .strictObject({
    title: z.optional(text(1, 200)),
    description: z.optional(z.nullable(text(0, 10_000))),
    priority: z.optional(ticketPrioritySchema),
    category: z.optional(z.nullable(text(1, 60))),
    zone: z.optional(z.nullable(zoneSchema)),
    scheduledAt: z.optional(z.nullable(instantSchema)),
    packageChange: z.optional(packageChangeSchema),
    /** A new day may be one ticket too many for its team. */
    overbook: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      (fields) => Object.keys(fields).some((field) => field !== 'overbook'),
      'name at least one field',
    ),
  );

export const assignTicketSchema = z.strictObject({
  /** The lead. */
  technicianId: idSchema,
  members: z.optional(z.array(idSchema).check(z.maxLength(10))),
  scheduledAt: z.optional(instantSchema),
  /** Said on purpose: the day of one of them is full, and it may be one more. */
  overbook: z.optional(z.boolean()),
});
/** `overbook`: the own day is full, and it may be one more. */
export const claimTicketSchema = z.strictObject({ overbook: z.optional(z.boolean()) });
export const emptySchema = z.strictObject({});
export const holdTicketSchema = z.strictObject({ reason: text(1, 500) });
export const completeTicketSchema = z.strictObject({
  resolution: text(1, 5_000),
  /** An installation also needs these two, and a photo among its attachments. */
  equipmentSerials: z.optional(typedSerialsSchema),
  signalDbm: z.optional(z.number().check(z.gte(-60), z.lte(10))),
  /** What a survey found; it cannot be completed without. */
  survey: z.optional(z.strictObject({ feasible: z.boolean(), note: z.optional(text(1, 2_000)) })),
});
export const cancelTicketSchema = z.strictObject({ reason: text(1, 500) });
export const reopenTicketSchema = z.strictObject({ reason: text(1, 500) });
export const mergeTicketSchema = z.strictObject({
  /** The ticket that survives. */
  into: idSchema,
  /** Said on purpose: the customer of the duplicate does not see the survivor. */
  otherCustomer: z._default(z.boolean(), false),
});
export const snoozeTicketSchema = z.strictObject({ until: instantSchema });
export const rateTicketSchema = z.strictObject({
  rating: z.int().check(z.gte(1), z.lte(5)),
  feedback: z.optional(text(0, 1_000)),
});
export const commentTicketSchema = z.strictObject({
  text: text(1, 5_000),
  internal: z._default(z.boolean(), false),
});

const teamMemberSchema = z.object({
  technicianId: idSchema,
  userId: z.nullable(idSchema),
  lead: z.boolean(),
});

/** Where a duplicate went. */
const mergedIntoSchema = z.object({ id: idSchema, number: z.string() });
export type MergedInto = z.infer<typeof mergedIntoSchema>;

const customerOfTicketSchema = z.object({ id: idSchema, code: z.string(), name: z.string() });
export type CustomerOfTicket = z.infer<typeof customerOfTicketSchema>;

/** Whose survey or installation it is, before there is a customer. */
const applicantSchema = z.object({
  registrationId: idSchema,
  number: z.string(),
  name: z.string(),
  phone: z.string(),
  address: addressSchema,
});
export type Applicant = z.infer<typeof applicantSchema>;

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
  /** Whose survey or installation it is. */
  registrationId: z.nullable(idSchema),
  /** In lists and in the ticket itself, for those who may see customers; commands answer without it. */
  customer: z.optional(z.nullable(customerOfTicketSchema)),
  /** In the ticket itself, for staff who see registrations and for technicians who see the ticket. */
  applicant: z.optional(z.nullable(applicantSchema)),
  technicianId: z.nullable(idSchema),
  team: z.array(teamMemberSchema),
  scheduledAt: z.nullable(z.string()),
  packageChange: z.nullable(z.object({ packageId: idSchema, effectiveAt: z.nullable(z.string()) })),
  resolution: z.nullable(z.string()),
  holdReason: z.nullable(z.string()),
  cancelReason: z.nullable(z.string()),
  reopenedCount: z.int(),
  /** Null for a customer who does not see the survivor. */
  mergedInto: z.nullable(mergedIntoSchema),
  /** The staff’s, like the clock: null for customers. */
  snoozedUntil: z.nullable(z.string()),
  rating: z.nullable(z.int()),
  ratingFeedback: z.nullable(z.string()),
  ratedAt: z.nullable(z.string()),
  slaDueAt: z.nullable(z.string()),
  /** The clock is the staff’s: null for customers. */
  slaState: z.nullable(slaStateSchema),
  /** What is left of a clock that stands still, below zero when it stopped overdue; the staff’s, too. */
  slaRemainingMs: z.nullable(z.int()),
  /** Of a breach; the staff’s, too. */
  escalation: z.nullable(z.enum(escalations)),
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
