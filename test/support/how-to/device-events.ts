/** The events of the example of docs/how-to: devices that are lent to customers. */
import * as z from 'zod/mini';
import type { EventDefinition } from '../../../src/contracts/events/definition.ts';

export const deviceEvents = {
  'device.lent': {
    version: 1,
    description: 'A device was handed to a customer, to be back by an instant.',
    classes: ['staff', 'public'],
    data: z.object({ serial: z.string(), customerId: z.string(), dueAt: z.string() }),
    publicKeys: ['serial', 'dueAt'],
  },
  'device.returned': {
    version: 1,
    description: 'A device is back.',
    classes: ['staff'],
    data: z.object({ serial: z.string() }),
  },
  'device.overdue': {
    version: 1,
    description: 'A device is not back in time.',
    classes: ['staff'],
    data: z.object({ serial: z.string(), customerId: z.string() }),
  },
} as const satisfies Record<`device.${string}`, EventDefinition>;

export type DeviceEvents = typeof deviceEvents;
export type DeviceData<T extends keyof DeviceEvents> = z.infer<DeviceEvents[T]['data']>;
