/** Events of customers and technicians. Names and contacts stay in their tables. */
import * as z from 'zod/mini';
import type { EventDefinition } from './definition.ts';

const nullableText = z.nullable(z.string());
const customerStatus = z.enum(['pending_installation', 'active', 'suspended', 'terminated']);
const skillLevel = z.enum(['junior', 'senior', 'expert', 'specialist']);
const availability = z.enum(['available', 'busy', 'break', 'offline']);
const shift = z.enum(['day', 'night', 'flexible']);

export const customerEvents = {
  'customer.created': {
    version: 1,
    description: 'A customer was registered.',
    classes: ['staff'],
    data: z.object({ code: z.string(), zone: z.string(), status: customerStatus, userId: nullableText }),
  },
  'customer.edited': {
    version: 1,
    description: 'Contacts, name or zone of a customer were changed; says which, and the zone.',
    classes: ['staff', 'public'],
    data: z.object({
      fields: z.array(z.enum(['name', 'email', 'phone', 'zone'])),
      zone: z.optional(z.string()),
      previousZone: z.optional(z.string()),
    }),
    publicKeys: ['fields'],
  },
  'customer.status_changed': {
    version: 1,
    description: 'The account of a customer has another status.',
    classes: ['staff', 'public'],
    data: z.object({ from: customerStatus, to: customerStatus }),
  },
  'customer.user_linked': {
    version: 1,
    description: 'A customer has a portal account.',
    classes: ['staff', 'public'],
    data: z.object({ userId: z.string() }),
    publicKeys: [],
  },
} as const satisfies Record<`customer.${string}`, EventDefinition>;

export const technicianEvents = {
  'technician.created': {
    version: 1,
    description: 'A technician was registered.',
    classes: ['staff'],
    data: z.object({
      employeeNumber: z.string(),
      skillLevel,
      zone: z.string(),
      shift,
      maxTicketsPerDay: z.int(),
      userId: nullableText,
    }),
  },
  'technician.edited': {
    version: 1,
    description: 'Facts about a technician were changed; of a name it says only that.',
    classes: ['staff'],
    data: z.object({
      fields: z.array(z.enum(['name', 'skillLevel', 'zone', 'shift', 'maxTicketsPerDay'])),
      changes: z.object({
        skillLevel: z.optional(skillLevel),
        zone: z.optional(z.string()),
        shift: z.optional(shift),
        maxTicketsPerDay: z.optional(z.int()),
      }),
    }),
  },
  'technician.availability_changed': {
    version: 1,
    description: 'A technician is available, busy, at a break or off line.',
    classes: ['staff'],
    data: z.object({ from: availability, to: availability, zone: z.string() }),
  },
  'technician.user_linked': {
    version: 1,
    description: 'A technician has a portal account.',
    classes: ['staff'],
    data: z.object({ userId: z.string() }),
  },
} as const satisfies Record<`technician.${string}`, EventDefinition>;
