import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { dayOf } from '../../src/contracts/day.ts';

describe('the day of an instant', () => {
  const { TZ } = process.env;
  afterEach(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });

  it('is the zone’s, whatever clock the process has', () => {
    expect(dayOf('2026-03-01T17:00:00.000Z', 'Asia/Jakarta')).toBe('2026-03-02');
    expect(dayOf('2026-03-01T16:59:59.999Z', 'Asia/Jakarta')).toBe('2026-03-01');
  });

  it('is the same for a process whose clock runs in the zone', () => {
    const zones = fc.constantFrom(
      'Asia/Jakarta',
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'UTC',
    );
    const instants = fc.date({
      min: new Date('1990-01-01'),
      max: new Date('2090-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        delete process.env.TZ;
        const asked = dayOf(instant.toISOString(), zone);
        process.env.TZ = zone;
        expect(dayOf(instant.toISOString(), zone)).toBe(asked);
      }),
    );
  });

  it('is none for what is no instant', () => {
    process.env.TZ = 'Asia/Jakarta';
    expect(() => dayOf('tomorrow', 'Asia/Jakarta')).toThrow(RangeError);
    expect(() => dayOf('tomorrow', 'Europe/Berlin')).toThrow(RangeError);
  });
});
