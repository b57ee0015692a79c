import { describe, expect, it } from 'vitest';
import { actors } from '../../../src/actors/registry.ts';
import { isEventType } from '../../../src/contracts/events.ts';
import type { NewEvent } from '../../../src/engine/actor-types.ts';
import type { LoggedEvent } from '../../../src/engine/log.ts';
import { lockout } from '../../../src/handlers/business/lockout.ts';
import { slaTimers, timersAfter } from '../../../src/handlers/business/sla-timers.ts';
import { followers, groupsOf, handlers } from '../../../src/handlers/registry.ts';
import { later, START } from '../../support/actors.ts';
import { completed, inProgress, onHold, open } from '../actors/tickets.ts';

function logged(event: NewEvent | undefined): LoggedEvent {
  if (!event) throw new Error('nothing happened');
  const by = { kind: 'user', id: 'x' } as const;
  const rest = { id: '1', seq: 1, version: 1, audience: [], by, trace: null, at: START, position: null };
  return { ...event, actorKind: 'ticket', actorId: 'actor-1', ...rest };
}

const timersOf = (events: readonly NewEvent[]) =>
  timersAfter(logged(events.at(-1))).map((effect) =>
    effect.effect === 'timer'
      ? `${effect.name} at ${effect.dueAt} for ${(effect.command as unknown as { startedAt: string }).startedAt}`
      : `${effect.effect} ${'name' in effect ? effect.name : ''}`,
  );

const survivor = { id: 'survivor', number: 'T-000002', customerId: 'customer-1' };

describe('the SLA timers', () => {
  it('are set at 75 % and at the end of the time when a ticket is made', () => {
    expect(timersOf(open().events)).toEqual([
      `sla_warn at ${later(START, 18)} for ${START}`,
      `sla_breach at ${later(START, 24)} for ${START}`,
    ]);
  });

  it.each([
    ['held', onHold()],
    ['completed', completed()],
    ['cancelled', open().and({ type: 'cancel', reason: 'double' })],
    ['merged', open().and({ type: 'merge', into: survivor, otherCustomer: false })],
  ])('are taken away when it is %s', (_what, ticket) => {
    expect(slaTimers.types).toContain(ticket.events.at(-1)?.type);
    expect(timersOf(ticket.events)).toEqual(['cancelTimer sla_warn', 'cancelTimer sla_breach']);
  });

  it('are set anew, for the new clock, when it is resumed or has another priority', () => {
    const at = later(START, 10);
    expect(timersOf(onHold().and({ type: 'resume' }, at).events)).toEqual([
      `sla_warn at ${later(at, 18)} for ${at}`,
      `sla_breach at ${later(at, 24)} for ${at}`,
    ]);
    expect(timersOf(open().and({ type: 'edit', fields: { priority: 'critical' } }, at).events)).toEqual([
      `sla_warn at ${later(START, 3)} for ${at}`,
      `sla_breach at ${later(START, 4)} for ${at}`,
    ]);
  });

  it('are left alone by an edit of something else', () => {
    expect(timersOf(open().and({ type: 'edit', fields: { title: 'x' } }).events)).toEqual([]);
  });

  it('warn of nothing twice', () => {
    const warned = inProgress().and({ type: 'sla_warn', startedAt: START }, later(START, 18));
    const resumed = warned.and({ type: 'hold', reason: 'rain' }).and({ type: 'resume' });
    expect(timersOf(resumed.events)[0]).toBe('cancelTimer sla_warn');
  });
});

describe('a lockout', () => {
  const timersOfLock = (type: string, data: Record<string, unknown>) =>
    lockout.handle({ ...logged({ type, data }), actorKind: 'user' }, undefined, {
      now: START,
      newId: () => 'id',
    });

  it('ends by a timer when it ends by time', () => {
    const until = later(START, 1);
    expect(timersOfLock('user.locked', { reason: 'wrong_passwords', until })).toMatchObject([
      { effect: 'timer', name: 'unlock', dueAt: until, command: { type: 'unlock' } },
    ]);
    expect(timersOfLock('user.locked', { reason: 'administrator', until: null })).toMatchObject([
      { effect: 'cancelTimer', name: 'unlock' },
    ]);
  });
});

describe('the registry of handlers', () => {
  it('has one handler of a name, for types that exist', () => {
    const names = [...handlers, ...followers].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { types } of [...handlers, ...followers]) {
      for (const type of types) expect(isEventType(type) || type.startsWith('schedule.'), type).toBe(true);
    }
  });

  it('rings the groups that have a handler for a type and no other', () => {
    expect(groupsOf('ticket.created')).toEqual(['notifications', 'business']);
    expect(groupsOf('ticket.commented')).toEqual(['notifications']);
    expect(groupsOf('notification.created')).toEqual([]);
  });

  it('sends timers only to actors that exist', () => {
    expect(slaTimers.types.every((type) => actors.has(type.split('.')[0] ?? ''))).toBe(true);
  });
});
