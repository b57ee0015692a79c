import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeExport } from '../../../src/ops/traces/intake.ts';
import { otlpTrace } from '../../../src/ops/traces/otlp.ts';
import { createTraceStore } from '../../../src/ops/traces/store.ts';
import { attribute, exportOf, hex, span } from '../../support/spans.ts';

const everything = { limit: 100 };

const at = (ms: number) => 1_700_000_000_000 + ms;

describe('the trace store, searched', () => {
  const ticket = '0199aaaa-0000-7000-8000-000000000001';
  const click = exportOf({
    api: [
      span({
        id: 1,
        kind: 2,
        fromMs: 1_000,
        toMs: 1_040,
        name: 'POST /api/v1/tickets/:id/assign',
        attributes: [
          attribute('http.request.method', 'POST'),
          attribute('http.route', '/api/v1/tickets/:id/assign'),
          attribute('url.path', `/api/v1/tickets/${ticket}/assign`),
        ],
      }),
    ],
    worker: [
      span({
        id: 2,
        parent: 1,
        kind: 5,
        fromMs: 1_050,
        toMs: 1_080,
        attributes: [
          attribute('messaging.system', 'bullmq'),
          attribute('messaging.destination.name', 'notifications'),
          attribute('messaging.message.id', '4711'),
          attribute('trunkline.event.type', 'ticket.assigned'),
          attribute('trunkline.wait_ms', 10),
          attribute('error.type', 'ECONNREFUSED'),
        ],
        status: { code: 2, message: 'Error' },
      }),
    ],
  });
  const other = exportOf({ api: [span({ id: 1, fromMs: 2_000, toMs: 9_000, name: 'GET /livez' }, 2)] });
  const held = () => {
    const store = createTraceStore();
    takeExport(store, click, 0);
    takeExport(store, other, 0);
    return store;
  };
  const found = (query: object) =>
    held()
      .list({ limit: 10, ...query })
      .data.map(({ traceId }) => Number.parseInt(traceId, 16));

  it.each([
    ['its id', { about: [hex(1, 32)] }],
    ['an event in it', { about: ['event:4711'] }],
    ['an entity in its address', { about: [`entity:${ticket}`] }],
    ['any of several', { about: [hex(99, 32), 'event:4711'] }],
    ['the command', { name: 'ASSIGN' }],
    ['the type of an event', { name: 'ticket.assigned' }],
    ['the route', { route: 'post /api/v1/tickets' }],
    ['the queue', { queue: 'notifications' }],
    ['that it failed', { error: true }],
    ['the type of its error', { errorType: 'econn' }],
    ['its duration', { maxDurationMs: 100 }],
    ['its time', { fromMs: at(500), toMs: at(1_500) }],
    ['all of it', { about: ['event:4711'], queue: 'notifications', error: true, name: 'assign' }],
  ])('finds a trace by %s', (_what, query) => {
    expect(found(query)).toEqual([1]);
  });

  it.each([
    ['another queue', { queue: 'business' }],
    ['part of an event id', { about: ['event:471'] }],
    ['an hour without it', { fromMs: at(10_000) }],
    ['two things of which one does not hold', { about: ['event:4711'], minDurationMs: 1_000 }],
  ])('finds none by %s', (_what, query) => {
    expect(found(query)).toEqual([]);
  });

  it('gives every trace once, newest first, page by page, while more come in', () => {
    const store = createTraceStore();
    const give = (from: number, to: number) => {
      for (let trace = from; trace <= to; trace++) {
        // Two at each instant: the id has to settle which comes first.
        const startMs = Math.floor(trace / 2);
        takeExport(store, exportOf({ api: [span({ id: 1, fromMs: startMs, toMs: startMs }, trace)] }), 0);
      }
    };
    give(1, 25);
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const page = store.list({ limit: 7, ...(after ? { after } : {}) });
      seen.push(...page.data.map(({ traceId }) => Number.parseInt(traceId, 16)));
      after = page.next ?? undefined;
      give(26, 30);
    } while (after);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
  });

  it('TS7 keeps the words of a trace within its bounds, and still takes its spans', () => {
    const store = createTraceStore({ maxBytes: 10e6, maxSpans: 5_000, maxTraceSpans: 5_000 });
    for (let id = 1; id <= 1_000; id++) {
      const attributes = [
        attribute('messaging.message.id', String(id)),
        attribute('trunkline.event.type', 'broadcast.sent'),
      ];
      takeExport(store, exportOf({ worker: [span({ id, kind: 5, fromMs: 0, toMs: 1, attributes })] }), 0);
    }
    const found = (event: number) => store.list({ limit: 1, about: [`event:${event}`] }).data.length;
    expect(store.counts().spans).toBe(1_000);
    expect([found(1), found(299), found(301)]).toEqual([1, 1, 0]);
  });

  it('adds up who called whom, with errors, durations and waiting', () => {
    expect(held().map(60, at(10_000)).calls).toEqual([
      { from: 'clients', to: 'api', calls: 1, errors: 0, p50Ms: 40, p95Ms: 40 },
      { from: 'queue notifications', to: 'worker', calls: 1, errors: 1, p50Ms: 30, p95Ms: 30, waitP95Ms: 10 },
    ]);
    expect(held().map(1, at(10_000_000)).calls).toEqual([]);
  });
});

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
              attributes: [
                attribute('filler', 'x'.repeat(filler)),
                attribute('trunkline.event.type', `type-${filler}`),
                attribute('messaging.message.id', String(id)),
                attribute('messaging.destination.name', 'q'.repeat(filler % 300)),
              ],
              links: links.map((target) => ({ traceId: hex(target, 32), spanId: hex(1, 16) })),
            },
            trace,
          );
          takeExport(store, exportOf({ api: [given] }), 0);
          const counts = store.counts();
          expect(counts.bytes).toBeLessThanOrEqual(limits.maxBytes);
          expect(counts.spans).toBeLessThanOrEqual(limits.maxSpans);
          expect(counts.spans).toBe(counts.kept - counts.evicted);
          const held = store.list(everything).data;
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
    expect(store.list(everything).data.map(({ traceId }) => traceId)).toEqual([hex(3, 32), hex(2, 32)]);
  });

  it('TS2 takes no more of one trace than allowed, and counts the rest', () => {
    const store = createTraceStore({ maxBytes: 1e6, maxSpans: 100, maxTraceSpans: 3 });
    const spans = [1, 2, 3, 4, 5].map((id) => span({ id, fromMs: 0, toMs: 1 }));
    takeExport(store, exportOf({ api: spans }), 0);
    expect(store.list(everything).data).toMatchObject([{ spans: 3, dropped: 2 }]);
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
    expect(store.list(everything).data).toMatchObject([
      { name: 'span 1', rooted: true, durationMs: 30, spans: 3, errors: 1, services: ['api', 'worker'] },
    ]);
  });

  it('is named by the earliest span until its root arrives', () => {
    const store = createTraceStore();
    takeExport(store, exportOf({ worker: [span({ id: 2, parent: 1, fromMs: 5, toMs: 6 })] }), 0);
    expect(store.list(everything).data).toMatchObject([{ name: 'span 2', rooted: false }]);
    takeExport(store, exportOf({ api: [span({ id: 1, fromMs: 0, toMs: 9 })] }), 0);
    expect(store.list(everything).data).toMatchObject([{ name: 'span 1', rooted: true }]);
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
