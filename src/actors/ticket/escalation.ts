/**
 * Who has to see to a ticket whose time has passed: its supervisors at the breach, the managers when after a further
 * while nobody has done anything about it (E1).
 *
 * E2 The timer names the clock that was breached, and is refused once the ticket is taken up. What takes it up removes
 * the timer too, in the same commit.
 */
import { isAction } from '../../contracts/escalation.ts';
import { escalationMinutes, type TicketPriority } from '../../contracts/tickets.ts';
import type { Decision } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import type { TicketState } from './state.ts';

/** The name of its timer. */
export const ESCALATE = 'escalate';

/** When the managers hear of it, if nothing is done. */
export function escalatesAt(priority: TicketPriority, breachedAt: string): string {
  return new Date(Date.parse(breachedAt) + escalationMinutes[priority] * 60_000).toISOString();
}

/** With what was waited for goes the timer that waits. */
export function takenUp(state: TicketState, decision: Decision): Decision {
  if (state.escalation !== 'supervisor' || 'rejection' in decision) return decision;
  if (!decision.events.some(({ type, data }) => isAction(type, data))) return decision;
  const noTimer = { effect: 'cancelTimer', actor: { kind: 'ticket', id: state.id }, name: ESCALATE } as const;
  return { ...decision, effects: [...(decision.effects ?? []), noTimer] };
}

export function escalate(state: TicketState, startedAt: string): Decision {
  if (state.slaStartedAt !== startedAt || state.escalation !== 'supervisor')
    return refuse('conflict', 'Somebody has seen to it, or the timer belongs to another clock.');
  const { number, title, priority, status, zone, slaDueAt } = state;
  const data = {
    number,
    title,
    priority,
    status,
    zone,
    slaStartedAt: startedAt,
    slaDueAt: slaDueAt as string,
  };
  return { events: [event('ticket.escalated', data)] };
}
