/** Who suits a ticket, and why; what is assigned by itself. */
import * as z from 'zod/mini';
import { technicianSpecializationSchema } from './technicians.ts';
import { idSchema, instantSchema, zoneSchema } from './text.ts';
import { ticketTypeSchema } from './tickets.ts';

/** The most that each part of a score gives (domain: available 40, free capacity 30, rating 20, distance 10). */
export const scoreWeights = { available: 40, capacity: 30, rating: 20, distance: 10 } as const;
export const scoreParts = ['available', 'capacity', 'rating', 'distance'] as const;

/** Points by part, to a tenth; `total` is their sum. */
export const scoreSchema = z.object({
  available: z.number(),
  capacity: z.number(),
  rating: z.number(),
  distance: z.number(),
  total: z.number(),
});
export type Score = z.infer<typeof scoreSchema>;

export const candidateSchema = z.object({
  technicianId: idSchema,
  name: z.string(),
  zone: z.string(),
  availability: z.string(),
  score: scoreSchema,
  /** Of the ticket’s day. */
  booked: z.int(),
  maxTicketsPerDay: z.int(),
  /** Of five; null while nobody has rated them. */
  rating: z.nullable(z.number()),
  /** From where they were last to the middle of the ticket’s zone; null where one of both is not known. */
  km: z.nullable(z.number()),
  /** Their certificate for what the ticket needs. */
  certificate: z.nullable(technicianSpecializationSchema),
  /** False without the certificate that the ticket needs: the points count for nothing then. */
  suitable: z.boolean(),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const candidatesQuery = z.strictObject({ scheduledAt: z.optional(instantSchema) });

export const candidatesSchema = z.object({
  /** Best first; those without the certificate last. */
  data: z.array(candidateSchema),
  day: z.string(),
  /** The code of the specialization that the ticket needs. */
  requires: z.nullable(z.string()),
  position: z.string(),
});
export type Candidates = z.infer<typeof candidatesSchema>;

const centreSchema = z.object({
  latitude: z.number().check(z.gte(-90), z.lte(90)),
  longitude: z.number().check(z.gte(-180), z.lte(180)),
});

/** What of a zone is assigned by itself, and where its middle is. */
export const setDispatchSchema = z.strictObject({
  automatic: z.array(ticketTypeSchema).check(z.maxLength(7)),
  centre: z.nullable(centreSchema),
});

export const dispatchSchema = z.object({
  zone: zoneSchema,
  automatic: z.array(ticketTypeSchema),
  centre: z.nullable(centreSchema),
  version: z.int(),
  seq: z.int(),
});
export type Dispatch = z.infer<typeof dispatchSchema>;

export const dispatchesSchema = z.object({ data: z.array(dispatchSchema), position: z.string() });
