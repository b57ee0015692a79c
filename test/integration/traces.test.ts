import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTracesClient } from '../../src/ops/traces/client.ts';
import { startTraceServer, type TraceServer } from '../../src/ops/traces/server.ts';
import { layOut } from '../../src/ops/traces/waterfall.ts';
import { attribute, exportOf, hex, span } from '../support/spans.ts';

let dataDir: string;
let server: TraceServer;
let errors: unknown[];

type Options = Partial<Parameters<typeof startTraceServer>[0]>;
const start = (more: Options = {}) =>
  startTraceServer({ port: 0, dataDir, onError: (error) => errors.push(error), ...more });

async function restart(more: Options = {}) {
  await server.stop();
  server = await start(more);
}

beforeEach(async () => {
  errors = [];
  dataDir = mkdtempSync(join(tmpdir(), 'traces-'));
  server = await start();
});

afterEach(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
  expect(errors).toEqual([]);
});

const baseUrl = () => `http://127.0.0.1:${server.port}`;
const client = () => createTracesClient({ baseUrl: baseUrl() });

function send(body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${baseUrl()}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
}

const oneSpan = (traceNumber: number, more: object = {}) =>
  exportOf({ api: [span({ id: 1, fromMs: 0, toMs: 5, ...more }, traceNumber)] });

