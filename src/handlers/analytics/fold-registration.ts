/**
 * What one event of a registration does to the funnel: pure.
 *
 * - F5 A registration counts on the local day of its arrival, once under each state that it has reached so far; what is
 *   said once more (a survey that is corrected or planned anew) counts nothing.
 */
import { dayOf } from '../../contracts/day.ts';
import type { RegistrationStatus } from '../../contracts/registrations.ts';
import type { LoggedEvent } from '../../engine/log.ts';

export const funnelTypes = [
  'registration.submitted',
  'registration.verified',
  'registration.survey_scheduled',
  'registration.survey_completed',
  'registration.approved',
  'registration.customer_created',
  'registration.rejected',
  'registration.cancelled',
] as const;

/** As its table holds it. */
export interface RegistrationRow {
  readonly registration_id: string;
  readonly submitted_day: string;
  readonly reached: readonly RegistrationStatus[];
}

export interface FunnelStep {
  readonly after: RegistrationRow;
  /** Undefined where it has been there before. */
  readonly count?: { readonly day: string; readonly state: RegistrationStatus; readonly count: 1 };
}

/** @throws for an event of a registration whose arrival was never counted: the follower reads the log from its beginning */
export function foldRegistration(
  before: RegistrationRow | undefined,
  { type, actorId, at, data }: LoggedEvent,
  zone: string,
): FunnelStep {
  const { to } = data as { readonly to: RegistrationStatus };
  const known =
    type === 'registration.submitted'
      ? { registration_id: actorId, submitted_day: dayOf(at, zone), reached: [] }
      : before;
  if (!known) throw new Error(`${type} came to the registration ${actorId}, which was never counted`);
  if (known.reached.includes(to)) return { after: known };
  const after = { ...known, reached: [...known.reached, to] };
  return { after, count: { day: known.submitted_day, state: to, count: 1 } };
}
