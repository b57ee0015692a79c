/** Customers on the wire: contacts, zone and status in this release. */
import * as z from 'zod/mini';
import { anyOf, listQuery, searchSchema } from './http.ts';
import { idSchema, text, zoneSchema } from './text.ts';
import { emailSchema, phoneSchema } from './users.ts';

export const customerStatuses = ['pending_installation', 'active', 'suspended', 'terminated'] as const;
const statusSchema = z.enum(customerStatuses);

export const createCustomerSchema = z.strictObject({
  name: text(1, 200),
  email: z.optional(z.nullable(emailSchema)),
  phone: z.optional(z.nullable(phoneSchema)),
  zone: zoneSchema,
  status: z._default(statusSchema, 'pending_installation'),
});

export const editCustomerSchema = z
  .strictObject({
    name: z.optional(text(1, 200)),
    email: z.optional(z.nullable(emailSchema)),
    phone: z.optional(z.nullable(phoneSchema)),
    zone: z.optional(zoneSchema),
  })
  .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field'));

export const changeCustomerStatusSchema = z.strictObject({ status: statusSchema });

export const customerSorts = ['code', '-code', 'name', '-name', 'createdAt', '-createdAt'] as const;

export const listCustomersQuery = z.strictObject({
  ...listQuery,
  zone: z.optional(zoneSchema),
  status: anyOf(customerStatuses),
  q: searchSchema,
  sort: z._default(z.enum(customerSorts), 'code'),
});

export const customerSchema = z.object({
  id: idSchema,
  code: z.string(),
  name: z.string(),
  email: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  zone: z.string(),
  status: statusSchema,
  userId: z.nullable(idSchema),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.int(),
  seq: z.int(),
});
