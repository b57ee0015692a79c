/** Webhooks: who subscribes to which events, and what was delivered to them. */
import * as z from 'zod/mini';
import { webhookEventTypes } from './events.ts';
import { anyOf, listQuery } from './http.ts';
import { deliverySchema, deliveryStatuses } from './notifications.ts';
import { idSchema, instantSchema, text } from './text.ts';

/** What the address may be, the settings say; this is only its length. */
const urlSchema = text(1, 2_000);
const descriptionSchema = text(0, 200);
const typesSchema = z.array(z.enum(webhookEventTypes)).check(
  z.minLength(1),
  z.maxLength(200),
  z.refine((types) => new Set(types).size === types.length, 'must name each type once'),
);

export const createWebhookSchema = z.strictObject({
  url: urlSchema,
  description: z._default(descriptionSchema, ''),
  types: typesSchema,
});

export const editWebhookSchema = z
  .strictObject({
    url: z.optional(urlSchema),
    description: z.optional(descriptionSchema),
    types: z.optional(typesSchema),
  })
  .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field'));

export const webhookStatuses = ['active', 'disabled'] as const;

export const webhookSchema = z.object({
  id: idSchema,
  url: z.string(),
  description: z.string(),
  types: z.array(z.string()),
  status: z.enum(webhookStatuses),
  /** Why it is disabled. */
  reason: z.nullable(z.enum(['asked', 'failing', 'gone'])),
  /** Until then what is sent is signed with the secret before the current one, too. */
  previousSecretUntil: z.nullable(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  disabledAt: z.nullable(z.string()),
  version: z.int(),
  seq: z.int(),
});
export type WebhookView = z.infer<typeof webhookSchema>;

/** `secret` is shown this once. */
export const secretWebhookSchema = z.extend(webhookSchema, { secret: z.string() });

/** How long both secrets sign after a rotation. */
export const rotateWebhookSchema = z.strictObject({
  overlapHours: z._default(z.int().check(z.gte(0), z.lte(168)), 24),
});

export const webhookDeliveriesQuery = z.strictObject({ ...listQuery, status: anyOf(deliveryStatuses) });

export const webhookDeliverySchema = z.extend(deliverySchema, {
  /** Of the event that it tells; null for one that the log does not hold any more. */
  eventType: z.nullable(z.string()),
  nextAttemptAt: z.nullable(z.string()),
});

/** Where a call to recover ended: when the first one began, and how far the log was looked through. */
const recoverCursorSchema = z.string().check(z.regex(/^\d{13}\.\d{1,15}$/));

/** What it missed since then is delivered: what failed, what waits for its next attempt, and what was never tried. */
export const recoverWebhookSchema = z.strictObject({
  since: instantSchema,
  /** `next` of the call before, to go on where it ended. */
  cursor: z.optional(recoverCursorSchema),
});

export const recoveredSchema = z.object({
  /** Deliveries that are tried again now. */
  requeued: z.int(),
  /** Events that had none, as the webhook was disabled. */
  added: z.int(),
  /** There is more than one call takes: ask again with `next` as the cursor. */
  more: z.boolean(),
  next: z.nullable(recoverCursorSchema),
});
