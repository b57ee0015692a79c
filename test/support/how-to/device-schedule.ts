/** The schedule of the example of docs/how-to: each Monday somebody counts the devices. */
import type { Handler } from '../../../src/engine/handler-types.ts';
import type { ScheduleDefinition } from '../../../src/engine/schedule-actor.ts';

export const stocktake: ScheduleDefinition = {
  name: 'devices.stocktake',
  cron: '0 6 * * 1',
  zone: 'Asia/Jakarta',
  catchUp: 'run-once',
  // The work is a handler's: it follows from the event that the run commits.
  run: () => [],
};

export const stocktakeMessage: Handler = {
  name: 'notifications.stocktake',
  group: 'notifications',
  types: ['schedule.ran'],
  attempts: 10,
  onDead: 'continue',
  handle: (event, _loaded, { newId }) =>
    event.actorId === 'devices.stocktake'
      ? [
          {
            effect: 'delivery',
            id: newId(),
            channel: 'whatsapp_group',
            recipient: { kind: 'zone', id: 'store' },
            template: 'devices.stocktake',
            params: {},
            priority: 4,
          },
        ]
      : [],
};
