import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeExport } from '../../../src/ops/traces/intake.ts';
import { otlpTrace } from '../../../src/ops/traces/otlp.ts';
import { createTraceStore } from '../../../src/ops/traces/store.ts';
import { attribute, exportOf, hex, span } from '../../support/spans.ts';

const everything = { limit: 100 };

describe('the trace store', () => {
  it('TS1 TS2 TS4 never holds more than allowed, whatever comes', () => {
    const arrivals = fc.array(
      fc.record({
        trace: fc.nat(12),
        id: fc.nat(20),
        filler: fc.nat(900),
        links: fc.array(fc.nat(12), { maxLength: 3 }),
      }),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(arrivals, (spans) => {
        const limits = { maxBytes: 40_000, maxSpans: 25, maxTraceSpans: 6 };
        const store = createTraceStore(limits);
        for (const { trace, id, filler, links } of spans) {
          const given = span(
            {
              id,
              fromMs: id,
              toMs: id + 1,
              attributes: [attribute('filler', 'x'.repeat(filler))],
              links: links.map((target) => ({ traceId: hex(target, 32), spanId: hex(1, 16) })),
            },
            trace,
          );
          takeExport(store, exportOf({ api: [given] }), 0);
          const counts = store.counts();
          expect(counts.bytes).toBeLessThanOrEqual(limits.maxBytes);
          expect(counts.spans).toBeLessThanOrEqual(limits.maxSpans);
          expect(counts.spans).toBe(counts.kept - counts.evicted);
          const held = store.list(everything);
          expect(held.reduce((sum, one) => sum + one.spans, 0)).toBe(counts.spans);
          for (const one of held) {
            expect(one.spans).toBeLessThanOrEqual(limits.maxTraceSpans);
            for (const source of store.linked(one.traceId)?.from ?? []) {
              expect(store.get(source.traceId)).toContain(one.traceId);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('TS1 lets the oldest trace go first', () => {
    const store = createTraceStore({ maxBytes: 1e6, maxSpans: 2, maxTraceSpans: 2 });
    for (const trace of [1, 2, 3])
      takeExport(store, exportOf({ api: [span({ id: 1, fromMs: 0, toMs: 1 }, trace)] }), 0);
    expect(store.get(hex(1, 32))).toBeUndefined();
    expect(store.list(everything).map(({ traceId }) => traceId)).toEqual([hex(3, 32), hex(2, 32)]);
  });

  it('TS2 takes no more of one trace than allowed, and counts the rest', () => {
    const store = createTraceStore({ maxBytes: 1e6, maxSpans: 100, maxTraceSpans: 3 });
    const spans = [1, 2, 3, 4, 5].map((id) => span({ id, fromMs: 0, toMs: 1 }));
    takeExport(store, exportOf({ api: spans }), 0);
    expect(store.list(everything)).toMatchObject([{ spans: 3, dropped: 2 }]);
    expect(store.counts()).toMatchObject({ kept: 3, full: 2 });
  });

  it('TS4 forgets the links of a trace that went', () => {
    const store = createTraceStore({ maxBytes: 1e6, maxSpans: 2, maxTraceSpans: 2 });
    const one = (trace: number, links: number[] = []) => {
      const given = links.map((target) => ({ traceId: hex(target, 32), spanId: hex(1, 16) }));
      takeExport(store, exportOf({ api: [span({ id: 1, fromMs: 0, toMs: 1, links: given }, trace)] }), 0);
    };
    one(2, [1]);
    one(1);
    expect(store.linked(hex(1, 32))?.from).toMatchObject([{ traceId: hex(2, 32) }]);
    one(3);
    one(1);
    one(2);
    one(1);
    expect(store.linked(hex(1, 32))?.from).toEqual([]);
  });

  it('TS3 keeps a repeated span once', () => {
    const store = createTraceStore();
    const request = exportOf({ api: [span({ id: 1, fromMs: 0, toMs: 1 })] });
    takeExport(store, request, 0);
    takeExport(store, request, 0);
    expect(store.counts()).toMatchObject({ spans: 1, duplicate: 1 });
  });

  it('gives back what came in, by process, as OTLP', () => {
    const store = createTraceStore();
    const request = exportOf({
      api: [span({ id: 1, fromMs: 0, toMs: 9 }), span({ id: 2, parent: 1, fromMs: 1, toMs: 2 })],
      worker: [span({ id: 3, parent: 1, fromMs: 5, toMs: 30, status: { code: 2, message: 'no' } })],
    });
    takeExport(store, request, 0);
    expect(otlpTrace.parse(JSON.parse(store.get(hex(1, 32)) ?? ''))).toEqual(request);
    expect(store.list(everything)).toMatchObject([
      { name: 'span 1', rooted: true, durationMs: 30, spans: 3, errors: 1, services: ['api', 'worker'] },
    ]);
  });

  it('is named by the earliest span until its root arrives', () => {
    const store = createTraceStore();
    takeExport(store, exportOf({ worker: [span({ id: 2, parent: 1, fromMs: 5, toMs: 6 })] }), 0);
    expect(store.list(everything)).toMatchObject([{ name: 'span 2', rooted: false }]);
    takeExport(store, exportOf({ api: [span({ id: 1, fromMs: 0, toMs: 9 })] }), 0);
    expect(store.list(everything)).toMatchObject([{ name: 'span 1', rooted: true }]);
  });

  it('I1 takes the good spans of a request with a bad one, and refuses what is no request', () => {
    const store = createTraceStore();
    const good = span({ id: 1, fromMs: 0, toMs: 1 });
    const bad = { ...span({ id: 2, fromMs: 0, toMs: 1 }), traceId: 'not hex' };
    expect(takeExport(store, exportOf({ api: [bad, good] }), 0)).toEqual({ kept: 1, rejected: 1 });
    for (const body of [
      undefined,
      null,
      1,
      [],
      {},
      { resourceSpans: {} },
      { resourceSpans: [{ scopeSpans: 1 }] },
    ]) {
      expect(takeExport(store, body, 0)).toBeUndefined();
    }
  });
});
