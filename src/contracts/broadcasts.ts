/** Broadcasts: one message to many, through the log. */
import * as z from 'zod/mini';
import { roleSchema } from './permissions.ts';
import { idSchema, text, zoneSchema } from './text.ts';

export const broadcastAudienceSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('all') }),
  z.strictObject({ to: z.literal('role'), role: roleSchema }),
  z.strictObject({ to: z.literal('zone'), zone: zoneSchema }),
  z.strictObject({ to: z.literal('user'), userId: idSchema }),
  z.strictObject({ to: z.literal('watchers'), kind: z.enum(['ticket']), id: idSchema }),
]);

export const sendBroadcastSchema = z.strictObject({
  audience: broadcastAudienceSchema,
  title: text(1, 200),
  message: text(1, 2_000),
  severity: z._default(z.enum(['info', 'warning', 'critical']), 'info'),
});

export const broadcastSchema = z.object({
  id: idSchema,
  audience: z.record(z.string(), z.unknown()),
  title: z.string(),
  message: z.string(),
  severity: z.string(),
  createdAt: z.string(),
});

/** Whom a broadcast would be told to, before it is sent. */
export const audienceQuery = z.strictObject({
  to: z.enum(['all', 'role', 'zone', 'user']),
  role: z.optional(roleSchema),
  zone: z.optional(zoneSchema),
  userId: z.optional(idSchema),
});

export const audienceCountSchema = z.object({
  total: z.int(),
  data: z.array(z.object({ role: roleSchema, count: z.int() })),
});
