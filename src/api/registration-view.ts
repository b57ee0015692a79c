/** A registration as staff read it, and as its applicant does. */
import type { RegistrationState } from '../actors/registration/state.ts';
import { allowedNow } from '../actors/registration/transitions.ts';
import type { Viewer } from '../authority/viewer.ts';
import type { Permission } from '../contracts/permissions.ts';
import type {
  Registration,
  RegistrationCommandName,
  TrackedRegistration,
} from '../contracts/registrations.ts';

/** `cancel` is the applicant's own: no permission gives it. */
export const registrationPermissions = {
  verify: 'registrations.verify',
  'schedule-survey': 'registrations.survey',
  'record-survey': 'registrations.survey',
  approve: 'registrations.approve',
  'create-customer': 'registrations.approve',
  reject: 'registrations.verify',
  erase: 'people.erase',
} as const satisfies Record<Exclude<RegistrationCommandName, 'cancel'>, Permission>;

export function registrationView(state: RegistrationState, viewer: Viewer): Registration {
  const allowed = allowedNow(state).filter(
    (name) => name !== 'cancel' && viewer.permissions.has(registrationPermissions[name]),
  );
  return { ...state, allowed };
}

export function trackedView(
  state: RegistrationState,
  packageName: string,
  position: string,
): TrackedRegistration {
  const { number, status, name, preferredDate, preferredSlot, surveyAt, feasible } = state;
  const { rejectReason, customerCode, createdAt, updatedAt, seq } = state;
  return {
    number,
    status,
    name,
    package: packageName,
    preferredDate,
    preferredSlot,
    surveyAt,
    feasible,
    rejectReason,
    customerCode,
    createdAt,
    updatedAt,
    allowed: allowedNow(state).filter((command) => command === 'cancel'),
    seq,
    position,
  };
}
