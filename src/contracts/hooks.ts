/** What comes in from providers: signed as Standard Webhooks, and believed only then. */
import * as z from 'zod/mini';
import type { ReportedStatus } from './events/provider-report.ts';
import { heardSchema, text } from './text.ts';

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
  text: z.pipe(heardSchema, text(1, 5_000)),
  /** The gateway's id of the message that it answers, where the person chose one. */
  replyTo: z.optional(z.nullable(text(1, 200))),
});

/** `GET` of the webhook's address: Meta asks whether it is ours. */
export const hookChallengeQuery = z.strictObject({
  'hub.mode': z.literal('subscribe'),
  'hub.verify_token': text(1, 2_000),
  'hub.challenge': z.string().check(z.regex(/^[\w.-]{1,200}$/)),
});

/** What the Cloud API says became of a message: of these statuses something follows, others are left alone. */
export const cloudStatuses: Readonly<Record<string, ReportedStatus>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
};

const metaId = z.string().check(z.regex(/^[\x21-\x7e]{1,200}$/));

const cloudErrorSchema = z.object({
  code: z.number(),
  title: z.optional(heardSchema),
  error_data: z.optional(z.object({ details: z.optional(heardSchema) })),
});

export const cloudStatusSchema = z.object({
  id: metaId,
  status: text(1, 50),
  /** Our own id of the message, as we gave it along. */
  biz_opaque_callback_data: z.optional(metaId),
  errors: z.optional(z.array(cloudErrorSchema)),
});
export type CloudStatus = z.infer<typeof cloudStatusSchema>;

const captioned = z.optional(z.object({ caption: z.optional(heardSchema) }));
const titled = z.optional(z.object({ title: heardSchema }));

export const cloudMessageSchema = z.object({
  id: metaId,
  /** Digits, with the country's code and without a plus. */
  from: z.string().check(z.regex(/^\d{6,20}$/)),
  type: text(1, 50),
  /** Of a message in a group. */
  group_id: z.optional(z.string()),
  context: z.optional(z.object({ id: z.optional(metaId) })),
  text: z.optional(z.object({ body: heardSchema })),
  button: z.optional(z.object({ text: heardSchema })),
  interactive: z.optional(z.object({ button_reply: titled, list_reply: titled })),
  image: captioned,
  video: captioned,
  document: captioned,
});
export type CloudMessage = z.infer<typeof cloudMessageSchema>;

/** The envelope alone: what is in it is judged piece by piece, so that one that is odd holds up no other. */
export const cloudHookSchema = z.object({
  object: z.string(),
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          field: z.string(),
          value: z.object({
            metadata: z.optional(z.object({ phone_number_id: z.optional(z.string()) })),
            statuses: z.optional(z.array(z.unknown())),
            messages: z.optional(z.array(z.unknown())),
          }),
        }),
      ),
    }),
  ),
});
