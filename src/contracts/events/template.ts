/** Events of the words of messages. */
import * as z from 'zod/mini';
import { templateVersionSchema, templateWordsSchema } from '../templates.ts';
import type { EventDefinition } from './definition.ts';

export const templateEvents = {
  'template.saved': {
    version: 1,
    description: 'An administrator saved words for a message.',
    classes: ['staff'],
    data: z.object({ version: templateVersionSchema, words: templateWordsSchema }),
  },
  'template.published': {
    version: 1,
    description: 'Another version of the words of a message is used.',
    classes: ['staff'],
    data: z.object({ version: templateVersionSchema, before: templateVersionSchema }),
  },
} as const satisfies Record<`template.${string}`, EventDefinition>;
