/** What can be asked of an incident. Its id names what can go wrong: `provider:smtp`, `late:mailbox business`. */
import type { incidentCauses } from '../../contracts/events/incident.ts';

export type IncidentCause = (typeof incidentCauses)[number];

export type IncidentCommand =
  | {
      readonly type: 'open';
      readonly cause: IncidentCause;
      readonly subject: string;
      readonly count: number | null;
      readonly ageSeconds: number | null;
    }
  | { readonly type: 'close' };
