import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import type { Technician } from '../../../web/src/api/technicians.ts';
import { arrange } from '../../../web/src/pages/board/groups.ts';

const technicians = [
  { id: 'b', name: 'Budi', zone: 'bogor' },
  { id: 'a', name: 'Ani', zone: 'bogor' },
  { id: 'd', name: 'Dewi', zone: 'depok' },
] as Technician[];
const ticket = (id: string, technicianId: string | null, zone: string, slaState = 'running') =>
  ({ id, technicianId, zone, slaState }) as Ticket;
const tickets = [
  ticket('1', null, 'bogor'),
  ticket('2', 'a', 'bogor', 'breached'),
  ticket('3', 'd', 'bogor'),
  ticket('4', 'gone', 'depok'),
];
const shape = (filter: Parameters<typeof arrange>[2]) => {
  const { unassigned, zones } = arrange(tickets, technicians, filter);
  const columns = zones.flatMap(({ zone, columns: inside }) =>
    inside.map((one) => [zone, one.technician.name, ...one.tickets.map(({ id }) => id)].join(' ')),
  );
  return { unassigned: unassigned.map(({ id }) => id), columns };
};

describe('the board', () => {
  it('shows technicians by zone and name; what nobody known has, waits', () => {
    expect(shape({ zones: [], late: false })).toEqual({
      unassigned: ['1', '4'],
      columns: ['bogor Ani 2', 'bogor Budi', 'depok Dewi 3'],
    });
  });

  it('of some zones shows their tickets, their technicians, and whoever else works there', () => {
    expect(shape({ zones: ['bogor'], late: false })).toEqual({
      unassigned: ['1'],
      columns: ['bogor Ani 2', 'bogor Budi', 'depok Dewi 3'],
    });
    expect(shape({ zones: ['depok'], late: false })).toEqual({
      unassigned: ['4'],
      columns: ['depok Dewi'],
    });
  });

  it('shows only what is urgent when asked', () => {
    expect(shape({ zones: [], late: true })).toEqual({
      unassigned: [],
      columns: ['bogor Ani 2', 'bogor Budi', 'depok Dewi'],
    });
  });
});
