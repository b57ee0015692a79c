/** In-app notices of a person, and the ledger of all deliveries. */
import * as z from 'zod/mini';
import { anyOf, listOf, listQuery } from './http.ts';
import { idSchema, instantSchema, text } from './text.ts';

const entitySchema = z.nullable(z.object({ kind: z.string(), id: z.string() }));
const paramsSchema = z.record(z.string(), z.unknown());

export const notificationStates = ['unseen', 'unread', 'all', 'archived'] as const;

/** In which language the words are; the person's own when left out. */
const language = z.optional(z.enum(['id', 'en']));

export const notificationQuery = z.strictObject({ language });

export const listNotificationsQuery = z.strictObject({
  ...listQuery,
  language,
  state: z._default(z.enum(notificationStates), 'all'),
  entityKind: z.optional(text(1, 40)),
  entityId: z.optional(text(1, 80)),
});

export const notificationSchema = z.object({
  id: idSchema,
  template: z.string(),
  params: paramsSchema,
  /** As administrators edit them, in the language asked for; null of a template that this release does not have. */
  words: z.nullable(z.object({ subject: z.string(), text: z.string() })),
  entity: entitySchema,
  eventId: z.nullable(z.string()),
  traceId: z.nullable(z.string()),
  priority: z.int(),
  createdAt: z.string(),
  seenAt: z.nullable(z.string()),
  readAt: z.nullable(z.string()),
  archivedAt: z.nullable(z.string()),
  seq: z.int(),
});

export const notificationCountSchema = z.object({
  unseen: z.int(),
  unread: z.int(),
  position: z.string(),
});

export const changedSchema = z.object({ changed: z.int() });

export const testNotificationSchema = z.strictObject({
  /** Oneself when left out. */
  userId: z.optional(idSchema),
  message: z._default(text(1, 500), 'This is a test'),
});

export const deliveryStatuses = [
  'queued',
  'gathered',
  'digested',
  'sending',
  'sent',
  'delivered',
  'shown',
  'read',
  'failed',
  'unknown',
  'suppressed',
  'discarded',
] as const;

export const listDeliveriesQuery = z.strictObject({
  ...listQuery,
  channel: anyOf(['in_app', 'email', 'whatsapp', 'whatsapp_group', 'webhook', 'push']),
  status: anyOf(deliveryStatuses),
  /** A person can be several recipients: a customer and their portal account. */
  recipientId: listOf(idSchema, 5),
  /** How its name begins: `ticket.` is every template about tickets. */
  template: z.optional(text(1, 80)),
  /** Whether it was on its reader's screen, as far as the channel can tell. */
  seen: z.optional(z.enum(['yes', 'no'])),
  since: z.optional(instantSchema),
  until: z.optional(instantSchema),
  eventId: z.optional(z.string().check(z.regex(/^[1-9]\d{0,17}$/))),
  entityKind: z.optional(text(1, 40)),
  entityId: z.optional(text(1, 80)),
});

export const resolveDeliverySchema = z.strictObject({ reason: text(1, 500) });

const step = z.nullable(z.string());

export const deliverySchema = z.object({
  id: z.string(),
  channel: z.string(),
  recipient: z.object({ kind: z.string(), id: z.string(), name: z.nullable(z.string()) }),
  template: z.string(),
  /** `name`: a ticket's number. */
  entity: z.nullable(z.object({ kind: z.string(), id: z.string(), name: z.nullable(z.string()) })),
  eventId: z.nullable(z.string()),
  traceId: z.nullable(z.string()),
  priority: z.int(),
  status: z.string(),
  reason: z.nullable(z.string()),
  /** Version of the template that it was sent with; 0 are the built-in words. */
  wordsVersion: z.nullable(z.int()),
  attempts: z.int(),
  provider: z.nullable(z.string()),
  /** Only for those with payloads.view. */
  lastError: z.nullable(z.string()),
  /** The message that took it along. */
  digestId: z.nullable(z.string()),
  createdAt: z.string(),
  /** When it is tried next, while it waits. */
  heldUntil: step,
  enqueuedAt: step,
  attemptedAt: step,
  acceptedAt: step,
  deliveredAt: step,
  shownAt: step,
  seenAt: step,
  readAt: step,
});

export const deliveryDetailSchema = z.extend(deliverySchema, {
  tries: z.array(
    z.object({
      n: z.int(),
      provider: z.string(),
      startedAt: z.string(),
      finishedAt: step,
      /** Null while it is under way. */
      outcome: z.nullable(z.string()),
      error: z.nullable(z.string()),
    }),
  ),
});
