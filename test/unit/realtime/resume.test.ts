import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSight, decideResume, isAhead } from '../../../src/realtime/resume.ts';

const emitted = { epoch: 'e1', offset: 100 };
const facts = { emitted, rightsChangedOffset: 0, maxEvents: 50 };

describe('what a client that comes back is given (R1, R4, R5)', () => {
  it('nothing to replay when it names no position', () => {
    expect(decideResume(undefined, facts)).toEqual({ from: 100 });
  });
  it('a replay from the position it names, the emitted one included', () => {
    expect(decideResume('e1:60', facts)).toEqual({ from: 60 });
    expect(decideResume('e1:100', facts)).toEqual({ from: 100 });
    expect(decideResume('e1:50', facts)).toEqual({ from: 50 });
  });
  it.each([
    ['e2:60', 'other_epoch'],
    ['e1:101', 'beyond_head'],
    ['e1:49', 'too_far_behind'],
    ['60', 'unknown_position'],
    ['e1:-1', 'unknown_position'],
    ['', 'unknown_position'],
  ])('from %j: reload, because of %s', (since, reload) => {
    expect(decideResume(since, facts)).toEqual({ reload });
  });
  it('reload when rights changed after it or just there, or by an event that has no position yet', () => {
    for (const rightsChangedOffset of [61, 60, Number.MAX_SAFE_INTEGER])
      expect(decideResume('e1:60', { ...facts, rightsChangedOffset })).toEqual({ reload: 'rights_changed' });
    expect(decideResume('e1:60', { ...facts, rightsChangedOffset: 59 })).toEqual({ from: 60 });
    expect(decideResume('e1:0', { ...facts, emitted: { epoch: 'e1', offset: 0 } })).toEqual({ from: 0 });
  });
  it('waits for a head that a GET has seen and realtime has not emitted, in the same epoch only', () => {
    expect(isAhead([undefined, 'e1:101'], emitted)).toBe(true);
    expect(isAhead(['e1:100', 'e2:500', 'nonsense'], emitted)).toBe(false);
  });
});

describe('one pass over the log for several views', () => {
  it('shows each event exactly when one of the views that are not complete up to it may see it', () => {
    const room = fc.constantFrom('a', 'b', 'c', 'd');
    const views = fc.array(fc.record({ from: fc.nat(30), rooms: fc.array(room) }), {
      minLength: 1,
      maxLength: 5,
    });
    const log = fc.array(fc.array(room, { minLength: 1, maxLength: 2 }), { maxLength: 40 });
    fc.assert(
      fc.property(views, log, (given, rooms) => {
        const sight = createSight(given);
        expect(sight.from).toBe(Math.min(...given.map(({ from }) => from)));
        for (const [index, audienceRooms] of rooms.entries()) {
          const position = index + 1;
          if (position <= sight.from) continue;
          const event = {
            actorKind: 'ticket',
            actorId: String(position),
            position,
            data: { position },
            audience: [{ class: 'staff' as const, rooms: audienceRooms }],
          };
          const expected = given.some(
            (view) => position > view.from && view.rooms.some((own) => audienceRooms.includes(own)),
          );
          expect(sight.see(event) !== undefined).toBe(expected);
        }
      }),
    );
  });
});

describe('what left a sight (R5)', () => {
  type Shown = { readonly actor: string; readonly rooms: string[]; readonly lost: string[] };
  const event = ({ actor, rooms, lost }: Shown, index: number) => ({
    actorKind: 'ticket',
    actorId: actor,
    position: index + 1,
    data: {},
    audience: [{ class: 'staff' as const, rooms: ['desk', ...rooms], ...(lost.length > 0 ? { lost } : {}) }],
  });
  const seen = (log: readonly Shown[], ...rooms: string[]): number[] => {
    const sight = createSight([{ from: 0, rooms }]);
    const all = log.map(event);
    for (const one of all) sight.foresee(one);
    return all.filter((one) => sight.see(one)).map(({ position }) => position);
  };

  it('is the event by which it left and nothing older, until it is regained', () => {
    const log: Shown[] = [
      { actor: 'a', rooms: ['zone'], lost: [] },
      { actor: 'b', rooms: ['zone'], lost: [] },
      { actor: 'a', rooms: ['zone', 'user'], lost: ['zone'] },
      { actor: 'a', rooms: ['user'], lost: [] },
    ];
    expect(seen(log, 'zone')).toEqual([2, 3]);
    expect(seen(log, 'desk')).toEqual([1, 2, 3, 4]);
    expect(seen(log, 'zone', 'user')).toEqual([1, 2, 3, 4]);
    const regained: Shown = { actor: 'a', rooms: ['zone', 'user'], lost: ['user'] };
    expect(seen([...log, regained], 'zone')).toEqual([1, 2, 3, 5]);
  });

  it('whatever the log: all of an actor whose last visible event is no loss, else that event alone', () => {
    const room = fc.constantFrom('x', 'y', 'z');
    const log = fc.array(
      fc
        .record({ actor: fc.constantFrom('a', 'b'), rooms: fc.array(room), lose: fc.array(room) })
        .map(({ actor, rooms, lose }) => ({ actor, rooms, lost: rooms.filter((one) => lose.includes(one)) })),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(log, fc.uniqueArray(room), (given, own) => {
        const visible = given.map(({ rooms }) => rooms.some((one) => own.includes(one)));
        const expected = given.flatMap(({ actor }, index) => {
          if (!visible[index]) return [];
          const last = given.findLastIndex((one, at) => one.actor === actor && visible[at]);
          const match = given[last]?.rooms.filter((one) => own.includes(one)) ?? [];
          const isGone = match.every((one) => given[last]?.lost.includes(one));
          return isGone && index !== last ? [] : [index + 1];
        });
        expect(seen(given, ...own)).toEqual(expected);
      }),
    );
  });
});
