/**
 * Events of a ticket. Those that change the status carry `from`, `to` and `zone`, so that counts can be kept from
 * the log alone; all carry `number`, so that a notice needs no look-up to be readable.
 */
import * as z from 'zod/mini';
import { slaStateSchema, ticketPrioritySchema, ticketStatusSchema, ticketTypeSchema } from '../tickets.ts';
import type { EventDefinition } from './definition.ts';

const both = ['staff', 'public'] as const;
const nullableText = z.nullable(z.string());

const teamSchema = z.array(
  z.object({ technicianId: z.string(), userId: z.nullable(z.string()), lead: z.boolean() }),
);

const moved = {
  number: z.string(),
  from: z.nullable(ticketStatusSchema),
  to: ticketStatusSchema,
  zone: nullableText,
};

/** The clock as it stands after the event; `slaDueAt` is null while it stands still. */
const clock = {
  slaStartedAt: nullableText,
  slaDueAt: nullableText,
  slaState: slaStateSchema,
  slaRemainingMs: z.nullable(z.int()),
};

const fieldsSchema = z.object({
  title: z.optional(z.string()),
  description: z.optional(nullableText),
  priority: z.optional(ticketPrioritySchema),
  category: z.optional(nullableText),
  zone: z.optional(nullableText),
  scheduledAt: z.optional(nullableText),
});

const overdue = {
  number: z.string(),
  title: z.string(),
  priority: ticketPrioritySchema,
  status: ticketStatusSchema,
  zone: nullableText,
  slaStartedAt: z.string(),
  slaDueAt: z.string(),
};

export const ticketEvents = {
  'ticket.created': {
    version: 1,
    description: 'A ticket was opened; its SLA clock runs.',
    classes: both,
    data: z.object({
      ...moved,
      ...clock,
      ticketType: ticketTypeSchema,
      priority: ticketPrioritySchema,
      title: z.string(),
      description: nullableText,
      category: nullableText,
      customerId: nullableText,
      scheduledAt: nullableText,
    }),
    publicKeys: [
      'number',
      'from',
      'to',
      'ticketType',
      'priority',
      'title',
      'description',
      'category',
      'customerId',
      'scheduledAt',
    ],
  },
  'ticket.edited': {
    version: 1,
    description: 'Fields of a ticket were changed; a new priority moves its SLA clock.',
    classes: both,
    data: z.object({
      number: z.string(),
      status: ticketStatusSchema,
      priority: ticketPrioritySchema,
      changes: fieldsSchema,
      previous: fieldsSchema,
      ...clock,
    }),
    publicKeys: ['number', 'status', 'changes'],
  },
  'ticket.assigned': {
    version: 1,
    description: 'A team was put on a ticket, by hand or by claim, for the first time or instead of another.',
    classes: both,
    data: z.object({
      ...moved,
      title: z.string(),
      /** The lead of the new team. */
      technicianId: z.string(),
      team: teamSchema,
      previousTeam: teamSchema,
      scheduledAt: nullableText,
      previousScheduledAt: nullableText,
      claimed: z.boolean(),
    }),
    publicKeys: ['number', 'from', 'to', 'technicianId', 'scheduledAt'],
  },
  'ticket.started': {
    version: 1,
    description: 'Work on a ticket began.',
    classes: both,
    data: z.object({ ...moved }),
    publicKeys: ['number', 'from', 'to'],
  },
  'ticket.held': {
    version: 1,
    description: 'Work on a ticket waits; its SLA clock stands still.',
    classes: both,
    data: z.object({ ...moved, ...clock, reason: z.string() }),
    publicKeys: ['number', 'from', 'to'],
  },
  'ticket.resumed': {
    version: 1,
    description: 'Work on a ticket goes on; its SLA clock runs again with what was left of it.',
    classes: both,
    data: z.object({ ...moved, ...clock, priority: ticketPrioritySchema }),
    publicKeys: ['number', 'from', 'to'],
  },
  'ticket.completed': {
    version: 1,
    description: 'The work of a ticket is done.',
    classes: both,
    data: z.object({
      ...moved,
      resolution: z.string(),
      equipmentSerials: z.array(z.string()),
      signalDbm: z.nullable(z.number()),
      photoUrl: nullableText,
      slaState: slaStateSchema,
    }),
    publicKeys: ['number', 'from', 'to', 'resolution'],
  },
  'ticket.cancelled': {
    version: 1,
    description: 'A ticket was given up.',
    classes: both,
    data: z.object({ ...moved, reason: z.string() }),
    publicKeys: ['number', 'from', 'to', 'reason'],
  },
  'ticket.reopened': {
    version: 1,
    description: 'A completed ticket is open again, without a team and with a new SLA clock.',
    classes: both,
    data: z.object({
      ...moved,
      ...clock,
      priority: ticketPrioritySchema,
      reason: z.string(),
      reopenedCount: z.int(),
      previousTeam: teamSchema,
    }),
    publicKeys: ['number', 'from', 'to', 'reason'],
  },
  'ticket.commented': {
    version: 1,
    description: 'Somebody commented on a ticket; internal comments reach staff only.',
    classes: both,
    data: z.object({
      number: z.string(),
      commentId: z.string(),
      text: z.string(),
      internal: z.boolean(),
    }),
  },
  'ticket.sla_warned': {
    version: 1,
    description: 'Three quarters of the time to resolve a ticket have passed.',
    classes: ['staff'],
    data: z.object(overdue),
  },
  'ticket.sla_breached': {
    version: 1,
    description: 'The time to resolve a ticket has passed.',
    classes: ['staff'],
    data: z.object(overdue),
  },
} as const satisfies Record<`ticket.${string}`, EventDefinition>;
