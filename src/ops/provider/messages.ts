// The words of the local message provider: what arrives, what is kept of it, and the switches.
// One schema each, used by the provider process, its client and its page.

import * as z from 'zod';

export const channels = ['email', 'whatsapp', 'push'] as const;
export type Channel = (typeof channels)[number];

/** `POST /v1/messages`. `group` addresses a WhatsApp group by its id, `text` a phone number. */
export const gatewayRequest = z.strictObject({
  to: z.string().min(3).max(128),
  type: z.enum(['text', 'group']),
  text: z.string().min(1).max(4096),
  /** Where delivery reports go; loopback only, since this provider never leaves the machine. */
  reportUrl: z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ }).optional(),
});
export type GatewayRequest = z.infer<typeof gatewayRequest>;

/** `POST /{version}/{phone-number-id}/messages` of Meta's Cloud API: the part that we take. */
export const cloudRequest = z.object({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').default('individual'),
  to: z.string().min(3).max(128),
  type: z.literal('text'),
  text: z.object({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() }),
  biz_opaque_callback_data: z.string().max(512).optional(),
});
export type CloudRequest = z.infer<typeof cloudRequest>;

/** `POST /replies`: somebody answers by WhatsApp; it goes out as the adapter of the settings has it. */
export const replyRequest = z.strictObject({
  from: z.string().regex(/^\+\d{6,15}$/),
  text: z.string().min(1).max(4096),
  /** The provider's id of the message that is answered. */
  replyTo: z.string().max(200).optional(),
});
export type ReplyRequest = z.infer<typeof replyRequest>;

export const message = z.object({
  id: z.string(),
  channel: z.enum(channels),
  type: z.enum(['email', 'text', 'group', 'push']),
  at: z.iso.datetime(),
  from: z.string().optional(),
  to: z.array(z.string()),
  subject: z.string().optional(),
  text: z.string(),
  html: z.string().optional(),
  /** How a push message was sent, and all that was in it. */
  push: z.object({ ttl: z.number(), urgency: z.string(), topic: z.string(), payload: z.string() }).optional(),
  /** SMTP's own name of the message; SMTP has no idempotency, so it is a record and nothing more. */
  messageId: z.string().optional(),
  idempotencyKey: z.string().optional(),
  /** The W3C context the sender gave, as header of the request or of the mail. */
  traceparent: z.string().optional(),
  /** False when the switch `drop` withheld the answer: the sender cannot know that it arrived. */
  answered: z.boolean(),
  /** Set when the switch `twice` made a second message of one: the id of the first. */
  duplicateOf: z.string().optional(),
  /** True when text or html was cut to what is kept. */
  cut: z.boolean().optional(),
});
export type Message = z.infer<typeof message>;

export const channelSwitches = z.strictObject({
  /** Waits this long before it takes a message. */
  slowMs: z.number().int().min(0).max(30_000),
  /** SMTP 421, HTTP 503 with Retry-After (the gateway, the push service). */
  down: z.boolean(),
  /** Takes the message, never answers, and closes the connection after a while. */
  drop: z.boolean(),
  /** Makes a second message: of every mail, of a gateway message whose key was seen before, of every one to the Cloud API. */
  twice: z.boolean(),
  /** Recipients refused for good (SMTP 550, HTTP 422, a browser that is gone 410): `*` stands for anything; empty refuses nobody. */
  reject: z.string().max(200),
});
export type ChannelSwitches = z.infer<typeof channelSwitches>;

export const switches = z.strictObject({
  email: channelSwitches,
  whatsapp: channelSwitches,
  push: channelSwitches,
});
export type Switches = z.infer<typeof switches>;

/** `PUT /switches` names what changes; the rest stays. */
export const switchesChange = z.strictObject({
  email: channelSwitches.partial().optional(),
  whatsapp: channelSwitches.partial().optional(),
  push: channelSwitches.partial().optional(),
});
export type SwitchesChange = z.infer<typeof switchesChange>;

export const messagesQuery = z.object({
  since: z.iso.datetime().optional(),
  channel: z.enum(channels).optional(),
  /** Part of a recipient, in any case of letters. */
  to: z.string().max(128).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export type MessagesQuery = z.input<typeof messagesQuery>;

/** Newest first. `kept` counts all that is kept, whatever the filter. */
export const messagesPage = z.object({ data: z.array(message), kept: z.number().int() });
export type MessagesPage = z.infer<typeof messagesPage>;
