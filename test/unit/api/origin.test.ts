import { describe, expect, it } from 'vitest';
import { createOrigins } from '../../../src/api/origin.ts';

describe('where requests come from', () => {
  const origin = { id: 'o', userId: 'u', address: '10.0.0.1', userAgent: null };
  const HOUR_MS = 3_600_000;

  it('is written with the first request of a day, so that what is in use is not taken for what is over', () => {
    let nowMs = Date.parse('2026-03-01T08:00:00Z');
    const origins = createOrigins(() => new Date(nowMs));
    const written = () => origins.rowsOf(origin).map(({ row }) => row.seen_at);
    expect(written()).toEqual(['2026-03-01T08:00:00.000Z']);
    // Refused, it was not stored.
    expect(written()).toHaveLength(1);
    origins.stored(origin);
    expect(written()).toEqual([]);
    nowMs += 23 * HOUR_MS;
    expect(written()).toEqual([]);
    nowMs += HOUR_MS;
    expect(written()).toEqual(['2026-03-02T08:00:00.000Z']);
  });
});
