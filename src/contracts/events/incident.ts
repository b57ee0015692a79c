/** Events of incidents: something of the platform went wrong, and is over. Once each, whatever the number of failures. */
import * as z from 'zod/mini';
import type { EventDefinition } from './definition.ts';

export const incidentCauses = ['provider_down', 'messages_failed', 'handler_failed', 'late'] as const;

/** `subject`: the provider, the handler, or what is late. */
const about = { cause: z.enum(incidentCauses), subject: z.string() };

export const incidentEvents = {
  'incident.opened': {
    version: 1,
    description: 'A provider is down, messages or a handler failed for good, or something is late.',
    classes: ['staff'],
    data: z.object({
      ...about,
      /** What had failed when it was noticed. */
      count: z.nullable(z.int()),
      ageSeconds: z.nullable(z.int()),
    }),
  },
  'incident.over': {
    version: 1,
    description: 'It works again, or nothing more of the kind has failed for a while.',
    classes: ['staff'],
    data: z.object({ ...about, openedAt: z.string() }),
  },
} as const satisfies Record<`incident.${string}`, EventDefinition>;
