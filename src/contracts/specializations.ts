/** Specializations: the list that technicians are certified from, and which tickets need one. */
import * as z from 'zod/mini';
import { specializationCodeSchema } from './technicians.ts';
import { text } from './text.ts';
import { ticketTypeSchema } from './tickets.ts';

const fields = {
  nameId: text(1, 60),
  nameEn: text(1, 60),
  /** Tickets of these kinds need it… */
  ticketTypes: z.array(ticketTypeSchema).check(z.maxLength(7)),
  /** …and those of these categories, whatever their kind. */
  categories: z.array(text(1, 60)).check(z.maxLength(20)),
};

export const createSpecializationSchema = z.strictObject({
  code: specializationCodeSchema,
  nameId: fields.nameId,
  nameEn: fields.nameEn,
  ticketTypes: z._default(fields.ticketTypes, []),
  categories: z._default(fields.categories, []),
});

export const editSpecializationSchema = z
  .strictObject({
    nameId: z.optional(fields.nameId),
    nameEn: z.optional(fields.nameEn),
    ticketTypes: z.optional(fields.ticketTypes),
    categories: z.optional(fields.categories),
    /** An inactive one is needed by nothing and given to nobody anew. */
    active: z.optional(z.boolean()),
  })
  .check(z.refine((given) => Object.keys(given).length > 0, 'name at least one field'));

export const specializationSchema = z.object({
  code: z.string(),
  ...fields,
  active: z.boolean(),
  version: z.int(),
  seq: z.int(),
});
export type Specialization = z.infer<typeof specializationSchema>;

export const specializationsSchema = z.object({ data: z.array(specializationSchema), position: z.string() });
