import { describe, expect, it } from 'vitest';
import { ticket } from '../../../src/actors/ticket/actor.ts';
import { allowedNow } from '../../../src/actors/ticket/transitions.ts';
import { eventTypesOf, later, START } from '../../support/actors.ts';
import { assigned, completed, inProgress, lead, open } from './tickets.ts';

const until = later(START, 24);
const snooze = { type: 'snooze', until } as const;
const snoozed = () => open().and(snooze);

describe('snoozing a ticket', () => {
  it('keeps its status, its clock and its version, and remembers for whom it comes back', () => {
    const before = assigned();
    const { state } = before.and(snooze);
    expect(state).toMatchObject({ snoozedUntil: until, snoozedBy: 'someone', status: 'assigned' });
    expect(state).toMatchObject({ slaState: 'running', slaDueAt: before.state?.slaDueAt });
    expect(state?.version).toBe(before.state?.version);
  });

  it('sets a timer that names the snooze, and takes it away when it ends early', () => {
    expect(open().when(snooze)).toMatchObject({
      effects: [{ effect: 'timer', name: 'wake', dueAt: until, command: { type: 'wake', until } }],
    });
    expect(snoozed().when({ type: 'unsnooze' })).toMatchObject({
      effects: [{ effect: 'cancelTimer', name: 'wake' }],
    });
  });

  it.each([
    ['now', START],
    ['the past', later(START, -1)],
    ['more than 90 days', later(START, 24 * 90 + 1)],
  ])('is refused until %s', (_what, instant) => {
    expect(eventTypesOf(open().when({ type: 'snooze', until: instant }))).toEqual(['refused: not_possible']);
  });

  it('is refused once it is closed', () => {
    expect(eventTypesOf(completed().when(snooze))).toEqual(['refused: wrong_state']);
  });

  it('again moves the time; the same time again is nothing new', () => {
    const moved = later(START, 48);
    expect(snoozed().and({ type: 'snooze', until: moved }).state?.snoozedUntil).toBe(moved);
    expect(eventTypesOf(snoozed().when(snooze))).toEqual([]);
  });
});

describe('a snoozed ticket', () => {
  it('wakes at its time, and not by the timer of an older snooze (Z1)', () => {
    const moved = snoozed().and({ type: 'snooze', until: later(START, 48) });
    expect(eventTypesOf(moved.when({ type: 'wake', until }))).toEqual(['refused: conflict']);
    const woken = snoozed().and({ type: 'wake', until }, until);
    expect(woken.events.at(-1)?.data).toMatchObject({ because: 'time', snoozedBy: 'someone' });
    expect(woken.state).toMatchObject({ snoozedUntil: null, snoozedBy: null });
  });

  it('is woken by a person, once', () => {
    const woken = snoozed().and({ type: 'unsnooze' });
    expect(woken.events.at(-1)?.data).toMatchObject({ because: 'person' });
    expect(eventTypesOf(woken.when({ type: 'unsnooze' }))).toEqual([]);
  });

  it('is woken by what its customer writes, and sleeps through what the staff write', () => {
    const comment = { type: 'comment', commentId: 'c', text: 'still dark', internal: false } as const;
    const guard = { customerId: 'customer-1' };
    expect(eventTypesOf(snoozed().when({ ...comment, guard }))).toEqual(['ticket.commented', 'ticket.woken']);
    expect(eventTypesOf(open().when({ ...comment, guard }))).toEqual(['ticket.commented']);
    expect(eventTypesOf(snoozed().when(comment))).toEqual(['ticket.commented']);
  });

  it('is awake once the work moves on, and sleeps through a hold (Z2)', () => {
    const working = () => inProgress().and(snooze);
    expect(snoozed().and({ type: 'assign', team: [lead] }).state?.snoozedUntil).toBeNull();
    expect(working().and({ type: 'complete', resolution: 'x' }).state?.snoozedUntil).toBeNull();
    const held = working().and({ type: 'hold', reason: 'rain' });
    expect(held.state?.snoozedUntil).toBe(until);
    expect(held.and({ type: 'resume' }).state?.snoozedUntil).toBeNull();
  });

  it('can be woken, and only it', () => {
    const allowed = (one: ReturnType<typeof open>) => one.state && allowedNow(one.state, START);
    expect(allowed(open())).not.toContain('unsnooze');
    expect(allowed(snoozed())).toContain('unsnooze');
  });

  it('is no word to its customer', () => {
    const { state, events } = snoozed();
    const [last] = events.slice(-1);
    if (!state || !last) throw new Error('nothing happened');
    expect(ticket.audience(last, state, state).map((entry) => entry.class)).toEqual(['staff']);
  });
});
