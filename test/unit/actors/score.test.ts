import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Rated, rank, suit, type Work } from '../../../src/actors/technician/score.ts';
import { scoreParts, scoreWeights } from '../../../src/contracts/dispatch.ts';
import { availabilities } from '../../../src/contracts/technicians.ts';

const TODAY = '2026-03-02';
const work: Work = { zone: 'depok', day: TODAY, today: TODAY, requires: 'fiber', centre: null };
const best: Rated = {
  id: 'a',
  zone: 'depok',
  availability: 'available',
  maxTicketsPerDay: 4,
  load: { open: {}, done: {} },
  ratingSum: 10,
  ratingCount: 2,
  specializations: [{ code: 'fiber', proficiency: 3, years: 2, certifiedUntil: TODAY }],
  lastPosition: null,
};

const place = fc.record({
  latitude: fc.double({ min: -7, max: -6, noNaN: true }),
  longitude: fc.double({ min: 106, max: 107, noNaN: true }),
});
const counts = fc.dictionary(
  fc.constantFrom('2026-03-01', TODAY, '2026-03-03'),
  fc.integer({ min: 1, max: 9 }),
);
const rated: fc.Arbitrary<Rated> = fc
  .record({
    id: fc.uuid(),
    zone: fc.constantFrom('depok', 'bogor'),
    availability: fc.constantFrom(...availabilities),
    maxTicketsPerDay: fc.integer({ min: 1, max: 50 }),
    load: fc.record({ open: counts, done: counts }),
    stars: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 5 }),
    certifiedUntil: fc.constantFrom('2026-03-01', TODAY, '2027-01-01', null, 'none'),
    lastPosition: fc.option(place),
  })
  .map(({ stars, certifiedUntil, ...rest }) => ({
    ...rest,
    ratingSum: stars.reduce((sum, one) => sum + one, 0),
    ratingCount: stars.length,
    specializations:
      certifiedUntil === 'none' ? [] : [{ code: 'fiber', proficiency: 3, years: 2, certifiedUntil }],
  }));
const centred = fc.option(place).map((centre) => ({ ...work, centre }));

describe('the score of a technician for a ticket', () => {
  it('is 100 for whoever is available, free, best rated and there', () => {
    expect(suit(best, work)).toMatchObject({
      score: { available: 40, capacity: 30, rating: 20, distance: 10, total: 100 },
      suitable: true,
    });
  });

  it('S1: is the sum of its parts, each within its weight', () => {
    fc.assert(
      fc.property(rated, centred, (one, asked) => {
        const { score } = suit(one, asked);
        for (const part of scoreParts) {
          expect(score[part]).toBeGreaterThanOrEqual(0);
          expect(score[part]).toBeLessThanOrEqual(scoreWeights[part]);
        }
        const tenths = scoreParts.reduce((sum, part) => sum + Math.round(score[part] * 10), 0);
        expect(Math.round(score.total * 10)).toBe(tenths);
      }),
    );
  });

  it('S2: counts for nothing without the certificate, which holds up to its last day', () => {
    fc.assert(
      fc.property(fc.array(rated, { maxLength: 12 }), centred, (all, asked) => {
        const ranked = rank(all, asked);
        expect(ranked).toHaveLength(all.length);
        for (const { technician, suitable } of ranked) {
          const until = technician.specializations[0]?.certifiedUntil ?? '';
          expect(suitable).toBe(until >= TODAY);
        }
        const order = ranked.map(({ suitable, score }) => (suitable ? 1_000 : 0) + score.total);
        expect(order).toEqual([...order].sort((a, b) => b - a));
        expect(rank([...all].reverse(), asked)).toEqual(ranked);
      }),
    );
  });

  it('S3: never falls with more room, a better rating, or a shorter way', () => {
    fc.assert(
      fc.property(rated, place, (one, centre) => {
        const asked = { ...work, centre };
        const before = suit(one, asked).score.total;
        const better: Rated[] = [
          { ...one, availability: 'available' },
          { ...one, load: { open: {}, done: {} } },
          { ...one, ratingSum: 25, ratingCount: 5 },
          { ...one, lastPosition: centre },
        ];
        for (const other of better) expect(suit(other, asked).score.total).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('carries what was left of earlier days into today, and counts what was done today', () => {
    const busy = {
      ...best,
      load: { open: { '2026-02-27': 1, [TODAY]: 1, '2026-03-03': 4 }, done: { [TODAY]: 1 } },
    };
    expect(suit(busy, work)).toMatchObject({ booked: 3, score: { capacity: 7.5 } });
    expect(suit(busy, { ...work, day: '2026-03-03' })).toMatchObject({ booked: 4, score: { capacity: 0 } });
  });

  it('knows the way from where somebody was last to the middle of the zone', () => {
    const centre = { latitude: -6.4, longitude: 106.8 };
    const near = { ...best, lastPosition: { latitude: -6.31, longitude: 106.8 } };
    expect(suit(near, { ...work, centre })).toMatchObject({ km: 10, score: { distance: 6.7 } });
  });
});
