/**
 * Snoozing: a ticket is out of the way until an instant. Its SLA clock runs on, its status stays.
 *
 * - Z1 `snoozedUntil` names the snooze. The timer that wakes it says the same instant, so one of an older snooze
 *   changes nothing.
 * - Z2 It ends by its time, by a person, by an answer of the customer, and by whatever moves the work on (`ending`).
 */
import type { Decision, NewEvent } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import type { TicketCommand } from './commands.ts';
import type { TicketState } from './state.ts';

const LONGEST_MS = 90 * 24 * 3_600_000;
const TIMER = 'wake';

/** Commands after which a ticket is not out of the way any more; `hold` lets it wait, so it is not one of them. */
const ending: ReadonlySet<TicketCommand['type']> = new Set([
  'assign',
  'claim',
  'start',
  'resume',
  'complete',
  'cancel',
  'merge',
]);

export function snooze(state: TicketState, until: string, now: string): Decision {
  const aheadMs = Date.parse(until) - Date.parse(now);
  if (aheadMs <= 0 || aheadMs > LONGEST_MS)
    return refuse('not_possible', 'The time must be ahead, by at most 90 days.');
  if (state.snoozedUntil === until) return { events: [] };
  const command: TicketCommand = { type: 'wake', until };
  return {
    events: [event('ticket.snoozed', { number: state.number, until, previousUntil: state.snoozedUntil })],
    effects: [{ effect: 'timer', actor: actorOf(state), name: TIMER, dueAt: until, command }],
  };
}

export function wake(state: TicketState, until: string): Decision {
  return state.snoozedUntil === until
    ? { events: wokenBy(state, 'time') }
    : refuse('conflict', 'The timer belongs to another snooze.');
}

/** Nothing for a ticket that is awake. */
export function wokenBy(state: TicketState, because: 'time' | 'person' | 'reply'): NewEvent[] {
  const { number, snoozedUntil: until, snoozedBy } = state;
  return until === null ? [] : [event('ticket.woken', { number, until, because, snoozedBy })];
}

/** With the snooze its timer goes. */
export function wakingUp(state: TicketState, { type }: TicketCommand, decision: Decision): Decision {
  if (state.snoozedUntil === null || 'rejection' in decision) return decision;
  const wakes = ending.has(type) || decision.events.some((one) => one.type === 'ticket.woken');
  if (!wakes) return decision;
  const noTimer = { effect: 'cancelTimer', actor: actorOf(state), name: TIMER } as const;
  return { ...decision, effects: [...(decision.effects ?? []), noTimer] };
}

function actorOf({ id }: TicketState) {
  return { kind: 'ticket', id };
}
