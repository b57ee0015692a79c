/** Signing in, and the sessions of a person. */
import * as z from 'zod/mini';
import { permissionSchema, roleSchema } from './permissions.ts';
import { idSchema, text } from './text.ts';

export const signInSchema = z.strictObject({ username: text(1, 100), password: text(1, 200) });

/** Long enough that guessing is hopeless under the lockout; length is all that is asked. */
export const passwordSchema = text(10, 200);

export const changePasswordSchema = z.strictObject({
  currentPassword: text(1, 200),
  newPassword: passwordSchema,
});

export const sessionUserSchema = z.object({
  id: idSchema,
  username: z.string(),
  name: z.string(),
  role: roleSchema,
  permissions: z.array(permissionSchema),
  locale: z.enum(['id', 'en']),
  zone: z.nullable(z.string()),
  customerId: z.optional(idSchema),
  technicianId: z.optional(idSchema),
});

export const sessionAnswerSchema = z.object({
  user: sessionUserSchema,
  session: z.object({ id: z.string(), expiresAt: z.string() }),
});
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;

export const sessionSchema = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  userAgent: z.nullable(z.string()),
  address: z.nullable(z.string()),
});
