/** Events of customers. Names, contacts, addresses and notes stay in their tables (L6). */
import * as z from 'zod/mini';
import type { EventDefinition } from './definition.ts';

export const customerStatuses = ['pending_installation', 'active', 'suspended', 'terminated'] as const;
/** Why an account is suspended; the customer reads it. */
export const suspendReasons = ['overdue', 'requested', 'misuse', 'other'] as const;
export const equipmentKinds = ['ont', 'router', 'access_point', 'set_top_box', 'other'] as const;

const nullableText = z.nullable(z.string());
const customerStatus = z.enum(customerStatuses);
const equipmentKind = z.enum(equipmentKinds);

export const customerEvents = {
  'customer.created': {
    version: 1,
    description: 'A customer was registered.',
    classes: ['staff'],
    data: z.object({
      code: z.string(),
      zone: z.string(),
      status: customerStatus,
      userId: nullableText,
      packageId: z.optional(nullableText),
    }),
  },
  'customer.edited': {
    version: 1,
    description: 'Contacts, name, address or zone of a customer were changed; says which, and the zone.',
    classes: ['staff', 'public'],
    data: z.object({
      fields: z.array(z.enum(['name', 'email', 'phone', 'zone', 'address'])),
      zone: z.optional(z.string()),
      previousZone: z.optional(z.string()),
    }),
    publicKeys: ['fields'],
  },
  'customer.status_changed': {
    version: 1,
    description: 'The account of a customer has another status; of a suspension it says why.',
    classes: ['staff', 'public'],
    data: z.object({ from: customerStatus, to: customerStatus, reason: z.optional(z.enum(suspendReasons)) }),
  },
  'customer.package_changed': {
    version: 1,
    description: 'A customer has another package; if a ticket asked for it, it names the ticket.',
    classes: ['staff', 'public'],
    data: z.object({ from: nullableText, to: z.string(), ticketId: nullableText }),
  },
  'customer.equipment_added': {
    version: 1,
    description: 'A customer was given a piece of equipment.',
    classes: ['staff', 'public'],
    data: z.object({ serial: z.string(), kind: equipmentKind }),
  },
  'customer.equipment_replaced': {
    version: 1,
    description: 'A customer was given one piece of equipment instead of another.',
    classes: ['staff', 'public'],
    data: z.object({ previousSerial: z.string(), serial: z.string(), kind: equipmentKind }),
  },
  'customer.equipment_removed': {
    version: 1,
    description: 'A piece of equipment is no longer with a customer.',
    classes: ['staff', 'public'],
    data: z.object({ serial: z.string(), kind: equipmentKind }),
  },
  'customer.noted': {
    version: 1,
    description: 'Staff wrote a note about a customer; the note itself is not in the log.',
    classes: ['staff'],
    data: z.object({ noteId: z.string() }),
  },
  'customer.user_linked': {
    version: 1,
    description: 'A customer has a portal account.',
    classes: ['staff', 'public'],
    data: z.object({ userId: z.string() }),
    publicKeys: [],
  },
  'customer.erased': {
    version: 1,
    description: 'Name, contacts and address of a customer were erased.',
    classes: ['staff'],
    data: z.object({}),
  },
} as const satisfies Record<`customer.${string}`, EventDefinition>;
