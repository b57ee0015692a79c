/** Events of one-time codes: that there were some. Neither code nor phone, nor a mark of either but the actor's id. */
import * as z from 'zod/mini';
import { codePurposes } from '../codes.ts';
import type { EventDefinition } from './definition.ts';

const purpose = z.enum(codePurposes);

export const oneTimeCodeEvents = {
  'one_time_code.issued': {
    version: 1,
    description: 'A one-time code was sent to a phone.',
    classes: [],
    data: z.object({ purpose, expiresAt: z.string() }),
  },
  'one_time_code.missed': {
    version: 1,
    description: 'Somebody gave a wrong one-time code.',
    classes: [],
    data: z.object({ purpose, tries: z.int() }),
  },
  'one_time_code.spent': {
    version: 1,
    description: 'The right one-time code was given; it is good for nothing more.',
    classes: [],
    data: z.object({ purpose }),
  },
} as const satisfies Record<`one_time_code.${string}`, EventDefinition>;
