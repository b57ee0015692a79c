/** What is wrong at the moment, on the wire. */
import * as z from 'zod/mini';
import { incidentCauses } from './events/incident.ts';

export const conditionSchema = z.object({
  /** Those that were called at least once. */
  providers: z.array(
    z.object({
      provider: z.string(),
      down: z.boolean(),
      since: z.string(),
      /** What made it count as down; only for those with payloads.view. */
      lastError: z.nullable(z.string()),
    }),
  ),
  /** The open ones, oldest first. */
  incidents: z.array(
    z.object({
      id: z.string(),
      cause: z.enum(incidentCauses),
      subject: z.string(),
      openedAt: z.string(),
      seq: z.int(),
    }),
  ),
  position: z.string(),
});
