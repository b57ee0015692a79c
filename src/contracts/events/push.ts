/** Events of browsers that show notices. Where a browser is reached, and with which keys, stands in no event. */
import * as z from 'zod/mini';
import type { EventDefinition } from './definition.ts';

export const pushEndReasons = ['asked', 'gone'] as const;

export const pushEvents = {
  'push_subscription.started': {
    version: 1,
    description:
      'Somebody had a browser of theirs show notices; whoever had it before is not told there any more.',
    classes: ['owner'],
    data: z.object({ userId: z.string() }),
  },
  'push_subscription.ended': {
    version: 1,
    description:
      'A browser shows no more notices: its person asked for it, or its push service says that it is gone.',
    classes: ['owner'],
    data: z.object({ reason: z.enum(pushEndReasons) }),
  },
  'push_subscription.tested': {
    version: 1,
    description: 'Somebody asked for a test notice in a browser of theirs.',
    classes: ['owner'],
    data: z.object({}),
  },
} as const satisfies Record<`push_subscription.${string}`, EventDefinition>;
