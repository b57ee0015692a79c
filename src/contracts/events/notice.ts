/** Events of in-app notices and of broadcasts. */
import * as z from 'zod/mini';
import type { EventDefinition } from './definition.ts';

const at = z.object({ at: z.string() });

export const notificationEvents = {
  'notification.created': {
    version: 1,
    description: 'A person has a new notice; the data is enough to show it.',
    classes: ['owner'],
    data: z.object({
      userId: z.string(),
      template: z.string(),
      params: z.record(z.string(), z.nullable(z.union([z.string(), z.number()]))),
      entity: z.nullable(z.object({ kind: z.string(), id: z.string() })),
      eventId: z.nullable(z.string()),
      priority: z.int(),
    }),
  },
  'notification.seen': {
    version: 1,
    description: 'A notice was on its reader’s screen.',
    classes: ['owner'],
    data: at,
  },
  'notification.read': {
    version: 1,
    description: 'A notice was opened or marked as read.',
    classes: ['owner'],
    data: at,
  },
  'notification.archived': {
    version: 1,
    description: 'A notice was put away.',
    classes: ['owner'],
    data: at,
  },
} as const satisfies Record<`notification.${string}`, EventDefinition>;

export const broadcastEvents = {
  'broadcast.sent': {
    version: 1,
    description: 'A message to everybody, a role, a zone, a person, or those who watch something.',
    classes: ['staff', 'public', 'owner'],
    data: z.object({
      audience: z.discriminatedUnion('to', [
        z.object({ to: z.literal('all') }),
        z.object({ to: z.literal('role'), role: z.string() }),
        z.object({ to: z.literal('zone'), zone: z.string() }),
        z.object({ to: z.literal('user'), userId: z.string() }),
        z.object({ to: z.literal('watchers'), kind: z.string(), id: z.string() }),
      ]),
      title: z.string(),
      message: z.string(),
      severity: z.enum(['info', 'warning', 'critical']),
    }),
  },
} as const satisfies Record<`broadcast.${string}`, EventDefinition>;
