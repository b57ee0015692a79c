/** What people call priorities and roles, in both languages; a test holds them against the portal's catalogues. */
import type { Role } from '../../contracts/permissions.ts';
import type { TicketPriority } from '../../contracts/tickets.ts';

const priorities: Readonly<Record<TicketPriority, readonly [id: string, en: string]>> = {
  low: ['Rendah', 'Low'],
  normal: ['Normal', 'Normal'],
  high: ['Tinggi', 'High'],
  critical: ['Kritis', 'Critical'],
};

const rolesInTwo: Readonly<Record<Role, readonly [id: string, en: string]>> = {
  admin: ['Administrator', 'Administrator'],
  manager: ['Manajer', 'Manager'],
  noc: ['NOC', 'NOC'],
  supervisor: ['Supervisor', 'Supervisor'],
  customer_service: ['Layanan pelanggan', 'Customer service'],
  technician: ['Teknisi', 'Technician'],
  customer: ['Pelanggan', 'Customer'],
};

export const priorityNames = inTwo(priorities);
export const roleNames = inTwo(rolesInTwo);

interface Names {
  readonly id: ReadonlyMap<string, string>;
  readonly en: ReadonlyMap<string, string>;
}

function inTwo(names: Readonly<Record<string, readonly [id: string, en: string]>>): Names {
  const all = Object.entries(names);
  return {
    id: new Map(all.map(([key, [id]]) => [key, id])),
    en: new Map(all.map(([key, [, en]]) => [key, en])),
  };
}
