import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeClock, newClock, pauseClock, resumeClock, warnAt } from '../../../src/actors/ticket/clock.ts';
import { slaHours, ticketPriorities } from '../../../src/contracts/tickets.ts';
import { eventTypesOf, later, START } from '../../support/actors.ts';
import { inProgress, onHold, open } from './tickets.ts';

const priorities = fc.constantFrom(...ticketPriorities);

describe('the SLA clock', () => {
  it.each(ticketPriorities)('of a %s ticket is due after its hours and warned of at 75 %%', (priority) => {
    const clock = newClock(priority, START);
    expect(clock.slaDueAt).toBe(later(START, slaHours[priority]));
    expect(warnAt(priority, clock.slaDueAt as string)).toBe(later(START, slaHours[priority] * 0.75));
  });

  it('C2: loses nothing of what was left, however often and long it stands still', () => {
    fc.assert(
      fc.property(
        priorities,
        fc.array(fc.tuple(minutes(), minutes()), { maxLength: 10 }),
        (priority, spans) => {
          let now = START;
          let clock = newClock(priority, now);
          let ran = 0;
          for (const [runMs, standMs] of spans) {
            ran += runMs;
            now = plus(now, runMs);
            clock = pauseClock(clock, now);
            expect(clock.slaDueAt).toBeNull();
            now = plus(now, standMs);
            clock = resumeClock(clock, now);
          }
          const left = slaHours[priority] * 3_600_000 - ran;
          expect(clock.slaDueAt).toBe(plus(now, left));
        },
      ),
    );
  });

  it('moves by the difference of the two times when the priority changes, and back again', () => {
    fc.assert(
      fc.property(priorities, priorities, minutes(), fc.boolean(), (from, to, ranMs, stands) => {
        const now = plus(START, ranMs);
        const running = newClock(from, START);
        const before = stands ? pauseClock(running, now) : running;
        const there = changeClock(before, from, to, now);
        expect(changeClock(there, to, from, now)).toMatchObject({
          slaDueAt: before.slaDueAt,
          slaRemainingMs: before.slaRemainingMs,
        });
        if (!stands) expect(there.slaDueAt).toBe(later(START, slaHours[to]));
      }),
    );
  });

  it('C3: a timer of an older clock changes nothing', () => {
    const resumed = onHold().and({ type: 'resume' }, later(START, 1));
    expect(eventTypesOf(resumed.when({ type: 'sla_warn', startedAt: START }))).toEqual(['refused: conflict']);
    expect(eventTypesOf(resumed.when({ type: 'sla_breach', startedAt: START }))).toEqual([
      'refused: conflict',
    ]);
    expect(eventTypesOf(resumed.when({ type: 'sla_warn', startedAt: later(START, 1) }))).toEqual([
      'ticket.sla_warned',
    ]);
  });

  it('C4: warns once and breaches once, and never warns after a breach', () => {
    const warn = { type: 'sla_warn', startedAt: START } as const;
    const breach = { type: 'sla_breach', startedAt: START } as const;
    const warned = open().and(warn);
    expect(eventTypesOf(warned.when(warn))).toEqual(['refused: conflict']);
    const breached = warned.and(breach);
    expect(eventTypesOf(breached.when(breach))).toEqual(['refused: conflict']);
    expect(eventTypesOf(open().and(breach).when(warn))).toEqual(['refused: conflict']);
  });

  it('fires nothing while the ticket is on hold, and keeps a breach through it', () => {
    const breach = { type: 'sla_breach', startedAt: START } as const;
    expect(eventTypesOf(onHold().when(breach))).toEqual(['refused: wrong_state']);
    const held = inProgress().and(breach, later(START, 25)).and({ type: 'hold', reason: 'rain' });
    expect(held.state).toMatchObject({ slaState: 'breached', slaRemainingMs: -3_600_000 });
    expect(held.and({ type: 'resume' }).state?.slaState).toBe('breached');
  });

  it('C4: takes a warning back when a lower priority leaves enough time', () => {
    const warned = open().and({ type: 'sla_warn', startedAt: START }, later(START, 18));
    expect(warned.and({ type: 'edit', fields: { priority: 'low' } }).state).toMatchObject({
      slaState: 'running',
      slaDueAt: later(START, 48),
    });
  });

  it('ends met in time, and breached when late even before its timer came', () => {
    const complete = { type: 'complete', resolution: 'done' } as const;
    expect(inProgress().and(complete, later(START, 24)).state?.slaState).toBe('met');
    expect(inProgress().and(complete, later(START, 24.1)).state?.slaState).toBe('breached');
  });
});

function minutes() {
  return fc.integer({ min: 0, max: 600 }).map((count) => count * 60_000);
}

function plus(instant: string, ms: number): string {
  return later(instant, ms / 3_600_000);
}
