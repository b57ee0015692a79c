/** API tokens of machine clients: shown once, scoped, revocable. */
import * as z from 'zod/mini';
import { permissionSchema } from './permissions.ts';
import { idSchema, instantSchema, text } from './text.ts';

export const createTokenSchema = z.strictObject({
  name: text(1, 100),
  /** No more than the one who creates it may do. */
  scopes: z.array(permissionSchema).check(z.minLength(1), z.maxLength(100)),
  expiresAt: z.optional(z.nullable(instantSchema)),
});

export const tokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.nullable(z.string()),
  lastUsedAt: z.nullable(z.string()),
  revokedAt: z.nullable(z.string()),
});

export const createdTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.nullable(z.string()),
  /** Shown this once. */
  token: z.string(),
});
