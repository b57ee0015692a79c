/** What people answered by WhatsApp, as staff read it. */
import * as z from 'zod/mini';
import { replyEnds, replyFates } from './events/provider-reply.ts';
import { anyOf, listQuery } from './http.ts';

export const repliesQuery = z.strictObject({
  ...listQuery,
  as: anyOf(replyFates),
  /** `yes`: those alone that belong to no ticket and that nobody saw to. */
  loose: z.optional(z.literal('yes')),
});

export const replySchema = z.object({
  id: z.string(),
  from: z.string(),
  text: z.string(),
  receivedAt: z.string(),
  /** A comment on a ticket, a note of a customer, or a notice alone; null while it is not settled. */
  as: z.nullable(z.enum(replyFates)),
  /** By a ticket that was made of it, or as done; null where nobody did, or need not. */
  seenTo: z.nullable(z.enum(replyEnds)),
  ticketId: z.nullable(z.string()),
  ticketNumber: z.nullable(z.string()),
  customerId: z.nullable(z.string()),
  customerName: z.nullable(z.string()),
  registrationId: z.nullable(z.string()),
  registrationNumber: z.nullable(z.string()),
});
export type WhatsappReplyView = z.infer<typeof replySchema>;

/** The provider's name and its id. */
export const replyIdSchema = z.string().check(z.regex(/^[\x21-\x7e]{1,300}$/));
