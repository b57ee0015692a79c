import { describe, expect, it } from 'vitest';
import { workBy } from '../../../web/src/pages/overview/work-figures.ts';

const ticket = (
  zone: string | null,
  technicianId: string | null,
  slaState: 'running' | 'warned' | 'breached' = 'running',
) => ({ zone, technicianId, slaState });

const open = [
  ticket('depok', 'a'),
  ticket('depok', null, 'warned'),
  ticket('depok', 'a'),
  ticket('bogor', 'b', 'breached'),
  ticket(null, null),
];
const completed = [ticket('bogor', 'a'), ticket('bekasi', 'c')];
const none = { open: 0, unassigned: 0, soon: 0, late: 0, completed: 0 };

describe('work by zone', () => {
  it('counts what is open, free, soon due, late and done; what is late comes first', () => {
    expect(workBy('zone', open, completed)).toEqual([
      { ...none, key: 'bogor', open: 1, late: 1, completed: 1 },
      { ...none, key: 'depok', open: 3, unassigned: 1, soon: 1 },
      { ...none, key: null, open: 1, unassigned: 1 },
      { ...none, key: 'bekasi', completed: 1 },
    ]);
  });
});

describe('work by technician', () => {
  it('has a row for what nobody has, and for who has only completed', () => {
    expect(workBy('technicianId', open, completed)).toEqual([
      { ...none, key: 'b', open: 1, late: 1 },
      { ...none, key: null, open: 2, unassigned: 2, soon: 1 },
      { ...none, key: 'a', open: 2, completed: 1 },
      { ...none, key: 'c', completed: 1 },
    ]);
  });
});