describe('the trace store as a receiver', () => {
  it('takes what the OpenTelemetry exporter really sends', async () => {
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'api' }),
      spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${baseUrl()}/v1/traces` }))],
    });
    const tracer = provider.getTracer('test');
    const linked = { context: { traceId: hex(7, 32), spanId: hex(7, 16), traceFlags: 1 } };
    const parent = tracer.startSpan('POST /tickets', { kind: SpanKind.SERVER, root: true });
    const child = tracer.startSpan(
      'process notifications',
      { kind: SpanKind.CONSUMER, links: [linked], attributes: { 'trunkline.wait_ms': 3, tags: ['a', 'b'] } },
      trace.setSpan(ROOT_CONTEXT, parent),
    );
    child.addEvent('retry', { attempt: 2 });
    child.setStatus({ code: SpanStatusCode.ERROR, message: 'gateway down' });
    child.end();
    parent.end();
    await provider.shutdown();

    const answer = await client().trace(parent.spanContext().traceId);
    if (!answer.ok) throw new Error(answer.problem.title);
    const { rows, errors: failed } = layOut(answer.value);
    expect(failed).toBe(1);
    expect(rows.map(({ span: { name, kind, role }, depth }) => [name, kind, role, depth])).toEqual([
      ['POST /tickets', 'server', 'api', 0],
      ['process notifications', 'consumer', 'api', 1],
    ]);
    expect(rows[1]).toMatchObject({
      waitMs: 3,
      span: { error: 'gateway down', events: [{ name: 'retry' }], links: [{ traceId: hex(7, 32) }] },
    });
  });

  it('takes gzip', async () => {
    const response = await send(gzipSync(JSON.stringify(oneSpan(1))), { 'content-encoding': 'gzip' });
    expect(response.status).toBe(200);
    expect(server.stats().spans).toBe(1);
  });

  it.each([
    ['malformed JSON', '{"resourceSpans":', {}, 400],
    ['something else', '[]', {}, 400],
    ['protobuf', 'x', { 'content-type': 'application/x-protobuf' }, 415],
    ['what is not gzip', 'x', { 'content-encoding': 'gzip' }, 400],
    ['a body over 4 MB', 'x'.repeat(4 * 1024 * 1024 + 1), {}, 413],
    [
      'a small body that unpacks to more',
      gzipSync(Buffer.alloc(5_000_000, 32)),
      { 'content-encoding': 'gzip' },
      413,
    ],
  ])('refuses %s, counts it, and goes on', async (_name, body, headers, status) => {
    expect((await send(body, headers as Record<string, string>)).status).toBe(status);
    expect(Object.values(server.stats().refused)).toEqual([1]);
    expect((await send(oneSpan(1))).status).toBe(200);
  });

  it('TS5 turns a flood away with Retry-After and says so in its metrics', async () => {
    await restart({ bytesPerSecond: 1_000 });
    const statuses: number[] = [];
    for (let n = 0; n < 20; n++) statuses.push((await send(oneSpan(n))).status);
    expect(statuses[0]).toBe(200);
    expect(statuses).toContain(429);
    const metrics = await (await fetch(`${baseUrl()}/metrics`)).text();
    expect(metrics).toMatch(/trunkline_traces_refused_total\{reason="rate"\} [1-9]/);
  });

  it('I1 says how many spans of a request it did not take', async () => {
    const response = await send(exportOf({ api: [{ ...span({ id: 1, fromMs: 0, toMs: 1 }), spanId: '' }] }));
    expect(await response.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
    expect(server.stats().bad).toBe(1);
  });
});

describe('the trace store, asked', () => {
  it('lists the newest first and filters by name, route, error and duration', async () => {
    await send(oneSpan(1, { name: 'GET', attributes: [attribute('http.route', '/api/v1/tickets/:id')] }));
    await send(oneSpan(2, { name: 'drain realtime', toMs: 500 }));
    await send(oneSpan(3, { name: 'POST', status: { code: 2 } }));
    const ids = async (query: Parameters<ReturnType<typeof client>['list']>[0]) => {
      const answer = await client().list(query);
      return answer.ok
        ? answer.value.data.map(({ traceId }) => Number.parseInt(traceId, 16))
        : answer.problem;
    };
    expect(await ids({})).toEqual([3, 2, 1]);
    expect(await ids({ name: 'TICKETS' })).toEqual([1]);
    expect(await ids({ error: true })).toEqual([3]);
    expect(await ids({ minDurationMs: 100 })).toEqual([2]);
    expect(await ids({ limit: 2 })).toEqual([3, 2]);
    expect(await ids({ about: [hex(2, 32), 'event:9'] })).toEqual([2]);
    expect(await ids({ errorType: 'timeout' })).toEqual([]);
    expect((await fetch(`${baseUrl()}/traces?about=anything`)).status).toBe(400);
    expect((await fetch(`${baseUrl()}/traces?after=1`)).status).toBe(400);
    expect((await fetch(`${baseUrl()}/map?minutes=0`)).status).toBe(400);
    expect(await client().map(60)).toMatchObject({ ok: true, value: { minutes: 60, calls: [] } });
    expect((await fetch(`${baseUrl()}/traces?limit=many`)).status).toBe(400);
  });

  it('knows which traces point at a trace, and where it points', async () => {
    const links = [{ traceId: hex(1, 32), spanId: hex(1, 16) }];
    await send(oneSpan(2, { name: 'drain realtime', links }));
    await send(oneSpan(1, { name: 'POST' }));
    expect(await client().linked(hex(1, 32))).toMatchObject({
      value: { from: [{ name: 'drain realtime' }], to: [] },
    });
    expect(await client().linked(hex(2, 32))).toMatchObject({ value: { from: [], to: [{ name: 'POST' }] } });
  });

  it('says of a trace it has no more how long traces are kept', async () => {
    expect(await client().trace(hex(9, 32))).toMatchObject({
      ok: false,
      problem: { status: 404, detail: expect.stringContaining('64 MB or 200,000 spans') },
    });
  });

  it('finds recent traces again after a restart', async () => {
    await send(oneSpan(1));
    await restart();
    expect(await client().trace(hex(1, 32))).toMatchObject({ ok: true });
  });

  it('the client says clearly that the store is away', async () => {
    const away = createTracesClient({ baseUrl: 'http://127.0.0.1:1' });
    expect(await away.list()).toMatchObject({ ok: false, problem: { status: 503 } });
  });
});
