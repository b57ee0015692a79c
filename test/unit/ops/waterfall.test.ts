import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBudget } from '../../../src/ops/traces/budget.ts';
import { createScale } from '../../../src/ops/traces/scale.ts';
import { placeSpans } from '../../../src/ops/traces/tree.ts';
import { layOut } from '../../../src/ops/traces/waterfall.ts';
import { attribute, exportOf, span } from '../../support/spans.ts';

describe('the tree of spans', () => {
  it('W1 contains each span exactly once, with cycles, missing parents and ids that come twice', () => {
    const id = fc.nat(8).map(String);
    const spans = fc.array(
      fc.record({ spanId: id, parentSpanId: fc.option(id, { nil: undefined }), startNs: fc.nat(50) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(spans, (given) => {
        const placed = placeSpans(given);
        expect(placed).toHaveLength(given.length);
        expect(new Set(placed.map((at) => at.span))).toEqual(new Set(given));
        for (const [index, { span: one, depth, parent }] of placed.entries()) {
          if (parent === undefined) expect(depth).toBe(0);
          else {
            expect(parent.spanId).toBe(one.parentSpanId);
            const above = placed.slice(0, index).find((at) => at.span === parent);
            expect(depth).toBe((above?.depth ?? -2) + 1);
          }
        }
      }),
    );
  });

  it('says why a span with a parent id stands at the top', () => {
    const orphan = { spanId: 'a', parentSpanId: 'gone', startNs: 0 };
    const circle = [
      { spanId: 'b', parentSpanId: 'c', startNs: 1 },
      { spanId: 'c', parentSpanId: 'b', startNs: 2 },
    ];
    expect(
      placeSpans([orphan, ...circle]).map(({ span: { spanId }, depth, orphan: why }) => [spanId, depth, why]),
    ).toEqual([
      ['a', 0, 'missing'],
      ['b', 0, 'cycle'],
      ['c', 1, undefined],
    ]);
  });
});

describe('the time axis', () => {
  it('C1 never puts later left of earlier, and everything lies from 0 to 100', () => {
    const intervals = fc.array(
      fc.tuple(fc.nat(1e9), fc.nat(1e6)).map(([fromNs, length]) => ({ fromNs, toNs: fromNs + length })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(intervals, fc.array(fc.nat(2e9), { maxLength: 20 }), (given, times) => {
        const scale = createScale(given);
        let before = 0;
        for (const ns of times.sort((a, b) => a - b)) {
          const percent = scale.percent(ns);
          expect(percent).toBeGreaterThanOrEqual(before - 1e-9);
          expect(percent).toBeLessThanOrEqual(100);
          before = percent;
        }
      }),
    );
  });

  it('folds a long pause, so that the work before and after it stays visible', () => {
    const scale = createScale([
      { fromNs: 0, toNs: 10e6 },
      { fromNs: 60e9, toNs: 60e9 + 10e6 },
    ]);
    expect(scale.folds).toMatchObject([{ pauseMs: 59_990 }]);
    expect(scale.percent(10e6)).toBeCloseTo(47);
    expect(scale.percent(60e9)).toBeCloseTo(53);
  });
});

describe('the waterfall', () => {
  it('W2 shows the waiting between hops, as stated or from the end of the parent', () => {
    const { rows, roles } = layOut(
      exportOf({
        api: [
          span({ id: 1, kind: 2, name: 'POST', fromMs: 0, toMs: 10 }),
          span({ id: 2, parent: 1, kind: 4, name: 'send notifications', fromMs: 8, toMs: 10 }),
          span({ id: 6, parent: 1, name: 'inside', fromMs: 9, toMs: 10 }),
        ],
        worker: [
          span({ id: 3, parent: 2, kind: 5, name: 'process notifications', fromMs: 14, toMs: 20 }),
          span({ id: 4, parent: 2, kind: 5, fromMs: 9, toMs: 20 }),
        ],
        realtime: [
          span({
            id: 5,
            parent: 1,
            name: 'emit',
            fromMs: 5,
            toMs: 6,
            attributes: [attribute('trunkline.wait_ms', 2.5)],
          }),
        ],
      }),
    );
    const hops = rows
      .filter(({ isHop }) => isHop)
      .map(({ span: { name }, startMs, waitMs }) => [name, startMs, waitMs]);
    expect(hops).toEqual([
      ['POST', 0, 0],
      ['emit', 5, 2.5],
      ['send notifications', 8, 0],
      ['span 4', 9, 0],
      ['process notifications', 14, 4],
    ]);
    expect(roles).toEqual(['api', 'realtime', 'worker']);
  });

  it('names the error of a failed span', () => {
    const failed = span({
      id: 1,
      fromMs: 0,
      toMs: 1,
      status: { code: 2 },
      attributes: [attribute('error.type', 'timeout')],
    });
    expect(layOut(exportOf({ api: [failed] })).rows[0]?.span.error).toBe('timeout');
  });

  it('lays out an empty trace', () => {
    expect(layOut({ resourceSpans: [] })).toMatchObject({ rows: [], errors: 0 });
  });
});

describe('the budget of the receiver', () => {
  it('lets in no more than the burst and the rate, and no more at once than allowed', () => {
    const limits = { bytesPerSecond: 100, burstBytes: 200, maxBytesAtOnce: 150 };
    const budget = createBudget(limits);
    expect(budget.enter(100, 0)).toBe('ok');
    expect(budget.enter(100, 0)).toBe('busy');
    budget.leave(100, 100);
    expect(budget.enter(100, 0)).toBe('ok');
    budget.leave(100, 100);
    expect(budget.enter(100, 0)).toBe('rate');
    expect(budget.enter(100, 1_000)).toBe('ok');
  });

  it('charges what came, not what was assumed', () => {
    const budget = createBudget({ bytesPerSecond: 100, burstBytes: 200, maxBytesAtOnce: 200 });
    for (let count = 0; count < 20; count++) {
      expect(budget.enter(100, 0)).toBe('ok');
      budget.leave(100, 5);
    }
    expect(budget.enter(150, 0)).toBe('rate');
  });
});
