/** Events of what dispatch goes by: the list of specializations, and the settings of zones. */
import * as z from 'zod/mini';
import { dispatchSchema } from '../dispatch.ts';
import { specializationSchema } from '../specializations.ts';
import type { EventDefinition } from './definition.ts';

export const specializationEvents = {
  'specialization.created': {
    version: 1,
    description: 'There is a specialization that technicians can be certified in.',
    classes: ['staff'],
    data: z.omit(specializationSchema, { version: true, seq: true, active: true }),
  },
  'specialization.edited': {
    version: 1,
    description: 'A specialization has another name, is needed by other tickets, or is in use no more.',
    classes: ['staff'],
    data: z.object({
      code: z.string(),
      changes: z.partial(z.omit(specializationSchema, { version: true, seq: true, code: true })),
    }),
  },
} as const satisfies Record<`specialization.${string}`, EventDefinition>;

export const dispatchEvents = {
  'dispatch.changed': {
    version: 1,
    description: 'Other kinds of tickets of a zone are assigned by themselves, or its middle is elsewhere.',
    classes: ['staff'],
    data: z.omit(dispatchSchema, { version: true, seq: true }),
  },
} as const satisfies Record<`dispatch.${string}`, EventDefinition>;
