/** A technician's tickets as a day: pure. */
import type { Ticket } from '../../../../src/contracts/tickets.ts';

export interface Day {
  /** What is in hand, else what comes first. */
  readonly next: Ticket | undefined;
  readonly today: readonly Ticket[];
  readonly later: readonly Ticket[];
}

const order: Readonly<Partial<Record<Ticket['status'], number>>> = {
  in_progress: 0,
  assigned: 1,
  on_hold: 2,
};

/** `dayOf` names the day of an instant where the work is done. What has no time is for today. */
export function planDay(tickets: readonly Ticket[], now: Date, dayOf: (iso: string) => string): Day {
  const nowIso = now.toISOString();
  const today = dayOf(nowIso);
  const isLater = ({ status, scheduledAt }: Ticket) =>
    status !== 'in_progress' && scheduledAt !== null && scheduledAt > nowIso && dayOf(scheduledAt) !== today;
  const [next, ...rest] = tickets.filter((ticket) => !isLater(ticket)).sort(byTurn);
  return { next, today: rest, later: tickets.filter(isLater).sort(bySchedule) };
}

function byTurn(a: Ticket, b: Ticket): number {
  return (
    (order[a.status] ?? 3) - (order[b.status] ?? 3) ||
    bySchedule(a, b) ||
    (a.slaDueAt ?? '~').localeCompare(b.slaDueAt ?? '~')
  );
}

function bySchedule(a: Ticket, b: Ticket): number {
  return (a.scheduledAt ?? '~').localeCompare(b.scheduledAt ?? '~');
}
