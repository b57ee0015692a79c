/** Whose survey or installation it is, in the events that its registration follows: nothing where there is none. */
import type { TicketState } from './state.ts';

export function ofRegistration({ registrationId }: TicketState): { readonly registrationId?: string } {
  return registrationId === null ? {} : { registrationId };
}
