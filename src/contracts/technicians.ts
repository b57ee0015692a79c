/** Technicians on the wire. */
import * as z from 'zod/mini';
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
  userId: z.nullable(idSchema),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.int(),
  seq: z.int(),
});
