/**
 * Which deadline of a ticket counts now, and what is left of it: pure.
 *
 * The clock is one, that of the resolution. Within its first quarter somebody has to take the ticket: that is the
 * response, which counts as long as nobody has and it is not over. Then the resolution counts. On hold it stands still.
 */
import { slaHours, type Ticket } from '../../../src/contracts/tickets.ts';

export type Clocked = Pick<Ticket, 'status' | 'priority' | 'slaDueAt' | 'slaState' | 'slaRemainingMs'>;

export type Deadline =
  /** There is none, or it is not theirs to know. */
  | { readonly kind: 'none' }
  | { readonly kind: 'met' | 'missed' }
  /** `leftMs` is unknown in states that were read long ago. */
  | { readonly kind: 'paused'; readonly leftMs: number | null }
  | {
      readonly kind: 'response' | 'resolution';
      readonly dueAt: string;
      /** Below zero when it is over. */
      readonly leftMs: number;
      readonly tone: 'running' | 'soon' | 'late';
    };

const RESPONSE_PART = 0.25;
const HOUR_MS = 3_600_000;

export function deadlineOf(ticket: Clocked, now: number): Deadline {
  const { status, priority, slaDueAt, slaState, slaRemainingMs } = ticket;
  if (slaState === null || status === 'cancelled') return { kind: 'none' };
  if (status === 'completed') return { kind: slaState === 'breached' ? 'missed' : 'met' };
  if (slaDueAt === null) return { kind: 'paused', leftMs: slaRemainingMs ?? null };
  const leftMs = Date.parse(slaDueAt) - now;
  const responseLeftMs = leftMs - slaHours[priority] * HOUR_MS * (1 - RESPONSE_PART);
  if (status === 'open' && responseLeftMs >= 0) {
    const dueAt = new Date(now + responseLeftMs).toISOString();
    return { kind: 'response', dueAt, leftMs: responseLeftMs, tone: 'running' };
  }
  const tone = leftMs < 0 ? 'late' : slaState === 'warned' || slaState === 'breached' ? 'soon' : 'running';
  return { kind: 'resolution', dueAt: slaDueAt, leftMs, tone };
}
