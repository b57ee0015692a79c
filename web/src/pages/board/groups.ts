/** What stands where on the board: pure. A zone's technicians side by side, the most urgent ticket on top. */
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import type { Technician } from '../../api/technicians.ts';

export interface BoardColumn {
  readonly technician: Technician;
  readonly tickets: readonly Ticket[];
}

export interface BoardZone {
  readonly zone: string;
  readonly columns: readonly BoardColumn[];
}

export interface BoardFilter {
  /** None is all. */
  readonly zones: readonly string[];
  readonly late: boolean;
}

export interface Board {
  readonly unassigned: readonly Ticket[];
  readonly zones: readonly BoardZone[];
}

export function arrange(
  tickets: readonly Ticket[],
  technicians: readonly Technician[],
  { zones, late }: BoardFilter,
): Board {
  const inZone = (zone: string | null) => zones.length === 0 || (zone !== null && zones.includes(zone));
  const shown = tickets.filter(
    (ticket) =>
      inZone(ticket.zone) && (!late || ticket.slaState === 'breached' || ticket.slaState === 'warned'),
  );
  const work = new Map<string, Ticket[]>();
  const unassigned: Ticket[] = [];
  const known = new Set(technicians.map(({ id }) => id));
  for (const ticket of shown) {
    const { technicianId } = ticket;
    // Whoever is not in the directory cannot do it: it waits for somebody.
    if (technicianId === null || !known.has(technicianId)) unassigned.push(ticket);
    else work.set(technicianId, [...(work.get(technicianId) ?? []), ticket]);
  }
  const columns = technicians
    .filter(({ id, zone }) => inZone(zone) || work.has(id))
    .map((technician) => ({ technician, tickets: work.get(technician.id) ?? [] }))
    .sort((a, b) => a.technician.name.localeCompare(b.technician.name));
  const names = [...new Set(columns.map(({ technician }) => technician.zone))].sort();
  return {
    unassigned,
    zones: names.map((zone) => ({
      zone,
      columns: columns.filter(({ technician }) => technician.zone === zone),
    })),
  };
}
