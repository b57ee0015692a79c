/** Who the staff are, by name: for whoever works with them, without the rest of their accounts. */
import * as z from 'zod/mini';
import { listQuery } from './http.ts';
import { roleSchema } from './permissions.ts';
import { idSchema } from './text.ts';

export const listStaffQuery = z.strictObject(listQuery);

export const colleagueSchema = z.object({
  /** The account; null for a technician without one. */
  userId: z.nullable(idSchema),
  technicianId: z.nullable(idSchema),
  name: z.string(),
  role: roleSchema,
});
export type Colleague = z.infer<typeof colleagueSchema>;
