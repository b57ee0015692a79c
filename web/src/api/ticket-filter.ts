/** What a list shows: the API's filters, as they stand in the address of the page. */
export interface TicketFilter {
  readonly status?: readonly string[] | undefined;
  readonly type?: readonly string[] | undefined;
  readonly priority?: readonly string[] | undefined;
  readonly slaState?: readonly string[] | undefined;
  readonly zone?: string | undefined;
  readonly technicianId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly assignedTo?: 'me' | undefined;
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
}
