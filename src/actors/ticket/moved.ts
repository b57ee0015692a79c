import type { TicketState } from './state.ts';

/** What every event that may change the status says. */
export interface Moved {
  readonly number: string;
  readonly from: TicketState['status'];
  readonly to: TicketState['status'];
  readonly zone: string | null;
}
