/** What people answered by WhatsApp, as staff read it. */
import * as z from 'zod/mini';
import { replyFates } from './events/provider-reply.ts';
import { anyOf, listQuery } from './http.ts';

export const repliesQuery = z.strictObject({ ...listQuery, as: anyOf(replyFates) });

export const replySchema = z.object({
  id: z.string(),
  from: z.string(),
  text: z.string(),
  receivedAt: z.string(),
  /** A comment on a ticket, a note of a customer, or a notice alone; null while it is not settled. */
  as: z.nullable(z.enum(replyFates)),
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
