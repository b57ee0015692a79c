import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAlways,
  type NoticeChannel,
  type NoticePreferences,
  type NoticeTypeName,
  noPreferences,
  noticeChannels,
  noticeTypeNames,
  noticeTypeOf,
} from '../../../src/contracts/notice-preferences.ts';
import { type Planned, planNotice } from '../../../src/handlers/notifications/plan.ts';
import { templates } from '../../../src/handlers/templates/registry.ts';

const zone = 'Asia/Jakarta';
const night = { from: '21:00', to: '07:00' };
/** 02:30 and 10:30 in Jakarta. */
const [asleep, awake] = ['2026-03-01T19:30:00.000Z', '2026-03-02T03:30:00.000Z'];

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const quietHours = fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to);
const choice = fc.record({
  off: fc.subarray([...noticeChannels]),
  digest: fc.constantFrom('immediate', 'hourly', 'daily'),
});
const preferences: fc.Arbitrary<NoticePreferences> = fc.record({
  notices: fc.dictionary(fc.constantFrom<NoticeTypeName>(...noticeTypeNames), choice),
  quietHours: fc.option(quietHours),
});
const planned: fc.Arbitrary<Planned> = fc.record({
  preferences,
  type: fc.option(fc.constantFrom(...noticeTypeNames), { nil: undefined }),
  priority: fc.integer({ min: 1, max: 4 }),
  now: fc
    .date({ min: new Date('2025-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  zone: fc.constantFrom('Asia/Jakarta', 'America/New_York', 'Australia/Lord_Howe'),
});

const wallClock = (instant: string, timeZone: string) =>
  new Date(instant).toLocaleTimeString('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' });
const isQuiet = ({ preferences: { quietHours: hours }, zone: timeZone }: Planned, instant: string) => {
  if (!hours) return false;
  const clock = wallClock(instant, timeZone);
  return hours.from < hours.to
    ? clock >= hours.from && clock < hours.to
    : clock >= hours.from || clock < hours.to;
};
const each = (check: (plan: ReturnType<typeof planNotice>[NoticeChannel], notice: Planned) => void) =>
  fc.assert(
    fc.property(planned, fc.constantFrom(...noticeChannels), (notice, channel) =>
      check(planNotice(notice)[channel], notice),
    ),
    { numRuns: 500 },
  );

describe('what is told where, and when', () => {
  it('P1, P4: a code goes out now whatever was chosen; what is critical waits for nothing', () => {
    each((plan, { priority }) => {
      if (priority === 1) expect(plan).toEqual({ when: 'now' });
      if (priority === 2) expect(['now', 'never']).toContain(plan.when);
    });
  });

  it('P2: a channel that is switched off is told nothing, any other one is', () => {
    fc.assert(
      fc.property(planned, (notice) => {
        const plans = planNotice(notice);
        const off = notice.type ? (notice.preferences.notices[notice.type]?.off ?? []) : [];
        for (const channel of noticeChannels) {
          const always = notice.type !== undefined && isAlways(notice.type);
          const never = notice.priority > 1 && !always && off.includes(channel);
          expect(plans[channel].when === 'never', channel).toBe(never);
        }
      }),
    );
  });

  it('P3: the inbox is told at once or never', () => {
    fc.assert(
      fc.property(planned, (notice) => {
        expect(['now', 'never']).toContain(planNotice(notice).in_app.when);
      }),
    );
  });

  it('P5: nothing normal is sent in quiet hours; what waits, waits for their end and no longer', () => {
    each((plan, notice) => {
      const dayLater = Date.parse(notice.now) + 25.5 * 3_600_000;
      if (plan.when === 'at') {
        expect(isQuiet(notice, notice.now)).toBe(true);
        expect(isQuiet(notice, plan.at)).toBe(false);
        expect(Date.parse(plan.at)).toBeGreaterThan(Date.parse(notice.now));
        expect(Date.parse(plan.at)).toBeLessThanOrEqual(dayLater);
      }
      if (plan.when === 'digest') {
        expect(isQuiet(notice, plan.at)).toBe(false);
        expect(Date.parse(plan.at)).toBeGreaterThan(Date.parse(notice.now));
        expect(Date.parse(plan.at)).toBeLessThanOrEqual(dayLater + 25.5 * 3_600_000);
      }
    });
  });

  it('with quiet hours over midnight', () => {
    const at = (now: string) =>
      planNotice({
        preferences: { notices: {}, quietHours: night },
        type: 'progress',
        priority: 3,
        now,
        zone,
      }).email;
    expect(at(awake)).toEqual({ when: 'now' });
    expect(at(asleep)).toEqual({ when: 'at', at: '2026-03-02T00:00:00.000Z' });
  });

  it('in a digest of the hour, of the morning, and of the morning after quiet hours', () => {
    const at = (digest: 'hourly' | 'daily', quiet: typeof night | null) =>
      planNotice({
        preferences: { notices: { progress: { off: [], digest } }, quietHours: quiet },
        type: 'progress',
        priority: 3,
        now: asleep,
        zone,
      }).email;
    expect(at('hourly', null)).toMatchObject({ when: 'digest', at: '2026-03-01T20:00:00.000Z' });
    expect(at('hourly', night)).toMatchObject({ when: 'digest', at: '2026-03-02T00:00:00.000Z' });
    expect(at('daily', null)).toMatchObject({ when: 'digest', at: '2026-03-02T01:00:00.000Z' });
  });

  it('at once, as long as nobody chose anything', () => {
    for (const type of noticeTypeNames) {
      const plans = planNotice({ preferences: noPreferences, type, priority: 4, now: asleep, zone });
      expect(Object.values(plans).every(({ when }) => when === 'now')).toBe(true);
    }
  });
});

describe('the types of notices', () => {
  it('know every template but the test, the digest and codes, each by the longest beginning that fits', () => {
    // Whoever asked for a code waits for it.
    const untyped = Object.keys(templates).filter(
      (name) => noticeTypeOf(name) === undefined && !name.startsWith('code.'),
    );
    expect(untyped.sort()).toEqual(
      ['digest.bundle', 'push.test', 'test'].filter((name) => name in templates),
    );
    expect(noticeTypeOf('ticket.sla_warned')).toBe('deadlines');
    expect(noticeTypeOf('ticket.held')).toBe('progress');
  });
});
