/** Events of erasing a person. Reason and ids alone: nobody is named. */
import * as z from 'zod/mini';
import { erasureReasons, personKinds, subjectsSchema } from '../people.ts';
import type { EventDefinition } from './definition.ts';

export const erasureEvents = {
  'erasure.started': {
    version: 1,
    description: 'A person is erased: their own rows are, and what others wrote about them will be.',
    classes: ['staff'],
    data: z.object({ kind: z.enum(personKinds), subjects: subjectsSchema, reason: z.enum(erasureReasons) }),
  },
  'erasure.finished': {
    version: 1,
    description: 'Nothing of an erased person is left in the database.',
    classes: ['staff'],
    data: z.object({}),
  },
} as const satisfies Record<`erasure.${string}`, EventDefinition>;
