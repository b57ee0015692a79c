import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planPools } from '../../../src/ops/supervisor/pools.ts';

const limits = { maxConnections: 200, reserved: 3 };

describe('the pools of all processes', () => {
  it('fit the server, the replacement of a rolling restart included', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 32 }), (api, worker) => {
        const plan = planPools({ api, worker }, limits);
        if (!plan.fits) return;
        const most = (api + 1) * plan.api + worker * plan.worker + 2 * plan.realtime;
        expect(most).toBeLessThanOrEqual(limits.maxConnections - limits.reserved);
      }),
    );
  });

  it('shrink when there are more API processes', () => {
    const size = (api: number) => {
      const plan = planPools({ api, worker: 2 }, limits);
      return plan.fits ? plan.api : 0;
    };
    expect(size(8)).toBe(8);
    expect(size(40)).toBeLessThan(size(16));
  });

  it('are refused with the sum when they cannot fit', () => {
    expect(planPools({ api: 100, worker: 2 }, limits)).toEqual({
      fits: false,
      sum:
        '(100 + 1) api x 2 + 2 worker x 12 + 2 realtime x 4 + 10 spare = 244 connections, ' +
        'but the server allows 200 - 3 reserved = 197',
    });
  });
});
