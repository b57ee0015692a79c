/**
 * Events of a user account, its sessions and its tokens. Username, name, e-mail and phone stay in the table; a
 * session or token is named by the id that people may see.
 */
import * as z from 'zod/mini';
import { roleSchema } from '../permissions.ts';
import type { EventDefinition } from './definition.ts';

const owner = ['owner', 'staff'] as const;
const nothing = z.object({});

export const userStatuses = ['active', 'inactive', 'locked', 'deleted'] as const;

export const userEvents = {
  'user.created': {
    version: 1,
    description: 'An account was made.',
    classes: owner,
    data: z.object({
      role: roleSchema,
      zone: z.nullable(z.string()),
      customerId: z.nullable(z.string()),
      technicianId: z.nullable(z.string()),
      locale: z.enum(['id', 'en']),
    }),
  },
  'user.edited': {
    version: 1,
    description: 'Contacts, name or language of an account were changed; says which, not to what.',
    classes: owner,
    data: z.object({
      fields: z.array(z.enum(['name', 'email', 'phone', 'locale'])),
      locale: z.optional(z.enum(['id', 'en'])),
    }),
  },
  'user.role_changed': {
    version: 1,
    description: 'An account has another role or zone: its rights are decided again.',
    classes: owner,
    data: z.object({
      from: roleSchema,
      to: roleSchema,
      fromZone: z.nullable(z.string()),
      toZone: z.nullable(z.string()),
    }),
  },
  'user.password_changed': {
    version: 1,
    description: 'The password was changed.',
    classes: owner,
    data: z.object({ endedSessions: z.int() }),
  },
  'user.locked': {
    version: 1,
    description:
      'Nobody can sign in to the account, until an instant or until an administrator unlocks it. ' +
      'Locked by an administrator, its sessions end too.',
    classes: owner,
    data: z.object({
      reason: z.enum(['wrong_passwords', 'administrator']),
      until: z.nullable(z.string()),
    }),
  },
  'user.unlocked': {
    version: 1,
    description: 'The account can be signed in to again.',
    classes: owner,
    data: nothing,
  },
  'user.deactivated': {
    version: 1,
    description: 'The account is out of use; its sessions end.',
    classes: owner,
    data: nothing,
  },
  'user.activated': {
    version: 1,
    description: 'The account is in use again.',
    classes: owner,
    data: nothing,
  },
  'user.deleted': {
    version: 1,
    description: 'The account was put aside; its sessions and tokens end.',
    classes: owner,
    data: nothing,
  },
  'user.restored': {
    version: 1,
    description: 'A deleted account is back, and active.',
    classes: owner,
    data: nothing,
  },
  'user.erased': {
    version: 1,
    description: 'Name and contacts of an account were erased; its sessions and tokens end.',
    classes: owner,
    data: nothing,
  },
  'session.opened': {
    version: 1,
    description: 'Somebody signed in.',
    classes: owner,
    data: z.object({ publicId: z.string(), expiresAt: z.string() }),
  },
  'session.revoked': {
    version: 1,
    description: 'A session ended before its time; its sockets are cut.',
    classes: owner,
    data: z.object({
      publicId: z.string(),
      reason: z.enum(['signed_out', 'revoked', 'password_changed']),
    }),
  },
  'token.created': {
    version: 1,
    description: 'A token for a machine client was made.',
    classes: owner,
    data: z.object({
      tokenId: z.string(),
      scopes: z.array(z.string()),
      expiresAt: z.nullable(z.string()),
    }),
  },
  'token.revoked': {
    version: 1,
    description: 'A token was revoked; its sockets are cut.',
    classes: owner,
    data: z.object({ tokenId: z.string() }),
  },
} as const satisfies Record<string, EventDefinition>;
