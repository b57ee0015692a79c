/** Events of in-app notices, of what people want to be told, and of broadcasts. */
import * as z from 'zod/mini';
import { noticePreferencesSchema } from '../notice-preferences.ts';
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

export const noticePreferencesEvents = {
  'notice_preferences.changed': {
    version: 1,
    description: 'Somebody chose what they want to be told of, where and when.',
    classes: ['owner'],
    data: noticePreferencesSchema,
  },
} as const satisfies Record<`notice_preferences.${string}`, EventDefinition>;

export const digestEvents = {
  'digest.opened': {
    version: 1,
    description: 'The first notice of a digest was gathered: it is sent at an instant.',
    classes: ['owner'],
    data: z.object({ dueAt: z.string() }),
  },
  'digest.closed': {
    version: 1,
    description: 'The time of a digest has come: what was gathered is sent as one message.',
    classes: ['owner'],
    data: z.object({
      recipient: z.object({ kind: z.string(), id: z.string() }),
      channel: z.string(),
      period: z.string(),
    }),
  },
} as const satisfies Record<`digest.${string}`, EventDefinition>;

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
