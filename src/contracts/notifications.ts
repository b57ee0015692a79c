/** In-app notices of a person, and the ledger of all deliveries. */
import * as z from 'zod/mini';
import { anyOf, listQuery } from './http.ts';
import { idSchema, text } from './text.ts';

const entitySchema = z.nullable(z.object({ kind: z.string(), id: z.string() }));
const paramsSchema = z.record(z.string(), z.unknown());

export const notificationStates = ['unseen', 'unread', 'all', 'archived'] as const;

export const listNotificationsQuery = z.strictObject({
  ...listQuery,
  state: z._default(z.enum(notificationStates), 'all'),
  entityKind: z.optional(text(1, 40)),
  entityId: z.optional(text(1, 80)),
});

export const notificationSchema = z.object({
  id: idSchema,
  /** Key of the words, in two languages. */
  template: z.string(),
  params: paramsSchema,
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
  channel: anyOf(['in_app', 'email', 'whatsapp', 'whatsapp_group']),
  status: anyOf(deliveryStatuses),
  eventId: z.optional(z.string().check(z.regex(/^[1-9]\d{0,17}$/))),
  entityKind: z.optional(text(1, 40)),
  entityId: z.optional(text(1, 80)),
});

export const resolveDeliverySchema = z.strictObject({ reason: text(1, 500) });

const step = z.nullable(z.string());

export const deliverySchema = z.object({
  id: z.string(),
  channel: z.string(),
  recipient: z.object({ kind: z.string(), id: z.string() }),
  template: z.string(),
  entity: entitySchema,
  eventId: z.nullable(z.string()),
  traceId: z.nullable(z.string()),
  priority: z.int(),
  status: z.string(),
  reason: z.nullable(z.string()),
  attempts: z.int(),
  provider: z.nullable(z.string()),
  /** Only for those with payloads.view. */
  lastError: z.nullable(z.string()),
  createdAt: z.string(),
  enqueuedAt: step,
  attemptedAt: step,
  acceptedAt: step,
  deliveredAt: step,
  shownAt: step,
  seenAt: step,
  readAt: step,
});
