import { describe, expect, it } from 'vitest';
import { type DecideContext, type Decision, isRejection } from '../../../src/engine/actor-types.ts';
import {
  createScheduleActor,
  type ScheduleCommand,
  type ScheduleDefinition,
  type ScheduleState,
} from '../../../src/engine/schedule-actor.ts';

const hourly: ScheduleDefinition = {
  name: 'test.hourly',
  cron: '0 * * * *',
  zone: 'UTC',
  catchUp: 'run-all',
  run: (instant) => [{ effect: 'insert', table: 'ran', row: { instant } }],
};

function given(definition: ScheduleDefinition = hourly) {
  const actor = createScheduleActor({
    schedules: new Map([[definition.name, definition]]),
    audience: [],
  });
  let state: ScheduleState | undefined;
  const when = (now: string, type: ScheduleCommand['type']): Decision => {
    const by = { kind: 'schedule', id: definition.name } as const;
    const context: DecideContext = { id: definition.name, now, by, newId: () => 'id' };
    const decision = actor.decide(state, { type }, context);
    if (isRejection(decision)) return decision;
    for (const event of decision.events) {
      const evolved = actor.evolve(state, event, { id: definition.name, at: now, by });
      state = { ...evolved, seq: (state?.seq ?? 0) + 1 };
    }
    return decision;
  };
  return { when, state: () => state };
}

const types = (decision: Decision) => (isRejection(decision) ? [] : decision.events.map(({ type }) => type));
const rows = (decision: Decision, table: string) =>
  isRejection(decision)
    ? []
    : (decision.effects ?? []).flatMap((effect) =>
        effect.effect === 'insert' && effect.table === table ? [effect.row] : [],
      );

describe('a schedule', () => {
  it('waits for its next instant after it is registered', () => {
    const { when, state } = given();
    when('2026-05-01T10:30:00.000Z', 'schedule.register');
    expect(state()?.nextInstant).toBe('2026-05-01T11:00:00.000Z');
    expect(types(when('2026-05-01T10:59:59.000Z', 'schedule.tick'))).toEqual([]);
  });

  it('is registered again only when its pattern changed', () => {
    const { when } = given();
    expect(types(when('2026-05-01T10:30:00.000Z', 'schedule.register'))).toEqual(['schedule.registered']);
    expect(types(when('2026-05-01T10:31:00.000Z', 'schedule.register'))).toEqual([]);
  });

  it('runs an instant once: event, line in the ledger and work in one decision', () => {
    const { when } = given();
    when('2026-05-01T10:30:00.000Z', 'schedule.register');
    const decision = when('2026-05-01T11:00:01.000Z', 'schedule.tick');
    expect(types(decision)).toEqual(['schedule.ran']);
    expect(rows(decision, 'cron_runs')).toMatchObject([
      { name: 'test.hourly', instant: '2026-05-01T11:00:00.000Z', outcome: 'ran' },
    ]);
    expect(rows(decision, 'ran')).toEqual([{ instant: '2026-05-01T11:00:00.000Z' }]);
    expect(types(when('2026-05-01T11:00:02.000Z', 'schedule.tick'))).toEqual([]);
  });

  it('catches up what an outage of hours made it miss', () => {
    const { when } = given();
    when('2026-05-01T10:30:00.000Z', 'schedule.register');
    const decision = when('2026-05-01T15:00:01.000Z', 'schedule.tick');
    expect(rows(decision, 'cron_runs').map(({ outcome }) => outcome)).toEqual([
      ...Array(4).fill('caught_up'),
      'ran',
    ]);
  });

  it('tells once of all that it skipped', () => {
    const { when } = given({ ...hourly, catchUp: 'run-once' });
    when('2026-05-01T10:30:00.000Z', 'schedule.register');
    const decision = when('2026-05-01T15:20:00.000Z', 'schedule.tick');
    expect(types(decision)).toEqual(['schedule.skipped', 'schedule.ran']);
    expect(rows(decision, 'cron_runs').map(({ outcome }) => outcome)).toEqual([
      ...Array(4).fill('skipped'),
      'caught_up',
    ]);
    expect(rows(decision, 'ran')).toEqual([{ instant: '2026-05-01T15:00:00.000Z' }]);
  });

  it('does not run while paused, and does not catch up what passed meanwhile', () => {
    const { when, state } = given();
    when('2026-05-01T10:30:00.000Z', 'schedule.register');
    when('2026-05-01T10:31:00.000Z', 'schedule.pause');
    expect(types(when('2026-05-01T12:30:00.000Z', 'schedule.tick'))).toEqual([]);
    when('2026-05-01T13:30:00.000Z', 'schedule.resume');
    expect(state()?.nextInstant).toBe('2026-05-01T14:00:00.000Z');
  });

  it('runs by hand without touching its next instant, once in an instant', () => {
    const { when, state } = given();
    when('2026-05-01T10:30:00.000Z', 'schedule.register');
    const decision = when('2026-05-01T10:40:00.000Z', 'schedule.runNow');
    expect(rows(decision, 'cron_runs')).toMatchObject([{ outcome: 'by_hand' }]);
    expect(state()?.nextInstant).toBe('2026-05-01T11:00:00.000Z');
    expect(isRejection(when('2026-05-01T10:40:00.000Z', 'schedule.runNow'))).toBe(true);
  });

  it('does not repeat an instant when the clock is set back', () => {
    const { when, state } = given();
    when('2026-05-01T10:30:00.000Z', 'schedule.register');
    when('2026-05-01T11:00:01.000Z', 'schedule.tick');
    when('2026-05-01T11:00:02.000Z', 'schedule.pause');
    when('2026-05-01T09:00:00.000Z', 'schedule.resume');
    expect(state()?.nextInstant).toBe('2026-05-01T12:00:00.000Z');
  });
});
