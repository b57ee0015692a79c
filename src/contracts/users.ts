/** User accounts on the wire. */
import * as z from 'zod/mini';
import { userStatuses } from './events/user.ts';
import { anyOf, listQuery, searchSchema } from './http.ts';
import { roleSchema, roles } from './permissions.ts';
import { passwordSchema } from './session.ts';
import { idSchema, text, zoneSchema } from './text.ts';

export const emailSchema = text(3, 254).check(
  z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be an e-mail address'),
);
export const phoneSchema = z
  .string()
  .check(z.regex(/^\+?[0-9]{6,15}$/, 'must be 6 to 15 digits, with or without a leading +'));
const usernameSchema = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9._-]{1,49}$/, 'lower case letters, digits, dot, hyphen, underscore'));
const localeSchema = z.enum(['id', 'en']);

export const createUserSchema = z.strictObject({
  username: usernameSchema,
  name: text(1, 200),
  password: passwordSchema,
  role: roleSchema,
  email: z.optional(z.nullable(emailSchema)),
  phone: z.optional(z.nullable(phoneSchema)),
  zone: z.optional(z.nullable(zoneSchema)),
  customerId: z.optional(z.nullable(idSchema)),
  technicianId: z.optional(z.nullable(idSchema)),
  locale: z._default(localeSchema, 'id'),
});

export const editUserSchema = z
  .strictObject({
    name: z.optional(text(1, 200)),
    email: z.optional(z.nullable(emailSchema)),
    phone: z.optional(z.nullable(phoneSchema)),
    locale: z.optional(localeSchema),
  })
  .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field'));

export const changeRoleSchema = z.strictObject({
  role: roleSchema,
  zone: z.optional(z.nullable(zoneSchema)),
});

export const userSorts = ['username', '-username', 'createdAt', '-createdAt'] as const;

export const listUsersQuery = z.strictObject({
  ...listQuery,
  role: anyOf(roles),
  status: anyOf(userStatuses),
  q: searchSchema,
  sort: z._default(z.enum(userSorts), 'username'),
});

export const userSchema = z.object({
  id: idSchema,
  username: z.string(),
  name: z.string(),
  email: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  role: roleSchema,
  status: z.enum(userStatuses),
  zone: z.nullable(z.string()),
  customerId: z.nullable(idSchema),
  technicianId: z.nullable(idSchema),
  locale: localeSchema,
  lockedUntil: z.nullable(z.string()),
  /** Since when there is no name and no contact. */
  erasedAt: z.nullable(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.int(),
  seq: z.int(),
});
