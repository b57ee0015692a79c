import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CatchUp, dueInstants, nextInstant, planInstants } from '../../../src/engine/cron-instants.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function instantsBetween(cron: string, zone: string, from: string, to: string): string[] {
  const first = nextInstant(cron, zone, Date.parse(from) - 1_000);
  return [...dueInstants(cron, zone, first, Date.parse(to), 1_000).instants];
}

describe('instants of a schedule', () => {
  it('follow the wall clock of the zone', () => {
    expect(nextInstant('1 0 1 * *', 'Asia/Jakarta', Date.parse('2026-01-15T00:00:00Z'))).toBe(
      '2026-01-31T17:01:00.000Z',
    );
  });

  it('run once on the day the clock goes forward, at the first valid time', () => {
    const runs = instantsBetween(
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T00:00:00Z',
      '2026-03-30T12:00:00Z',
    );
    expect(runs).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it('run once on the day the clock goes back, at the first of two', () => {
    const runs = instantsBetween(
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      '2026-10-26T12:00:00Z',
    );
    expect(runs).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  });

  it('of an interval run on every real hour, both ways', () => {
    for (const day of ['2026-03-29', '2026-10-25']) {
      const runs = instantsBetween('0 * * * *', 'Europe/Berlin', `${day}T00:00:00Z`, `${day}T05:00:00Z`);
      expect(runs.map((run) => run.slice(11, 13))).toEqual(['00', '01', '02', '03', '04', '05']);
    }
  });

  it('of a pattern that never comes wait for ever', () => {
    expect(nextInstant('0 0 30 2 *', 'UTC', 0)).toBe('9999-12-31T00:00:00.000Z');
  });

  it('refuse a wrong pattern or zone by name', () => {
    expect(() => nextInstant('every day', 'UTC', 0)).toThrow(/"every day" in UTC/);
    expect(() => nextInstant('0 0 * * *', 'Mars/Base', 0)).toThrow(/Mars\/Base/);
  });

  it('come in chunks that join without a gap or a repetition', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('*/5 * * * *', '0 * * * *', '30 2 * * *', '15 1,2,3 * * *'),
        fc.constantFrom('UTC', 'Asia/Jakarta', 'Europe/Berlin', 'America/New_York'),
        fc.integer({ min: 0, max: 365 * 24 }),
        fc.integer({ min: 1, max: 40 }),
        (cron, zone, hour, limit) => {
          const fromMs = Date.parse('2026-01-01T00:00:00Z') + hour * HOUR;
          const nowMs = fromMs + 48 * HOUR;
          const first = nextInstant(cron, zone, fromMs);
          const whole = dueInstants(cron, zone, first, nowMs, 10_000);
          const joined: string[] = [];
          let next = first;
          while (Date.parse(next) <= nowMs) {
            const chunk = dueInstants(cron, zone, next, nowMs, limit);
            joined.push(...chunk.instants);
            next = chunk.next;
          }
          expect(joined).toEqual(whole.instants);
          expect(next).toBe(whole.next);
          expect(new Set(joined).size).toBe(joined.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('after an outage', () => {
  const now = Date.parse('2026-05-01T12:00:10Z');
  const hours = Array.from({ length: 13 }, (_, hour) =>
    new Date(now - 10_000 - (12 - hour) * HOUR).toISOString(),
  );
  const outcomes = (policy: CatchUp, more = false) =>
    planInstants(policy, hours, more, now, MINUTE).map(({ outcome }) => outcome);

  it('run-all runs each missed instant as caught up, and the one that is on time as ran', () => {
    expect(outcomes('run-all')).toEqual([...Array(12).fill('caught_up'), 'ran']);
  });

  it('run-once lets the newest stand for all', () => {
    expect(outcomes('run-once')).toEqual([...Array(12).fill('skipped'), 'ran']);
  });

  it('run-once runs none of a chunk when others follow', () => {
    expect(outcomes('run-once', true)).toEqual(Array(13).fill('skipped'));
  });

  it('skip runs only what is on time', () => {
    expect(outcomes('skip')).toEqual([...Array(12).fill('skipped'), 'ran']);
    const late = planInstants('skip', hours.slice(0, 12), false, now, MINUTE);
    expect(late.every(({ outcome }) => outcome === 'skipped')).toBe(true);
  });

  it('every instant has exactly one outcome, whatever the policy and the chunks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<CatchUp>('run-all', 'run-once', 'skip'),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (policy, count, limit) => {
          const nowMs = Date.parse('2026-05-01T12:00:00Z');
          const first = new Date(nowMs - (count - 1) * 5 * MINUTE).toISOString();
          const planned = [];
          for (let next = first; Date.parse(next) <= nowMs; ) {
            const due = dueInstants('*/5 * * * *', 'UTC', next, nowMs, limit);
            planned.push(...planInstants(policy, due.instants, Date.parse(due.next) <= nowMs, nowMs, MINUTE));
            next = due.next;
          }
          expect(planned).toHaveLength(count);
          const ran = planned.filter(({ outcome }) => outcome !== 'skipped');
          expect(ran).toHaveLength(policy === 'run-all' ? count : 1);
          expect(planned.at(-1)?.outcome).toBe('ran');
        },
      ),
      { numRuns: 60 },
    );
  });
});
