/**
 * A registration follows the ticket of its survey: a visit that is moved moves its date, the result that completes it
 * is its own. A registration that has gone on, or has another survey by now, refuses; that is how it should be.
 */
import type { RegistrationCommand } from '../../actors/registration/commands.ts';
import type { EventData } from '../../contracts/events.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

export const surveyOfRegistration: Handler = {
  name: 'business.survey',
  group: 'business',
  types: ['ticket.completed', 'ticket.edited', 'ticket.assigned'],
  attempts: 20,
  // The ticket's other work does not wait for it: a person is told by the dead letter.
  onDead: 'continue',
  handle(event) {
    const { registrationId: id } = event.data as { registrationId?: string };
    const command = id === undefined ? undefined : commandOf(event);
    if (id === undefined || !command) return [];
    return [{ effect: 'command', actor: { kind: 'registration', id }, command, tolerateRejection: true }];
  },
};

function commandOf(event: LoggedEvent): RegistrationCommand | undefined {
  const ticketId = event.actorId;
  if (event.type === 'ticket.completed') {
    const { survey } = event.data as EventData<'ticket.completed'>;
    return survey && { type: 'record_survey', ...survey, ticketId };
  }
  const scheduledAt =
    event.type === 'ticket.edited'
      ? (event.data as EventData<'ticket.edited'>).changes.scheduledAt
      : (event.data as EventData<'ticket.assigned'>).scheduledAt;
  return scheduledAt ? { type: 'follow_survey', scheduledAt, ticketId } : undefined;
}
