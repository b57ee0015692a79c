import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticket } from '../../../src/actors/ticket/actor.ts';
import { allowedNow } from '../../../src/actors/ticket/transitions.ts';
import { visibleTo } from '../../../src/contracts/generic/audience.ts';
import { rooms } from '../../../src/contracts/rooms.ts';
import { eventTypesOf, type Given, given, START } from '../../support/actors.ts';
import { assigned, completed, createCommand, inProgress, lead, onHold, open } from './tickets.ts';

const own = { id: 'survivor', number: 'T-000002', customerId: 'customer-1' };
const foreign = { ...own, customerId: 'customer-2' };
const merge = { type: 'merge', into: own, otherCustomer: false } as const;

function readBy(room: string, after: ReturnType<typeof open>, before = after.state) {
  const event = after.events.at(-1);
  if (!event || !after.state) throw new Error('nothing happened');
  const audience = ticket.audience(event, before, after.state);
  return visibleTo({ data: event.data, audience }, new Set([room]));
}

describe('merging a duplicate', () => {
  it.each([
    ['open', open()],
    ['assigned', assigned()],
    ['in progress', inProgress()],
    ['on hold', onHold()],
  ])('closes it and points to the survivor while it is %s', (_status, duplicate) => {
    const { state } = duplicate.and(merge);
    expect(state).toMatchObject({
      status: 'cancelled',
      mergedInto: { id: 'survivor', number: 'T-000002', apart: false },
      slaState: 'stopped',
      slaDueAt: null,
      slaRemainingMs: null,
      holdReason: null,
      cancelReason: null,
    });
    expect(state && allowedNow(state, START)).toEqual(['comments']);
  });

  it('is refused when it is closed, merged already, or merged into itself', () => {
    expect(eventTypesOf(completed().when(merge))).toEqual(['refused: wrong_state']);
    expect(eventTypesOf(open().and(merge).when(merge))).toEqual(['refused: wrong_state']);
    const itself = { ...merge, into: { ...own, id: 'actor-1' } };
    expect(eventTypesOf(open().when(itself))).toEqual(['refused: not_possible']);
  });

  it('G3: into another customer’s ticket, or one of nobody, has to be said on purpose', () => {
    for (const into of [foreign, { ...own, customerId: null }]) {
      expect(eventTypesOf(open().when({ ...merge, into }))).toEqual(['refused: not_possible']);
      const merged = open().and({ ...merge, into, otherCustomer: true });
      expect(merged.state?.mergedInto).toMatchObject({ apart: true });
    }
    // A report without a customer keeps nobody in the dark.
    expect(eventTypesOf(open({ customerId: null }).when({ ...merge, into: foreign }))).toEqual([
      'ticket.merged',
    ]);
  });

  it('G3: its customer reads where it went only where they may follow', () => {
    const room = rooms.customer('customer-1');
    expect(readBy(room, open().and(merge))).toMatchObject({ into: 'survivor', intoNumber: 'T-000002' });
    const apart = readBy(room, open().and({ ...merge, into: foreign, otherCustomer: true }));
    expect(apart).toEqual({ number: 'T-000001', from: 'open', to: 'cancelled' });
  });

  it('everybody who saw it learns of it: its watchers, its team, the technicians of its zone', () => {
    const before = open();
    const after = before.and(merge);
    for (const room of [rooms.desk, rooms.ticketStaff('actor-1'), rooms.zoneTechnicians('depok')]) {
      expect(readBy(room, after, before.state)).toMatchObject({ intoNumber: 'T-000002' });
    }
    expect(readBy(rooms.userStaff('user-1'), assigned().and(merge))).toMatchObject({ into: 'survivor' });
    expect(readBy(rooms.ticketPublic('actor-1'), after)).toMatchObject({ into: 'survivor' });
  });
});

