/**
 * What a registration answers to a command: the table of transitions first, then what the command itself needs.
 *
 * - G1 Person, contacts and address travel beside the events, never in them (L6).
 * - G2 What follows at once (survey ticket; customer, account and installation ticket) is decided in the same commit:
 *   all of it is there or nothing.
 */
import { ERASED_PERSON, ERASED_WORDS } from '../../contracts/erased.ts';
import type { RegistrationStatus } from '../../contracts/registrations.ts';
import type { DecideContext, Decided, Decision } from '../../engine/actor-types.ts';
import type { CustomerCommand } from '../customer/commands.ts';
import { afterErasure, refuseOpen } from '../erased.ts';
import { event, refuse } from '../event.ts';
import type { TicketCommand } from '../ticket/commands.ts';
import type { UserCommand } from '../user/commands.ts';
import type {
  CreateCustomerOfRegistration,
  NewTicket,
  RegistrationCommand,
  SubmitRegistration,
  TrackingGrant,
} from './commands.ts';
import type { RegistrationState } from './state.ts';
import { allowedNow, registrationTransitions } from './transitions.ts';

type Effects = NonNullable<Decided['effects']>;

export function decide(
  state: RegistrationState | undefined,
  command: RegistrationCommand,
  context: DecideContext,
): Decision {
  if (command.type === 'submit') {
    return state ? refuse('conflict', 'The registration exists already.') : submit(command, context);
  }
  if (!state) return refuse('not_found');
  if (state.erasedAt !== null) return afterErasure('registration', command);
  if (command.type === 'open_tracking') return openTracking(state, command.tracking, context);
  const to = registrationTransitions[state.status][command.type];
  if (to === 'refused' || (command.type === 'approve' && state.feasible === false))
    return wrongState(state, command);
  const stale =
    'ticketId' in command && command.ticketId !== undefined && command.ticketId !== state.surveyTicket?.id;
  if (stale) return refuse('conflict', 'The ticket is not that of the survey any more.');
  const { number, status: from, zone } = state;
  const moved = { number, from, to, zone };
  switch (command.type) {
    case 'verify':
      return { events: [event('registration.verified', { ...moved, zone: command.zone })] };
    case 'schedule_survey': {
      const { scheduledAt, ticket, replaces } = command;
      if (replaces !== (state.surveyTicket?.id ?? null))
        return refuse('conflict', 'Somebody planned the survey at the same moment.');
      return {
        events: [
          event('registration.survey_scheduled', {
            ...moved,
            scheduledAt,
            ticketId: ticket.id,
            ticketNumber: ticket.number,
          }),
        ],
        effects: [
          // Planned anew; its ticket was cancelled already, most likely.
          ...giveUpSurvey(state, 'The survey was planned anew.'),
          openTicket(state, ticket, 'survey', scheduledAt, null),
        ],
      };
    }
    case 'move_survey':
    case 'follow_survey':
      return moveSurvey(state, command, moved);
    case 'record_survey': {
      const { feasible, note, ticketId } = command;
      if (ticketId === undefined && state.feasible !== null) return wrongState(state, command);
      return {
        events: [event('registration.survey_completed', { ...moved, feasible, note })],
        // Known from elsewhere: nobody has to go there.
        effects: ticketId === undefined ? giveUpSurvey(state, 'The result of the survey is known.') : [],
      };
    }
    case 'approve': {
      const surveyWaived = state.feasible === null;
      if (surveyWaived && !command.waiveSurvey)
        return refuse('not_possible', 'There is no survey yet: make one, or waive it on purpose.');
      return {
        events: [event('registration.approved', { ...moved, surveyWaived })],
        effects: giveUpSurvey(
          state,
          surveyWaived ? 'The survey was waived.' : 'The registration was approved.',
        ),
      };
    }
    case 'create_customer':
      return createCustomer(state, command);
    case 'reject':
      return {
        events: [event('registration.rejected', { ...moved, reason: command.reason })],
        effects: giveUpSurvey(state, 'The registration was rejected.'),
      };
    case 'erase':
      return refuseOpen(command) ?? { events: [event('registration.erased', { number }, nobody)] };
    case 'cancel':
      return {
        events: [event('registration.cancelled', moved)],
        effects: giveUpSurvey(state, 'The registration was cancelled.'),
      };
  }
}

const nobody = {
  name: ERASED_PERSON,
  phone: ERASED_WORDS,
  email: null,
  address: {
    street: ERASED_WORDS,
    rt: null,
    rw: null,
    kelurahan: ERASED_WORDS,
    kecamatan: ERASED_WORDS,
    city: ERASED_WORDS,
    postalCode: ERASED_WORDS,
    coordinates: null,
  },
};

function submit(command: SubmitRegistration, context: DecideContext): Decision {
  const { number, packageId, preferredDate, preferredSlot, tracking } = command;
  const { name, phone, email, address, locale } = command;
  return {
    events: [
      event(
        'registration.submitted',
        { number, from: null, to: 'pending_verification', packageId, preferredDate, preferredSlot },
        { name, phone, email, address, locale },
      ),
    ],
    effects: [grant(tracking, context)],
  };
}

