/** What a list shows: the API's filters, as they stand in the address of the page. */
import type { DueSpan } from '../../../src/contracts/ticket-list.ts';

export interface TicketFilter {
  readonly status?: readonly string[] | undefined;
  readonly type?: readonly string[] | undefined;
  readonly priority?: readonly string[] | undefined;
  readonly slaState?: readonly string[] | undefined;
  readonly due?: readonly DueSpan[] | undefined;
  readonly zone?: readonly string[] | undefined;
  /** `nobody` among them: without a lead. */
  readonly technicianId?: readonly string[] | undefined;
  readonly customerId?: readonly string[] | undefined;
  readonly assignedTo?: 'me' | undefined;
  readonly snoozed?: 'yes' | 'no' | undefined;
  /** Days of the portal's time zone: `2026-11-01..2026-11-29`. */
  readonly created?: string | undefined;
  readonly completed?: string | undefined;
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
}
