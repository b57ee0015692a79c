/**
 * The SLA clock of a ticket: plain arithmetic.
 *
 * - C1 A clock either runs (`slaDueAt` set, `slaRemainingMs` null) or stands still (the reverse).
 * - C2 Standing still costs nothing: what was left when it stopped is left when it runs again.
 * - C3 `slaStartedAt` names the clock. Every start, resumption and change of priority makes a new one, so a timer
 *   of an older clock is recognised and changes nothing.
 * - C4 Warned at 75 % of the priority's time, breached at its end, each once a clock; lowering the priority takes
 *   back what no longer holds.
 */
import { type SlaState, slaHours, type TicketPriority } from '../../contracts/tickets.ts';
import type { TicketState } from './state.ts';

export type SlaClock = Pick<TicketState, 'slaStartedAt' | 'slaDueAt' | 'slaState' | 'slaRemainingMs'>;

const WARN_LEFT = 0.25;

export function slaTotalMs(priority: TicketPriority): number {
  return slaHours[priority] * 3_600_000;
}

/** The instant at which a running clock is warned of. */
export function warnAt(priority: TicketPriority, dueAt: string): string {
  return after(dueAt, -slaTotalMs(priority) * WARN_LEFT);
}

export function newClock(priority: TicketPriority, now: string): SlaClock {
  return {
    slaStartedAt: now,
    slaDueAt: after(now, slaTotalMs(priority)),
    slaState: 'running',
    slaRemainingMs: null,
  };
}

export function pauseClock(clock: SlaClock, now: string): SlaClock {
  return {
    slaStartedAt: clock.slaStartedAt,
    slaDueAt: null,
    slaState: clock.slaState === 'running' ? 'paused' : clock.slaState,
    slaRemainingMs: remainingMs(clock, now),
  };
}

export function resumeClock(clock: SlaClock, now: string): SlaClock {
  return {
    slaStartedAt: now,
    slaDueAt: after(now, remainingMs(clock, now)),
    slaState: clock.slaState === 'paused' ? 'running' : clock.slaState,
    slaRemainingMs: null,
  };
}

/** Another priority gives or takes the difference of the two times, whatever was spent or paused before. */
export function changeClock(
  clock: SlaClock,
  from: TicketPriority,
  to: TicketPriority,
  now: string,
): SlaClock {
  const left = remainingMs(clock, now) + slaTotalMs(to) - slaTotalMs(from);
  const runs = clock.slaRemainingMs === null;
  return {
    slaStartedAt: now,
    slaDueAt: runs ? after(now, left) : null,
    slaState: atMost(clock.slaState, left, to, runs),
    slaRemainingMs: runs ? null : left,
  };
}

/** How the clock ends when the work is done: overdue counts as breached even if its timer has not come yet. */
export function completedState(clock: SlaClock, now: string): SlaState {
  return clock.slaState === 'breached' || remainingMs(clock, now) < 0 ? 'breached' : 'met';
}

export function remainingMs(clock: SlaClock, now: string): number {
  if (clock.slaRemainingMs !== null) return clock.slaRemainingMs;
  return clock.slaDueAt === null ? 0 : Date.parse(clock.slaDueAt) - Date.parse(now);
}

/** Takes a warning or breach back when more is left again; never gives one, that is the timer's (C4). */
function atMost(state: SlaState, leftMs: number, priority: TicketPriority, runs: boolean): SlaState {
  if (state !== 'warned' && state !== 'breached') return state;
  if (leftMs > slaTotalMs(priority) * WARN_LEFT) return runs ? 'running' : 'paused';
  return leftMs > 0 ? 'warned' : state;
}

function after(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}
