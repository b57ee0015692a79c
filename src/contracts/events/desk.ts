/** Events of what staff arrange for themselves: saved views, list settings, bulk jobs. */
import * as z from 'zod/mini';
import { bulkCommandSchema } from '../bulk.ts';
import { columnsSchema, sharingSchema, viewIdSchema } from '../views.ts';
import type { EventDefinition } from './definition.ts';

/** Name and filter are words of a person: they stand in the view's row alone (L6). */
const view = z.object({ ownerId: z.string(), shared: sharingSchema });

export const viewEvents = {
  'view.created': {
    version: 1,
    description: 'Somebody saved a view of the ticket list.',
    classes: ['staff'],
    data: view,
  },
  'view.edited': {
    version: 1,
    description: 'A saved view has another name, content or readership.',
    classes: ['staff'],
    data: z.extend(view, { fields: z.array(z.string()) }),
  },
  'view.deleted': {
    version: 1,
    description: 'A saved view is gone; it can be brought back.',
    classes: ['staff'],
    data: view,
  },
  'view.restored': {
    version: 1,
    description: 'A deleted view is back.',
    classes: ['staff'],
    data: view,
  },
} as const satisfies Record<`view.${string}`, EventDefinition>;

export const listSettingsEvents = {
  'list_settings.changed': {
    version: 1,
    description: 'Somebody chose what their ticket list begins with.',
    classes: ['staff'],
    data: z.object({ defaultViewId: z.nullable(viewIdSchema), columns: z.nullable(columnsSchema) }),
  },
} as const satisfies Record<`list_settings.${string}`, EventDefinition>;

/** The command itself may hold words of a person: it stands in the job's row. */
const bulk = z.object({
  ownerId: z.string(),
  command: bulkCommandSchema,
  total: z.int(),
  /** Items that have been tried, or left out, from the first on. */
  tried: z.int(),
});

export const bulkEvents = {
  'bulk.started': {
    version: 1,
    description: 'One command for many: the job begins.',
    classes: ['owner'],
    data: bulk,
  },
  'bulk.advanced': {
    version: 1,
    description: 'The next items of a bulk job have their result.',
    classes: ['owner'],
    data: bulk,
  },
  'bulk.finished': {
    version: 1,
    description: 'Every item of a bulk job has its result.',
    classes: ['owner'],
    data: bulk,
  },
  'bulk.cancelled': {
    version: 1,
    description: 'A bulk job ends; items without a result stay as they are.',
    classes: ['owner'],
    data: z.extend(bulk, { why: z.enum(['asked', 'rights']) }),
  },
} as const satisfies Record<`bulk.${string}`, EventDefinition>;
