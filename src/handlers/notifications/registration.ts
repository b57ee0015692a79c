/** Who is told what about a registration: the table "What sets off what" of the domain, row by row. */
import type { EventData, EventType } from '../../contracts/events.ts';
import type { ActorRef } from '../../engine/actor-types.ts';
import type { Effect } from '../../engine/effects.ts';
import type { HandleContext, Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import type { ParamsOf, TemplateName } from '../templates/registry.ts';
import { loadRegistrationDesk, type Person, supervisorsOf } from './people.ts';
import { createTelling } from './telling.ts';

export const registrationNotices: Handler<readonly Person[]> = {
  name: 'notifications.registration',
  group: 'notifications',
  types: [
    'registration.submitted',
    'registration.verified',
    'registration.survey_scheduled',
    'registration.survey_completed',
    'registration.approved',
    'registration.rejected',
    'registration.cancelled',
  ],
  attempts: 10,
  onDead: 'continue',
  load: loadRegistrationDesk,
  handle,
};

function handle(event: LoggedEvent, people: readonly Person[], context: HandleContext): readonly Effect[] {
  const to = createTelling(event, context);
  const { number } = event.data as EventData<'registration.submitted'>;
  const applicant: readonly ActorRef[] = [{ kind: 'registration', id: event.actorId }];
  const tell = <T extends TemplateName>(template: T, params: ParamsOf<T>): void => {
    for (const channel of ['whatsapp', 'email'] as const) to.send(channel, applicant, template, params);
  };
  switch (event.type as EventType) {
    case 'registration.submitted':
      tell('registration.received', { number });
      to.inApp(ofDesk(people, null), 'registration.submitted', { number });
      break;
    case 'registration.verified':
      tell('registration.verified', { number });
      break;
    case 'registration.survey_scheduled': {
      const { scheduledAt } = event.data as EventData<'registration.survey_scheduled'>;
      tell('registration.survey_scheduled', { number, scheduledAt });
      break;
    }
    case 'registration.survey_completed': {
      const { zone, feasible } = event.data as EventData<'registration.survey_completed'>;
      const template = feasible ? 'registration.survey_feasible' : 'registration.survey_not_feasible';
      to.inApp(ids(supervisorsOf(people, zone)), template, { number });
      break;
    }
    case 'registration.approved':
      tell('registration.approved', { number });
      break;
    case 'registration.rejected': {
      const { reason } = event.data as EventData<'registration.rejected'>;
      tell('registration.rejected', { number, reason });
      break;
    }
    case 'registration.cancelled': {
      const { zone } = event.data as EventData<'registration.cancelled'>;
      to.inApp(ofDesk(people, zone), 'registration.cancelled', { number });
    }
  }
  return to.effects;
}

/** Customer service, and the supervisors of its zone; of all zones before it has one. */
function ofDesk(people: readonly Person[], zone: string | null): string[] {
  const service = people.filter(({ role }) => role === 'customer_service');
  const supervisors =
    zone === null ? people.filter(({ role }) => role === 'supervisor') : supervisorsOf(people, zone);
  return ids([...service, ...supervisors]);
}

function ids(people: readonly Person[]): string[] {
  return people.map(({ id }) => id);
}
