/** Open work and what was completed today, by zone and by technician: pure. What is late comes first. */
import type { Ticket } from '../../../../src/contracts/tickets.ts';

export interface WorkRow {
  /** A zone, or the id of a technician; null for no zone, and for work that nobody has. */
  readonly key: string | null;
  readonly open: number;
  readonly unassigned: number;
  readonly soon: number;
  readonly late: number;
  readonly completed: number;
}

type Told = Pick<Ticket, 'zone' | 'technicianId' | 'slaState'>;
type Counts = { -readonly [Name in Exclude<keyof WorkRow, 'key'>]: number };

export function workBy(
  what: 'zone' | 'technicianId',
  open: readonly Told[],
  completed: readonly Told[],
): readonly WorkRow[] {
  const rows = new Map<string | null, Counts>();
  const rowOf = (ticket: Told): Counts => {
    const key = ticket[what];
    const row = rows.get(key) ?? { open: 0, unassigned: 0, soon: 0, late: 0, completed: 0 };
    rows.set(key, row);
    return row;
  };
  for (const ticket of open) {
    const row = rowOf(ticket);
    row.open++;
    if (ticket.technicianId === null) row.unassigned++;
    if (ticket.slaState === 'warned') row.soon++;
    if (ticket.slaState === 'breached') row.late++;
  }
  for (const ticket of completed) rowOf(ticket).completed++;
  return [...rows]
    .map(([key, counts]): WorkRow => ({ key, ...counts }))
    .sort((a, b) => b.late - a.late || b.soon - a.soon || b.open - a.open || b.completed - a.completed);
}
