/** Events of a role: what it may. */
import * as z from 'zod/mini';
import { permissionSchema } from '../permissions.ts';
import type { EventDefinition } from './definition.ts';

export const roleEvents = {
  'role.permissions_changed': {
    version: 1,
    description: 'An administrator changed what a role may: the rights of all who have it are decided again.',
    classes: ['staff'],
    data: z.object({ added: z.array(permissionSchema), removed: z.array(permissionSchema) }),
  },
} as const satisfies Record<`role.${string}`, EventDefinition>;
