/** Technicians on the wire. */
import * as z from 'zod/mini';
import { loadSchema } from './capacity.ts';
import { anyOf, listQuery, searchSchema } from './http.ts';
import { idSchema, text, zoneSchema } from './text.ts';

export const skillLevels = ['junior', 'senior', 'expert', 'specialist'] as const;
export const availabilities = ['available', 'busy', 'break', 'offline'] as const;
export const shifts = ['day', 'night', 'flexible'] as const;

const perDaySchema = z.int().check(z.gte(1), z.lte(50));

export const createTechnicianSchema = z.strictObject({
  employeeNumber: text(1, 40),
  name: text(1, 200),
  skillLevel: z.enum(skillLevels),
  zone: zoneSchema,
  shift: z._default(z.enum(shifts), 'day'),
  maxTicketsPerDay: z._default(perDaySchema, 5),
});

export const editTechnicianSchema = z
  .strictObject({
    name: z.optional(text(1, 200)),
    skillLevel: z.optional(z.enum(skillLevels)),
    zone: z.optional(zoneSchema),
    shift: z.optional(z.enum(shifts)),
    maxTicketsPerDay: z.optional(perDaySchema),
  })
  .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field'));

export const changePositionSchema = z.strictObject({
  latitude: z.number().check(z.gte(-90), z.lte(90)),
  longitude: z.number().check(z.gte(-180), z.lte(180)),
});

/** A specialization by its code: `ftth-installation`. */
export const specializationCodeSchema = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'lower case letters, digits and hyphens'));

export const setSpecializationSchema = z.strictObject({
  proficiency: z.int().check(z.gte(1), z.lte(5)),
  years: z.int().check(z.gte(0), z.lte(60)),
  /** The last day on which the certificate holds, also one far away; null without one. */
  certifiedUntil: z.nullable(z.iso.date()),
});

export const technicianSpecializationSchema = z.object({
  code: z.string(),
  proficiency: z.int(),
  years: z.int(),
  certifiedUntil: z.nullable(z.string()),
});
export type TechnicianSpecialization = z.infer<typeof technicianSpecializationSchema>;

export const changeAvailabilitySchema = z.strictObject({ availability: z.enum(availabilities) });

export const technicianSorts = ['name', '-name', 'employeeNumber', '-employeeNumber'] as const;

export const listTechniciansQuery = z.strictObject({
  ...listQuery,
  zone: z.optional(zoneSchema),
  availability: anyOf(availabilities),
  q: searchSchema,
  sort: z._default(z.enum(technicianSorts), 'name'),
});

export const technicianSchema = z.object({
  id: idSchema,
  employeeNumber: z.string(),
  name: z.string(),
  skillLevel: z.enum(skillLevels),
  zone: z.string(),
  availability: z.enum(availabilities),
  shift: z.enum(shifts),
  maxTicketsPerDay: z.int(),
  /** Tickets by day, for the maximum a day. */
  load: loadSchema,
  specializations: z.array(technicianSpecializationSchema),
  /** Where they were last. */
  lastPosition: z.nullable(z.object({ latitude: z.number(), longitude: z.number(), at: z.string() })),
  /** Of the tickets that they led. */
  ratingSum: z.int(),
  ratingCount: z.int(),
  userId: z.nullable(idSchema),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.int(),
  seq: z.int(),
});
