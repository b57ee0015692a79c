/** Events of a registration. Name, contacts and address stay in its row; all carry the number that people know. */
import * as z from 'zod/mini';
import { registrationStatusSchema, visitSlotSchema } from '../registrations.ts';
import type { EventDefinition } from './definition.ts';

const both = ['staff', 'public'] as const;
const moved = {
  number: z.string(),
  from: z.nullable(registrationStatusSchema),
  to: registrationStatusSchema,
};
const publicMoved = ['number', 'from', 'to'] as const;

export const registrationEvents = {
  'registration.submitted': {
    version: 1,
    description: 'Somebody applied for a line; their phone is proven.',
    classes: both,
    data: z.object({
      ...moved,
      packageId: z.string(),
      preferredDate: z.string(),
      preferredSlot: visitSlotSchema,
    }),
    publicKeys: publicMoved,
  },
  'registration.verified': {
    version: 1,
    description: 'Staff checked a registration and put it in its zone.',
    classes: both,
    data: z.object({ ...moved, zone: z.string() }),
    publicKeys: publicMoved,
  },
  'registration.survey_scheduled': {
    version: 1,
    description: 'A survey has a time and a ticket, for the first time or instead of another.',
    classes: both,
    data: z.object({
      ...moved,
      zone: z.nullable(z.string()),
      scheduledAt: z.string(),
      ticketId: z.string(),
      ticketNumber: z.string(),
    }),
    publicKeys: [...publicMoved, 'scheduledAt'],
  },
  'registration.survey_completed': {
    version: 1,
    description: 'The survey says whether the line is feasible.',
    classes: both,
    data: z.object({
      ...moved,
      zone: z.nullable(z.string()),
      feasible: z.boolean(),
      note: z.nullable(z.string()),
    }),
    publicKeys: [...publicMoved, 'feasible'],
  },
  'registration.approved': {
    version: 1,
    description: 'A registration was approved, after its survey or without one on purpose.',
    classes: both,
    data: z.object({ ...moved, zone: z.nullable(z.string()), surveyWaived: z.boolean() }),
    publicKeys: publicMoved,
  },
  'registration.customer_created': {
    version: 1,
    description: 'The applicant is a customer, with a portal account and an installation ticket.',
    classes: both,
    data: z.object({
      ...moved,
      zone: z.nullable(z.string()),
      customerId: z.string(),
      customerCode: z.string(),
      userId: z.string(),
      ticketId: z.string(),
      ticketNumber: z.string(),
    }),
    publicKeys: [...publicMoved, 'customerCode'],
  },
  'registration.rejected': {
    version: 1,
    description: 'A registration was turned down; the reason is for the applicant.',
    classes: both,
    data: z.object({ ...moved, zone: z.nullable(z.string()), reason: z.string() }),
    publicKeys: [...publicMoved, 'reason'],
  },
  'registration.cancelled': {
    version: 1,
    description: 'The applicant does not want it any more.',
    classes: both,
    data: z.object({ ...moved, zone: z.nullable(z.string()) }),
    publicKeys: publicMoved,
  },
  'registration.tracking_opened': {
    version: 1,
    description: 'The applicant looks at it, with a token that was given for a code.',
    classes: [],
    data: z.object({ number: z.string(), publicId: z.string(), expiresAt: z.string() }),
  },
  'registration.erased': {
    version: 1,
    description: 'Name, contacts and address of a registration were erased.',
    classes: ['staff'],
    data: z.object({ number: z.string() }),
  },
} as const satisfies Record<`registration.${string}`, EventDefinition>;
