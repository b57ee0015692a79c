import { describe, expect, it } from 'vitest';
import { ticket } from '../../src/actors/ticket/actor.ts';
import { permissionsOf, roomsOf } from '../../src/authority/viewer.ts';
import { visibleTo } from '../../src/contracts/generic/audience.ts';
import type { Role } from '../../src/contracts/permissions.ts';
import { rooms } from '../../src/contracts/rooms.ts';
import type { NewEvent } from '../../src/engine/actor-types.ts';
import { assigned, lead } from './actors/tickets.ts';

const accountOf = (role: Role) => ({
  userId: 'u1',
  role,
  zone: 'depok',
  customerId: role === 'customer' ? 'c1' : null,
  technicianId: role === 'technician' ? 't1' : null,
});

describe('rooms of tickets and customers', () => {
  it.each<[Role, string[], string[]]>([
    ['technician', [rooms.zoneTechnicians('depok'), rooms.userStaff('u1')], ['tickets.view_zone']],
    ['customer', [rooms.customer('c1')], ['tickets.view_own', 'customers.view_own']],
  ])('are those of a %s with the rights that a GET asks for', (role, own, needed) => {
    const account = accountOf(role);
    const roomsWith = (scopes?: string[]) => roomsOf(account, permissionsOf(account, scopes));
    expect(roomsWith()).toEqual(expect.arrayContaining(own));
    expect(roomsWith(needed)).toEqual(expect.arrayContaining(own));
    for (const missing of needed) {
      const some = roomsWith(needed.filter((one) => one !== missing));
      expect(some.filter((room) => own.includes(room))).toEqual([]);
    }
    const withdrawn = { granted: [], withdrawn: needed };
    const less = roomsOf(account, permissionsOf({ role, changes: withdrawn }));
    expect(less.filter((room) => own.includes(room))).toEqual([]);
  });
});

/** Somebody on the ticket's team, with the rights of `role` today. */
function roomsOfLeadAs(role: Role): Set<string> {
  const account = {
    userId: lead.userId ?? '',
    role,
    zone: null,
    customerId: null,
    technicianId: role === 'technician' ? lead.technicianId : null,
  };
  return new Set(roomsOf(account, permissionsOf(account)));
}

describe('the rooms of somebody on a team (R5)', () => {
  const before = assigned();
  const after = before.and({ type: 'comment', commentId: 'c', text: 'not for customers', internal: true });
  const event = after.events.at(-1) as NewEvent;
  const words = {
    data: event.data,
    audience: ticket.audience(event, before.state, after.state as NonNullable<typeof after.state>),
  };

  it('see what staff say while they are staff', () => {
    expect(visibleTo(words, roomsOfLeadAs('technician'))).toMatchObject({ text: 'not for customers' });
  });

  it('see nothing of it once their role is customer, though they are on the team still', () => {
    expect(visibleTo(words, roomsOfLeadAs('customer'))).toBeUndefined();
  });
});
