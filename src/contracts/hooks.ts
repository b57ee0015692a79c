/** What comes in from providers: signed as Standard Webhooks, and believed only then. */
import * as z from 'zod/mini';
import { replyFates } from './events/provider-reply.ts';
import type { ReportedStatus } from './events/provider-report.ts';
import { anyOf, listQuery } from './http.ts';
import { text } from './text.ts';

export const hookSchema = z.object({ type: text(1, 100), data: z.unknown() });

/** Types of the WhatsApp gateway that say what became of a message; others are answered and left alone. */
export const whatsappReports: Readonly<Record<string, ReportedStatus>> = {
  'message.delivered': 'delivered',
  'message.read': 'read',
  'message.failed': 'failed',
};

/** The gateway's own id of the message, as it answered when it took it. */
export const whatsappReportSchema = z.object({ id: text(1, 200) });

/** `webhook-id`: of a report, and the same in each repetition. */
export const hookIdSchema = z.string().check(z.regex(/^[\x21-\x7e]{1,200}$/));

/** The type of what somebody writes to us. */
export const WHATSAPP_REPLY = 'message.received';

export const whatsappReplySchema = z.object({
  /** The gateway's own id of what was written: the same in each repetition. */
  id: z.string().check(z.regex(/^[\x21-\x7e]{1,200}$/)),
  /** With its country's code. */
  from: text(6, 30),
  text: text(1, 5_000),
  /** The gateway's id of the message that it answers, where the person chose one. */
  replyTo: z.optional(z.nullable(text(1, 200))),
});

export const repliesQuery = z.strictObject({ ...listQuery, as: anyOf(replyFates) });

export const replySchema = z.object({
  id: z.string(),
  from: z.string(),
  text: z.string(),
  receivedAt: z.string(),
  /** A comment on a ticket, a note of a customer, or a notice alone; null while it is not settled. */
  as: z.nullable(z.enum(replyFates)),
  ticketId: z.nullable(z.string()),
  customerId: z.nullable(z.string()),
  registrationId: z.nullable(z.string()),
});
