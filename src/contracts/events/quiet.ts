// Alone in its file: the portal needs it and none of the schemas.
import type { EventType } from '../events.ts';

/** What people say beside the work, and what clocks say, does not make an edit stale, and changes no `updatedAt`. */
export const quietTicketEvents: ReadonlySet<string> = new Set<EventType>([
  'ticket.commented',
  'ticket.attached',
  'ticket.attachment_removed',
  'ticket.absorbed',
  'ticket.settled',
  'ticket.snoozed',
  'ticket.woken',
  'ticket.rated',
  'ticket.sla_warned',
  'ticket.sla_breached',
  'ticket.escalated',
]);
