/** Events of webhooks. An address can hold a key of its receiver: it stands in the webhook's row alone, as do secrets. */
import * as z from 'zod/mini';
import type { EventDefinition } from './definition.ts';

const none = z.object({});

export const webhookEvents = {
  'webhook.created': {
    version: 1,
    description: 'Somebody subscribed an address to events.',
    classes: ['staff'],
    data: z.object({ types: z.array(z.string()) }),
  },
  'webhook.edited': {
    version: 1,
    description: 'A webhook has another address, description or other types of events.',
    classes: ['staff'],
    data: z.object({ fields: z.array(z.string()), types: z.array(z.string()) }),
  },
  'webhook.enabled': {
    version: 1,
    description: 'Events are delivered to the webhook again.',
    classes: ['staff'],
    data: none,
  },
  'webhook.disabled': {
    version: 1,
    description:
      'Nothing is delivered to the webhook any more: somebody asked for it, or its receiver fails.',
    classes: ['staff'],
    data: z.object({ reason: z.enum(['asked', 'failing', 'gone']), host: z.string() }),
  },
  'webhook.deleted': { version: 1, description: 'A webhook is gone.', classes: ['staff'], data: none },
  'webhook.rotated': {
    version: 1,
    description: 'A webhook has a new secret; the one before it signs, too, until `previousUntil`.',
    classes: ['staff'],
    data: z.object({ previousUntil: z.string() }),
  },
  'webhook.tested': {
    version: 1,
    description: 'Somebody asked for a test message: this event is delivered to the webhook itself.',
    classes: ['staff'],
    data: none,
  },
} as const satisfies Record<`webhook.${string}`, EventDefinition>;
