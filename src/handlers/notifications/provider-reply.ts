/** Customer service is told of answers by WhatsApp that became no comment: those of a ticket its followers hear of. */
import type { EventData } from '../../contracts/events.ts';
import type { Handler } from '../../engine/handler-types.ts';
import { loadRegistrationDesk, type Person } from './people.ts';
import { createTelling } from './telling.ts';

export const providerReplyNotices: Handler<readonly Person[]> = {
  name: 'notifications.provider_reply',
  group: 'notifications',
  types: ['provider_reply.settled'],
  attempts: 10,
  onDead: 'continue',
  load: loadRegistrationDesk,
  handle(event, people, context) {
    const { as, customerId, registrationId } = event.data as EventData<'provider_reply.settled'>;
    if (as === 'comment') return [];
    const desk = people.filter(({ role }) => role === 'customer_service').map(({ id }) => id);
    if (customerId !== null) {
      const to = createTelling(event, context, 3, { kind: 'customer', id: customerId });
      to.inApp(desk, 'reply.customer', {});
      return to.effects;
    }
    if (registrationId !== null) {
      const to = createTelling(event, context, 3, { kind: 'registration', id: registrationId });
      to.inApp(desk, 'reply.applicant', {});
      return to.effects;
    }
    const to = createTelling(event, context, 3, { kind: 'provider_reply', id: event.actorId });
    to.inApp(desk, 'reply.unknown', {});
    return to.effects;
  },
};
