/** Administrators are told when a webhook is disabled because its receiver fails; not when somebody asked for it. */
import type { EventData } from '../../contracts/events.ts';
import type { Handler } from '../../engine/handler-types.ts';
import { loadAdmins, type Person } from './people.ts';
import { createTelling } from './telling.ts';

export const webhookNotices: Handler<readonly Person[]> = {
  name: 'notifications.webhook',
  group: 'notifications',
  types: ['webhook.disabled'],
  attempts: 10,
  onDead: 'continue',
  load: loadAdmins,
  handle(event, people, context) {
    const { reason, host } = event.data as EventData<'webhook.disabled'>;
    if (reason === 'asked') return [];
    const to = createTelling(event, context, 2);
    const admins = people.map(({ id }) => id);
    to.inApp(admins, reason === 'gone' ? 'webhook.gone' : 'webhook.failing', { host });
    return to.effects;
  },
};
