/** Events of technicians. Names stay in their table. */
import * as z from 'zod/mini';
import { loadSchema } from '../capacity.ts';
import { technicianSpecializationSchema } from '../technicians.ts';
import type { EventDefinition } from './definition.ts';

const nullableText = z.nullable(z.string());
/** `day`: of whose places it is one. `load`: how full the days are after it. */
const place = { ticketId: z.string(), number: z.string(), day: z.string(), load: loadSchema };
const skillLevel = z.enum(['junior', 'senior', 'expert', 'specialist']);
const availability = z.enum(['available', 'busy', 'break', 'offline']);
const shift = z.enum(['day', 'night', 'flexible']);

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
  'technician.booked': {
    version: 1,
    description: 'A ticket takes a place in a day of a technician; beyond the maximum if a person said so.',
    classes: ['staff'],
    data: z.object({ ...place, overbooked: z.boolean() }),
  },
  'technician.freed': {
    version: 1,
    description: 'A ticket holds a place no more: it was done, given up, or is another technician’s.',
    classes: ['staff'],
    data: z.object({ ...place, done: z.boolean() }),
  },
  'technician.specialization_set': {
    version: 1,
    description: 'A technician has a specialization, or it is rated or certified anew.',
    classes: ['staff'],
    data: z.extend(technicianSpecializationSchema, { previous: z.nullable(technicianSpecializationSchema) }),
  },
  'technician.specialization_removed': {
    version: 1,
    description: 'A technician has a specialization no more.',
    classes: ['staff'],
    data: technicianSpecializationSchema,
  },
  'technician.located': {
    version: 1,
    description: 'A technician said where they are; where, the log does not say.',
    classes: ['staff'],
    data: z.object({}),
  },
  'technician.rated': {
    version: 1,
    description: 'A customer rated work that the technician led, or changed their mind about it.',
    classes: ['staff'],
    data: z.object({ ticketId: z.string(), rating: z.int(), previousRating: z.nullable(z.int()) }),
  },
  'technician.user_linked': {
    version: 1,
    description: 'A technician has a portal account.',
    classes: ['staff'],
    data: z.object({ userId: z.string() }),
  },
  'technician.erased': {
    version: 1,
    description: 'The name of a technician was erased.',
    classes: ['staff'],
    data: z.object({}),
  },
} as const satisfies Record<`technician.${string}`, EventDefinition>;
