/**
 * Events of a ticket. Those that change the status carry `from`, `to` and `zone`, so that counts can be kept from
 * the log alone; all carry `number`, so that a notice needs no look-up to be readable.
 */
import * as z from 'zod/mini';
import { fileTypeSchema } from '../attachments.ts';
import { scoreSchema } from '../dispatch.ts';
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

const packageChange = z.optional(z.nullable(z.object({ packageId: z.string(), effectiveAt: nullableText })));

const fieldsSchema = z.object({
  title: z.optional(z.string()),
  description: z.optional(nullableText),
  priority: z.optional(ticketPrioritySchema),
  category: z.optional(nullableText),
  zone: z.optional(nullableText),
  scheduledAt: z.optional(nullableText),
  packageChange,
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
      /** Of a registration's survey or installation only. */
      registrationId: z.optional(z.string()),
      scheduledAt: nullableText,
      packageChange,
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
      'packageChange',
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
      /** The day that its team’s places move to, where it has a team and another day. */
      workDay: z.optional(z.string()),
      registrationId: z.optional(z.string()),
      ...clock,
    }),
    publicKeys: ['number', 'status', 'changes'],
  },
  'ticket.assigned': {
    version: 1,
    description:
      'A team was put on a ticket, by hand, by claim or by itself, for the first time or instead of another.',
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
      /** The day in whose places the work counts. */
      workDay: z.optional(z.string()),
      registrationId: z.optional(z.string()),
      claimed: z.boolean(),
      /** Why this technician, of an automatic assignment. */
      score: z.optional(scoreSchema),
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
      /** Of completions before photos were attachments. */
      photoUrl: z.optional(nullableText),
      slaState: slaStateSchema,
      customerId: z.optional(nullableText),
      registrationId: z.optional(z.string()),
      survey: z.optional(z.object({ feasible: z.boolean(), note: z.nullable(z.string()) })),
      packageChange,
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
      customerId: z.optional(nullableText),
      packageChange,
    }),
    publicKeys: ['number', 'from', 'to', 'reason'],
  },
  'ticket.merged': {
    version: 1,
    description: 'A ticket was a duplicate: it is closed, and what happens goes on in the other one.',
    classes: both,
    data: z.object({
      ...moved,
      /** The survivor. */
      into: z.string(),
      intoNumber: z.string(),
      /** The customer of the duplicate does not see the survivor, and does not read its number. */
      apart: z.boolean(),
    }),
    publicKeys: ['number', 'from', 'to', 'into', 'intoNumber'],
  },
  'ticket.absorbed': {
    version: 1,
    description: 'A duplicate was merged into a ticket; those who followed it follow this one.',
    classes: both,
    data: z.object({
      number: z.string(),
      duplicateId: z.string(),
      duplicateNumber: z.string(),
      duplicateCustomerId: nullableText,
    }),
    publicKeys: ['number', 'duplicateId', 'duplicateNumber'],
  },
  'ticket.settled': {
    version: 1,
    description: 'What a duplicate was about is done: the ticket it was merged into was completed.',
    classes: both,
    data: z.object({ number: z.string(), survivorId: z.string() }),
    publicKeys: ['number'],
  },
  'ticket.snoozed': {
    version: 1,
    description: 'A ticket is out of the way until an instant; its SLA clock runs on.',
    classes: ['staff'],
    data: z.object({ number: z.string(), until: z.string(), previousUntil: nullableText }),
  },
  'ticket.woken': {
    version: 1,
    description: 'A snoozed ticket is back: its time has come, somebody woke it, or its customer answered.',
    classes: ['staff'],
    data: z.object({
      number: z.string(),
      until: z.string(),
      because: z.enum(['time', 'person', 'reply']),
      /** The account that had put it to sleep, if it was one. */
      snoozedBy: nullableText,
    }),
  },
  'ticket.rated': {
    version: 1,
    description: 'The customer said how the work was, or changed their mind about it.',
    classes: both,
    data: z.object({
      number: z.string(),
      rating: z.int(),
      feedback: nullableText,
      previousRating: z.nullable(z.int()),
      /** The lead of the team that did the work. */
      technicianId: nullableText,
    }),
    publicKeys: ['number', 'rating', 'feedback'],
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
      /** Written by whose ticket it is: in the portal, by a token, or as an answer to a message. */
      fromCustomer: z.optional(z.boolean()),
    }),
  },
  'ticket.attached': {
    version: 1,
    description: 'A photo or file was attached to a ticket; internal ones reach staff only.',
    classes: both,
    data: z.object({
      number: z.string(),
      attachmentId: z.string(),
      fileType: fileTypeSchema,
      bytes: z.int(),
      internal: z.boolean(),
      /** The account that sent it. */
      uploadedBy: z.string(),
      fromCustomer: z.boolean(),
      /** The same account attached nothing to it in the minutes before: one notice for a handful of photos. */
      first: z.boolean(),
    }),
    publicKeys: ['number', 'attachmentId', 'fileType', 'bytes'],
  },
  'ticket.attachment_removed': {
    version: 1,
    description: 'A photo or file was taken off a ticket; its content is erased.',
    classes: both,
    data: z.object({
      number: z.string(),
      attachmentId: z.string(),
      fileType: fileTypeSchema,
      internal: z.boolean(),
    }),
    publicKeys: ['number', 'attachmentId', 'fileType'],
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
  'ticket.escalated': {
    version: 1,
    description: 'Nobody has seen to a breach for a while: it goes on to the managers.',
    classes: ['staff'],
    data: z.object(overdue),
  },
} as const satisfies Record<`ticket.${string}`, EventDefinition>;
