/** What customers subscribe to: speed, price and how soon trouble is dealt with. Money in whole rupiah. */
import * as z from 'zod/mini';
import { listQuery } from './http.ts';
import { idSchema, text } from './text.ts';

export const slaClasses = ['basic', 'standard', 'premium'] as const;
export const slaClassSchema = z.enum(slaClasses);
export type SlaClass = z.infer<typeof slaClassSchema>;

const speedSchema = z.int().check(z.gte(1), z.lte(100_000));
const rupiahSchema = z.int().check(z.gte(0), z.lte(1_000_000_000));

const fields = {
  name: text(1, 100),
  /** Megabits a second. */
  downMbps: speedSchema,
  upMbps: speedSchema,
  monthlyPrice: rupiahSchema,
  setupFee: rupiahSchema,
  slaClass: slaClassSchema,
};

export const createPackageSchema = z.strictObject({
  ...fields,
  /** Whether new customers can have it; those who have it keep it. */
  active: z._default(z.boolean(), true),
});

export const editPackageSchema = z
  .strictObject({
    name: z.optional(fields.name),
    downMbps: z.optional(fields.downMbps),
    upMbps: z.optional(fields.upMbps),
    monthlyPrice: z.optional(fields.monthlyPrice),
    setupFee: z.optional(fields.setupFee),
    slaClass: z.optional(fields.slaClass),
    active: z.optional(z.boolean()),
  })
  .check(z.refine((given) => Object.keys(given).length > 0, 'name at least one field'));

export const listPackagesQuery = z.strictObject({
  ...listQuery,
  active: z.optional(z.enum(['yes', 'no'])),
});

export const packageSchema = z.object({
  id: idSchema,
  name: z.string(),
  downMbps: z.int(),
  upMbps: z.int(),
  monthlyPrice: z.int(),
  setupFee: z.int(),
  slaClass: slaClassSchema,
  active: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.int(),
  seq: z.int(),
});
export type Package = z.infer<typeof packageSchema>;
