/** Events of packages. */
import * as z from 'zod/mini';
import { slaClassSchema } from '../packages.ts';
import type { EventDefinition } from './definition.ts';

const fields = {
  name: z.string(),
  downMbps: z.int(),
  upMbps: z.int(),
  monthlyPrice: z.int(),
  setupFee: z.int(),
  slaClass: slaClassSchema,
  active: z.boolean(),
};
const fieldsSchema = z.partial(z.object(fields));

export const packageEvents = {
  'package.created': {
    version: 1,
    description: 'There is another package.',
    classes: ['staff'],
    data: z.object(fields),
  },
  'package.edited': {
    version: 1,
    description: 'Facts about a package were changed, or it was withdrawn or offered again.',
    classes: ['staff'],
    data: z.object({ changes: fieldsSchema, previous: fieldsSchema }),
  },
} as const satisfies Record<`package.${string}`, EventDefinition>;
