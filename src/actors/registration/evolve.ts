/** Folds one event into a registration. */
import type { EvolveMeta, NewEvent } from '../../engine/actor-types.ts';
import { dataOf, unknownEvent } from '../event.ts';
import type { RegistrationState } from './state.ts';

type Personal = Pick<RegistrationState, 'name' | 'phone' | 'email' | 'address' | 'locale'>;

export function evolve(
  state: RegistrationState | undefined,
  event: NewEvent,
  { id, at }: EvolveMeta,
): RegistrationState {
  if (event.type === 'registration.submitted') {
    const { number, to, packageId, preferredDate, preferredSlot } = dataOf('registration.submitted', event);
    return {
      id,
      seq: 0,
      version: 0,
      number,
      status: to,
      ...(event.personal as unknown as Personal),
      zone: null,
      packageId,
      preferredDate,
      preferredSlot,
      surveyTicket: null,
      surveyAt: null,
      feasible: null,
      surveyNote: null,
      surveyWaived: false,
      rejectReason: null,
      customerId: null,
      customerCode: null,
      installationTicket: null,
      erasedAt: null,
      createdAt: at,
      updatedAt: at,
    };
  }
  if (!state) throw new Error(`${event.type} came to a registration that was never submitted`);
  if (event.type === 'registration.tracking_opened') return state;
  if (event.type === 'registration.erased')
    return { ...state, ...event.personal, updatedAt: at, erasedAt: at };
  return { ...state, updatedAt: at, ...changed(event) };
}

function changed(event: NewEvent): Partial<RegistrationState> {
  switch (event.type) {
    case 'registration.verified': {
      const { to, zone } = dataOf('registration.verified', event);
      return { status: to, zone };
    }
    case 'registration.survey_scheduled': {
      const { to, scheduledAt, ticketId, ticketNumber } = dataOf('registration.survey_scheduled', event);
      return { status: to, surveyAt: scheduledAt, surveyTicket: { id: ticketId, number: ticketNumber } };
    }
    case 'registration.survey_completed': {
      const { to, feasible, note } = dataOf('registration.survey_completed', event);
      return { status: to, feasible, surveyNote: note };
    }
    case 'registration.approved': {
      const { to, surveyWaived } = dataOf('registration.approved', event);
      return { status: to, surveyWaived };
    }
    case 'registration.customer_created': {
      const data = dataOf('registration.customer_created', event);
      const { to, customerId, customerCode, ticketId, ticketNumber } = data;
      return {
        status: to,
        customerId,
        customerCode,
        installationTicket: { id: ticketId, number: ticketNumber },
      };
    }
    case 'registration.rejected': {
      const { to, reason } = dataOf('registration.rejected', event);
      return { status: to, rejectReason: reason };
    }
    case 'registration.cancelled':
      return { status: dataOf('registration.cancelled', event).to };
    default:
      return unknownEvent('registration', event.type);
  }
}
