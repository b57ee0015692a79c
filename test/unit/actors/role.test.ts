import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RoleCommand, type RoleState, role } from '../../../src/actors/role/actor.ts';
import {
  mayHold,
  mustHold,
  type Permission,
  permissionNames,
  permissionsOfRole,
  type Role,
  roles,
} from '../../../src/contracts/permissions.ts';
import type { Decision } from '../../../src/engine/actor-types.ts';
import { START } from '../../support/actors.ts';

const fresh = (id: Role): RoleState => ({
  id,
  seq: 0,
  version: 1,
  granted: [],
  withdrawn: [],
  changedAt: null,
});
const decide = (state: RoleState, command: Partial<RoleCommand>): Decision =>
  role.decide(
    state,
    { type: 'change', grant: [], withdraw: [], ...command },
    { id: state.id, now: START, by: { kind: 'user', id: 'a' }, newId: () => 'x' },
  );
const after = (state: RoleState, command: Partial<RoleCommand>): RoleState => {
  const decision = decide(state, command);
  if ('rejection' in decision) return state;
  return decision.events.reduce(
    (before, event) => role.evolve(before, event, { id: state.id, at: START, by: { kind: 'user', id: 'a' } }),
    state,
  );
};

const anyRole = fc.constantFrom(...roles);
const some = fc.uniqueArray(fc.constantFrom(...permissionNames), { maxLength: 8 });
const anyChange = fc
  .tuple(some, some)
  .map(([grant, withdraw]) => ({ grant, withdraw: withdraw.filter((name) => !grant.includes(name)) }));

describe('what a role may', () => {
  it('is what was granted and not withdrawn, whatever came before; what was refused changes nothing', () => {
    fc.assert(
      fc.property(anyRole, fc.array(anyChange, { maxLength: 8 }), (name, changes) => {
        let state = fresh(name);
        let expected = new Set<Permission>(permissionsOfRole(name));
        for (const { grant, withdraw } of changes) {
          const allowed =
            grant.every((one) => mayHold(name, one)) && !withdraw.some((one) => mustHold(name, one));
          expect('rejection' in decide(state, { grant, withdraw })).toBe(!allowed);
          if (allowed) {
            expected = new Set([...expected, ...grant].filter((one) => !withdraw.includes(one)));
          }
          state = after(state, { grant, withdraw });
          expect(new Set(permissionsOfRole(name, state))).toEqual(expected);
          expect(state.granted.filter((one) => state.withdrawn.includes(one))).toEqual([]);
        }
      }),
    );
  });

  it('leaves the administrator what rights are given with, and the customer what is theirs', () => {
    expect(decide(fresh('admin'), { withdraw: ['audit.view', 'roles.edit'] })).toMatchObject({
      rejection: { code: 'conflict', detail: expect.stringContaining('roles.edit') },
    });
    expect(decide(fresh('customer'), { grant: ['tickets.view_all'] })).toMatchObject({
      rejection: { code: 'conflict' },
    });
  });

  it('changes nothing where it is so already', () => {
    expect(decide(fresh('manager'), { grant: ['tickets.edit'], withdraw: ['queues.edit'] })).toEqual({
      events: [],
    });
  });
});