describe('the survivor', () => {
  const absorb = { type: 'absorb', duplicate: { ...own, id: 'duplicate', number: 'T-000009' } } as const;

  it('takes the duplicate in as long as it is open, and an edit of it does not go stale by that', () => {
    const survivor = inProgress();
    const after = survivor.and(absorb);
    expect(after.events.at(-1)?.data).toMatchObject({ duplicateNumber: 'T-000009' });
    expect(after.state?.version).toBe(survivor.state?.version);
    expect(after.state?.updatedAt).toBe(survivor.state?.updatedAt);
  });

  it('refuses when it is closed: a conflict with another ticket, not with the one that was asked', () => {
    for (const closed of [completed(), open().and(merge)]) {
      expect(eventTypesOf(closed.when(absorb))).toEqual(['refused: conflict']);
    }
  });

  it('tells its customer of their own duplicate, and of no other', () => {
    const room = rooms.customer('customer-1');
    expect(readBy(room, open().and(absorb))).toMatchObject({ duplicateNumber: 'T-000009' });
    for (const customerId of ['customer-2', null]) {
      const others = open().and({ ...absorb, duplicate: { ...absorb.duplicate, customerId } });
      expect(readBy(room, others)).toBeUndefined();
      expect(readBy(rooms.desk, others)).toMatchObject({ duplicateNumber: 'T-000009' });
    }
  });

  it('settles its duplicates, and those only', () => {
    const settle = { type: 'settle', survivorId: 'survivor' } as const;
    const merged = open().and({ ...merge, into: foreign, otherCustomer: true });
    const settled = merged.and(settle);
    expect(settled.events.at(-1)?.type).toBe('ticket.settled');
    expect(settled.state?.status).toBe('cancelled');
    expect(readBy(rooms.customer('customer-1'), settled)).toEqual({ number: 'T-000001' });
    const given_up = open().and({ type: 'cancel', reason: 'double' });
    expect(eventTypesOf(given_up.when(settle))).toEqual(['refused: conflict']);
    expect(eventTypesOf(assigned().when(settle))).toEqual(['refused: wrong_state']);
  });
});

describe('whatever is merged into whatever', () => {
  const TICKETS = 6;
  const pick = fc.integer({ min: 0, max: TICKETS - 1 });
  const deeds = fc.array(fc.tuple(pick, pick, fc.boolean()), { maxLength: 40 });

  it('G1, G2: no circle comes about, and every duplicate leads to a ticket that is not one', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const world = Array.from({ length: TICKETS }, (_, index) =>
          given(ticket).and(createCommand({ number: String(index), customerId: null })),
        ).map((one, index) => given(ticket, one.state && { ...one.state, id: String(index) }));
        for (const [from, to, finish] of all) {
          if (finish) {
            const done = tryAll(world[to], [
              { type: 'assign', team: [lead] },
              { type: 'start' },
              { type: 'complete', resolution: 'x' },
            ]);
            if (done) world[to] = done;
          }
          const facts = (index: number) => ({ id: String(index), number: String(index), customerId: null });
          const duplicate = tryAll(world[from], [{ type: 'merge', into: facts(to), otherCustomer: false }]);
          const survivor = tryAll(world[to], [{ type: 'absorb', duplicate: facts(from) }]);
          if (duplicate && survivor) {
            world[from] = duplicate;
            world[to] = survivor;
          }
        }
        for (let index = 0; index < TICKETS; index++) {
          let at = index;
          for (let steps = 0; world[at]?.state?.mergedInto; steps++) {
            expect(steps).toBeLessThan(TICKETS);
            at = Number(world[at]?.state?.mergedInto?.id);
          }
        }
      }),
    );
  });

  type World = ReturnType<typeof open>;
  function tryAll(from: World | undefined, commands: Parameters<World['and']>[0][]): World | undefined {
    return commands.reduce<World | undefined>(
      (one, command) => (one && !('rejection' in one.when(command)) ? one.and(command) : undefined),
      from as Given<NonNullable<World['state']>, (typeof commands)[number]>,
    );
  }
});
