/** Where somebody lives, as Indonesian addresses are written; coordinates in degrees (WGS 84). */
import * as z from 'zod/mini';
import { text } from './text.ts';

/** Neighbourhood numbers (rukun tetangga, rukun warga). */
const neighbourhoodSchema = z._default(
  z.nullable(z.string().check(z.regex(/^\d{1,3}$/, 'must be 1 to 3 digits'))),
  null,
);

export const coordinatesSchema = z.strictObject({
  latitude: z.number().check(z.gte(-90), z.lte(90)),
  longitude: z.number().check(z.gte(-180), z.lte(180)),
});

export const addressSchema = z.strictObject({
  street: text(1, 200),
  rt: neighbourhoodSchema,
  rw: neighbourhoodSchema,
  kelurahan: text(1, 100),
  kecamatan: text(1, 100),
  city: text(1, 100),
  postalCode: z.string().check(z.regex(/^\d{5}$/, 'must be 5 digits')),
  coordinates: z._default(z.nullable(coordinatesSchema), null),
});
export type Address = z.output<typeof addressSchema>;
