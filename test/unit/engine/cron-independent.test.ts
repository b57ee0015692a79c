// T1: the instants of schedules are those that another library finds, in any zone, over years with daylight saving.

import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorsIn } from '../../../src/actors/registry.ts';
import { createSchedules } from '../../../src/cron/schedules.ts';
import { dueInstants, nextInstant, planInstants } from '../../../src/engine/cron-instants.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** With and without daylight saving, in both halves of the world, at midnight, and with odd offsets. */
const zones = [
  'UTC',
  'Asia/Jakarta',
  'Asia/Kathmandu',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
] as const;

/** Sets its clock by half an hour: the other library finds no end there for patterns of every hour. */
const HALF_AN_HOUR = 'Australia/Lord_Howe';

/** Around the days on which these zones set their clocks. */
const spans: readonly (readonly [from: string, to: string])[] = [
  ['2026-03-06', '2026-03-10'],
  ['2026-03-27', '2026-03-31'],
  ['2026-04-03', '2026-04-07'],
  ['2026-04-23', '2026-04-26'],
  ['2026-09-04', '2026-09-08'],
  ['2026-10-23', '2026-10-27'],
  ['2026-10-29', '2026-11-03'],
];

function ours(cron: string, zone: string, fromMs: number, toMs: number): string[] {
  const first = nextInstant(cron, zone, fromMs);
  return [...dueInstants(cron, zone, first, toMs, 100_000).instants];
}

function theirs(cron: string, zone: string, fromMs: number, toMs: number): string[] {
  const expression = CronExpressionParser.parse(cron, { tz: zone, currentDate: new Date(fromMs) });
  const instants: string[] = [];
  for (;;) {
    const next = expression.next().toDate();
    if (next.getTime() > toMs) return instants;
    instants.push(next.toISOString());
  }
}

const dayIn = (zone: string) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  return (instant: string): string => format.format(new Date(instant));
};

/** Local days that are shorter than others: a time of theirs may not exist, and the libraries move it differently. */
function shortDays(zone: string, fromMs: number, toMs: number): Set<string> {
  const day = dayIn(zone);
  const lengths = new Map<string, number>();
  for (let ms = fromMs - DAY; ms <= toMs + DAY; ms += 30 * MINUTE) {
    const name = day(new Date(ms).toISOString());
    lengths.set(name, (lengths.get(name) ?? 0) + 1);
  }
  return new Set([...lengths].filter(([, halves]) => halves < 48).map(([name]) => name));
}

/** By zone and beginning: to find them costs more than everything else. */
const knownShortDays = new Map<string, Set<string>>();

function compare(cron: string, zone: string, from: string, to: string): void {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const mine = ours(cron, zone, fromMs, toMs);
  const other = theirs(cron, zone, fromMs, toMs);
  const key = `${zone} ${from}`;
  const short = knownShortDays.get(key) ?? shortDays(zone, fromMs, toMs);
  knownShortDays.set(key, short);
  const day = dayIn(zone);
  const usual = (instants: string[]) => instants.filter((instant) => !short.has(day(instant)));
  expect(usual(mine), `${cron} in ${zone}`).toEqual(usual(other));
}

const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const list = (min: number, max: number) =>
  fc
    .uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 })
    .map((values) => values.sort((a, b) => a - b).join(','));
const range = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
const every = (...steps: string[]) => fc.constantFrom(...steps.map((step) => `*/${step}`));

/** Hours named, so that times are fixed, or all of them. Days by date or by name of the week, not both: that is told apart below. */
const expressions = fc.oneof(
  fc
    .tuple(
      fc.oneof(number(0, 59), list(0, 59), range(0, 59)),
      fc.oneof(number(0, 23), list(0, 23), range(0, 23)),
      fc.oneof(fc.constant('*'), number(1, 28), list(1, 28)),
    )
    .map(([minute, hour, date]) => `${minute} ${hour} ${date} * *`),
  fc
    .tuple(number(0, 59), number(0, 23), fc.oneof(number(0, 6), range(1, 5)))
    .map(([minute, hour, weekday]) => `${minute} ${hour} * * ${weekday}`),
  fc
    .tuple(fc.oneof(every('15', '20', '30'), number(0, 59)), fc.constant('*'))
    .map(([minute, hour]) => `${minute} ${hour} * * *`),
);

describe('instants of a schedule', () => {
  it('are those of an independent library, for any pattern and zone, also on days when the clock goes back', () => {
    fc.assert(
      fc.property(
        expressions,
        fc.constantFrom(...zones),
        fc.constantFrom(...spans),
        (cron, zone, [from, to]) => compare(cron, zone, from, to),
      ),
      { numRuns: 60 },
    );
  }, 30_000);

  it('of a fixed time are one on each day of a year, in every zone', () => {
    for (const zone of [...zones, HALF_AN_HOUR]) {
      const day = dayIn(zone);
      for (const cron of ['30 2 * * *', '0 0 * * *', '30 1 * * *']) {
        const days = ours(
          cron,
          zone,
          Date.parse('2026-01-01T12:00:00Z'),
          Date.parse('2026-12-31T12:00:00Z'),
        ).map(day);
        expect(new Set(days).size, `${cron} in ${zone}`).toBe(days.length);
        expect(days.length).toBe(364);
      }
    }
  });

  it('of several fixed hours run once each on the day the clock goes back', () => {
    const runs = ours(
      '15 1,2,3 * * *',
      'Europe/Berlin',
      Date.parse('2026-10-24T22:00:00Z'),
      Date.parse('2026-10-25T22:00:00Z'),
    );
    expect(runs).toEqual([
      '2026-10-24T23:15:00.000Z',
      '2026-10-25T00:15:00.000Z',
      '2026-10-25T02:15:00.000Z',
    ]);
  });
});

describe('the schedules of the portal', () => {
  const { definitions, registry } = createSchedules('Europe/Berlin');

  it('agree with the independent library over changes of the clock', () => {
    for (const { cron, zone } of definitions.values())
      for (const [from, to] of spans) compare(cron, zone, from, to);
    expect(registry.size).toBe(actorsIn('Europe/Berlin').size + 1);
  });

  it('have each instant of an outage over a change of the clock in the ledger once, by a turned clock', () => {
    for (const { cron, zone, catchUp } of definitions.values()) {
      for (const [from, to] of [
        ['2026-03-28T20:00:00Z', '2026-03-29T09:00:30Z'],
        ['2026-10-24T20:00:00Z', '2026-10-25T10:00:30Z'],
      ] as const) {
        const planned = [];
        const nowMs = Date.parse(to);
        // In small steps, as a tick takes them.
        for (let next = nextInstant(cron, zone, Date.parse(from)); Date.parse(next) <= nowMs; ) {
          const due = dueInstants(cron, zone, next, nowMs, 3);
          planned.push(...planInstants(catchUp, due.instants, Date.parse(due.next) <= nowMs, nowMs, MINUTE));
          next = due.next;
        }
        const expected = theirs(cron, zone, Date.parse(from), nowMs);
        expect(planned.map(({ instant }) => instant)).toEqual(expected);
        const ran = planned.filter(({ outcome }) => outcome !== 'skipped').length;
        expect(ran, `${cron} ${catchUp}`).toBe(Math.min(1, expected.length));
      }
    }
  });
});
