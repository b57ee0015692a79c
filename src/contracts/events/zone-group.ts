/** Events of the WhatsApp groups of zones. */
import * as z from 'zod/mini';
import type { EventDefinition } from './definition.ts';

export const zoneGroupEvents = {
  'zone_group.set': {
    version: 1,
    description: 'A zone has another WhatsApp group, or none any more.',
    classes: ['staff'],
    data: z.object({ groupId: z.nullable(z.string()) }),
  },
} as const satisfies Record<`zone_group.${string}`, EventDefinition>;
