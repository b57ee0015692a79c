import { describe, expect, it } from 'vitest';
import { snoozeTimes } from '../../../web/src/tickets/snooze-times.ts';

describe('the times to which a ticket is snoozed', () => {
  it.each([
    ['a Wednesday', '2026-11-25T23:59', '2026-11-26T08:00', '2026-11-30T08:00'],
    ['a Monday', '2026-11-30T00:00', '2026-12-01T08:00', '2026-12-07T08:00'],
    ['a Sunday, when both are the same', '2026-11-29T12:00', '2026-11-30T08:00', '2026-11-30T08:00'],
    ['the end of a year', '2026-12-31T09:30', '2027-01-01T08:00', '2027-01-04T08:00'],
  ])('on %s', (_day, now, tomorrow, monday) => {
    expect(snoozeTimes(now)).toEqual({ tomorrow, monday });
  });
});
