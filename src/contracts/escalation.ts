/**
 * How far a breach has gone: read by the ticket's actor, and by the portal as the events arrive.
 *
 * E1 Something is done by whoever moves the work on, changes its priority, or notes something for the staff. From then
 * on the ticket is taken up, and goes no further.
 */
import type { Escalation, SlaState } from './tickets.ts';

const actions = new Set([
  'ticket.assigned',
  'ticket.started',
  'ticket.held',
  'ticket.resumed',
  'ticket.completed',
  'ticket.cancelled',
  'ticket.merged',
]);

type Data = Readonly<Record<string, unknown>>;

/** Whether an event shows that somebody is at it. */
export function isAction(type: string, data: Data): boolean {
  if (type === 'ticket.edited') return isNewPriority(data);
  return type === 'ticket.commented' ? data.internal === true : actions.has(type);
}

/** How far it has gone after an event; the same as before for most. */
export function escalationAfter(
  before: { readonly escalation: Escalation | null; readonly slaState: SlaState | null },
  type: string,
  data: Data,
): Escalation | null {
  if (type === 'ticket.sla_breached') return 'supervisor';
  if (type === 'ticket.escalated') return 'manager';
  if (type === 'ticket.reopened') return null;
  if (before.escalation === null || !isAction(type, data)) return before.escalation;
  // More time takes the breach back, and with it what followed from it.
  const takenBack =
    type === 'ticket.edited' && before.slaState === 'breached' && data.slaState !== 'breached';
  return takenBack ? null : 'taken_up';
}

function isNewPriority({ changes }: Data): boolean {
  return (changes as { priority?: string } | undefined)?.priority !== undefined;
}
