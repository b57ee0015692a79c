/** The WhatsApp group of each zone. */
import * as z from 'zod/mini';

/** As the gateway names it: `120363023456789012@g.us`. */
const groupIdSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9@.:_-]{1,100}$/, 'letters, digits and @ . : _ - only'));

export const setZoneGroupSchema = z.strictObject({
  /** Null: the zone has no group. */
  groupId: z.nullable(groupIdSchema),
});

export const zoneGroupSchema = z.object({
  zone: z.string(),
  groupId: z.nullable(z.string()),
  updatedAt: z.nullable(z.string()),
});
export type ZoneGroup = z.infer<typeof zoneGroupSchema>;

export const zoneGroupsSchema = z.object({
  data: z.array(zoneGroupSchema),
  /** Whether the WhatsApp adapter in use reaches groups; where not, none can be given. */
  reachable: z.boolean(),
  position: z.string(),
});