function openTracking(
  { number }: RegistrationState,
  tracking: TrackingGrant,
  context: DecideContext,
): Decision {
  const { publicId, expiresAt } = tracking;
  return {
    events: [event('registration.tracking_opened', { number, publicId, expiresAt })],
    effects: [grant(tracking, context)],
  };
}

function grant(
  { tokenHash, publicId, expiresAt }: TrackingGrant,
  { id, now }: DecideContext,
): Effects[number] {
  return {
    effect: 'insert',
    table: 'registration_tokens',
    row: { id: tokenHash, public_id: publicId, registration_id: id, created_at: now, expires_at: expiresAt },
  };
}

type MoveSurvey = Extract<RegistrationCommand, { type: 'move_survey' | 'follow_survey' }>;

function moveSurvey(
  state: RegistrationState,
  command: MoveSurvey,
  moved: { readonly number: string; readonly from: RegistrationStatus; readonly to: RegistrationStatus },
): Decision {
  const { surveyTicket: ticket, zone } = state;
  const { scheduledAt } = command;
  // Saying what is so already changes nothing, so ticket and registration do not follow each other for ever.
  if (!ticket || scheduledAt === state.surveyAt) return { events: [] };
  const moveTicket: TicketCommand | undefined =
    command.type === 'move_survey'
      ? { type: 'edit', fields: { scheduledAt }, overbook: command.overbook }
      : undefined;
  return {
    events: [
      event('registration.survey_scheduled', {
        ...moved,
        zone,
        scheduledAt,
        ticketId: ticket.id,
        ticketNumber: ticket.number,
      }),
    ],
    effects: moveTicket
      ? [{ effect: 'command', actor: { kind: 'ticket', id: ticket.id }, command: moveTicket }]
      : [],
  };
}

function createCustomer(state: RegistrationState, command: CreateCustomerOfRegistration): Decision {
  const { number, name, email, phone, address, packageId, locale } = state;
  const { customer, user, ticket, scheduledAt, passwords } = command;
  // Only a verified one comes this far, and verifying names the zone.
  const zone = state.zone as string;
  const makeCustomer: CustomerCommand = {
    type: 'create',
    code: customer.code,
    name,
    email,
    phone,
    address,
    zone,
    packageId,
    status: 'pending_installation',
    userId: user.id,
  };
  const makeUser: UserCommand = {
    type: 'create',
    username: user.username,
    name,
    email,
    phone,
    role: 'customer',
    zone,
    customerId: customer.id,
    technicianId: null,
    locale,
    passwordHash: user.passwordHash,
  };
  return {
    events: [
      event('registration.customer_created', {
        number,
        from: state.status,
        to: 'customer_created',
        zone,
        customerId: customer.id,
        customerCode: customer.code,
        userId: user.id,
        ticketId: ticket.id,
        ticketNumber: ticket.number,
      }),
    ],
    effects: [
      { effect: 'command', actor: { kind: 'customer', id: customer.id }, command: makeCustomer },
      { effect: 'command', actor: { kind: 'user', id: user.id }, command: makeUser },
      openTicket(state, ticket, 'installation', scheduledAt, customer.id),
      ...passwords.map(
        ({ deliveryId, channel, sealed }) =>
          ({
            effect: 'delivery',
            id: deliveryId,
            channel,
            recipient: { kind: 'customer', id: customer.id },
            template: 'registration.welcome',
            params: { code: customer.code, username: user.username, sealed: 'password' },
            sealed,
            entity: { kind: 'registration', id: state.id },
            priority: 2,
          }) as const,
      ),
    ],
  };
}

function openTicket(
  { id, number, zone }: RegistrationState,
  ticket: NewTicket,
  ticketType: 'survey' | 'installation',
  scheduledAt: string | null,
  customerId: string | null,
): Effects[number] {
  const command: TicketCommand = {
    type: 'create',
    number: ticket.number,
    ticketType,
    priority: 'normal',
    // The language of the people who work on it; where it is, they read beside it.
    title: `${ticketType === 'survey' ? 'Survei' : 'Pemasangan'} ${number}`,
    description: null,
    category: null,
    zone,
    customerId,
    registrationId: id,
    scheduledAt,
  };
  return { effect: 'command', actor: { kind: 'ticket', id: ticket.id }, command };
}

/** A survey that is not needed any more, also one that was opened again; one that is done stays done. */
function giveUpSurvey({ surveyTicket }: RegistrationState, reason: string): Effects {
  if (!surveyTicket) return [];
  const command: TicketCommand = { type: 'cancel', reason };
  return [
    {
      effect: 'command',
      actor: { kind: 'ticket', id: surveyTicket.id },
      command,
      tolerateRejection: true,
    },
  ];
}

function wrongState(state: RegistrationState, { type }: RegistrationCommand): Decision {
  const detail =
    state.feasible === false && state.status === 'survey_completed'
      ? 'The survey found the line not feasible.'
      : `The registration is ${state.status}.`;
  // The applicant, who alone cancels, does not erase.
  const allowed = allowedNow(state).filter((name) => type !== 'cancel' || name !== 'erase');
  return refuse('wrong_state', detail, allowed);
}
