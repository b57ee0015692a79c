/**
 * The table of a registration's life: for every status and every command the status it leads to, or `refused`. The
 * compiler proves it total. An approval without a survey has to be said on purpose, and none follows a survey that
 * found the line not feasible.
 */
import type { RegistrationCommandName, RegistrationStatus } from '../../contracts/registrations.ts';
import type { RegistrationCommand } from './commands.ts';
import type { RegistrationState } from './state.ts';

type RegistrationTransition = Exclude<RegistrationCommand['type'], 'submit' | 'open_tracking'>;
type Row = Readonly<Record<RegistrationTransition, RegistrationStatus | 'refused'>>;

const closed: Row = {
  verify: 'refused',
  schedule_survey: 'refused',
  move_survey: 'refused',
  follow_survey: 'refused',
  record_survey: 'refused',
  approve: 'refused',
  create_customer: 'refused',
  reject: 'refused',
  cancel: 'refused',
  erase: 'refused',
};
const beforeApproval: Row = { ...closed, reject: 'rejected', cancel: 'cancelled' };

export const registrationTransitions: Readonly<Record<RegistrationStatus, Row>> = {
  pending_verification: { ...beforeApproval, verify: 'verified' },
  verified: { ...beforeApproval, schedule_survey: 'survey_scheduled', approve: 'approved' },
  survey_scheduled: {
    ...beforeApproval,
    schedule_survey: 'survey_scheduled',
    move_survey: 'survey_scheduled',
    follow_survey: 'survey_scheduled',
    record_survey: 'survey_completed',
    approve: 'approved',
  },
  // Recorded once more only by its ticket, which was opened again and completed.
  survey_completed: { ...beforeApproval, record_survey: 'survey_completed', approve: 'approved' },
  approved: { ...closed, create_customer: 'customer_created' },
  customer_created: { ...closed, erase: 'customer_created' },
  rejected: { ...closed, erase: 'rejected' },
  cancelled: { ...closed, erase: 'cancelled' },
};

/** The names under which people give the commands. */
const commandNames: readonly (readonly [RegistrationTransition, RegistrationCommandName])[] = [
  ['verify', 'verify'],
  ['record_survey', 'record-survey'],
  ['schedule_survey', 'schedule-survey'],
  ['approve', 'approve'],
  ['create_customer', 'create-customer'],
  ['reject', 'reject'],
  ['cancel', 'cancel'],
  ['erase', 'erase'],
];

/** What a registration allows, by the names of the API. */
export function allowedNow({
  status,
  feasible,
  erasedAt,
}: Pick<RegistrationState, 'status' | 'feasible' | 'erasedAt'>): RegistrationCommandName[] {
  if (erasedAt !== null) return [];
  return commandNames
    .filter(([command]) => registrationTransitions[status][command] !== 'refused')
    .filter(([command]) => command !== 'approve' || feasible !== false)
    .filter(([command]) => command !== 'record_survey' || feasible === null)
    .map(([, name]) => name);
}
