import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterEach, describe, expect, it } from 'vitest';
import { traceRequests } from '../../../src/engine/telemetry/request-spans.ts';
import { createSpanCounter } from '../../../src/engine/telemetry/span-counts.ts';
import { createSpanExport } from '../../../src/engine/telemetry/span-export.ts';
import { waitFor } from '../../support/wait.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A receiver that answers when the test says so. */
async function createReceiver() {
  const waiting: ServerResponse[] = [];
  const bodies: { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] }[] = [];
  const url = await listen(
    createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
        waiting.push(response);
      });
    }),
  );
  return { url, waiting, bodies };
}

function start(url: string, maxSpans: number) {
  const counter = createSpanCounter();
  const spans: SpanProcessor = createSpanExport({ url, resource: {}, counter, maxSpans });
  const provider = new NodeTracerProvider({ spanProcessors: [spans] });
  const end = (count: number) => {
    for (let n = 0; n < count; n++) provider.getTracer('test').startSpan('one').end();
  };
  return { spans, provider, counter, end };
}

describe('finished spans on their way out', () => {
  it('are dropped and counted when the receiver is slow; nobody waits for it', async () => {
    const { url, waiting, bodies } = await createReceiver();
    const { counter, end } = start(url, 4);
    end(2);
    await waitFor(() => waiting.length === 1);
    // It does not answer, so four of these wait, and the rest is dropped.
    end(10);
    expect(counter.counts()).toEqual({ sent: 0, failed: 0, dropped: 6 });
    waiting[0]?.end();
    await waitFor(() => waiting.length === 2);
    waiting[1]?.end();
    await waitFor(() => counter.counts().sent === 6);
    expect(bodies.map(({ resourceSpans: [first] }) => first?.scopeSpans[0]?.spans.length)).toEqual([2, 4]);
    end(1);
    await waitFor(() => waiting.length === 3);
    expect(counter.counts()).toEqual({ sent: 6, failed: 0, dropped: 6 });
  });

  it('wait for others, and no longer once they are enough for a request', async () => {
    const { url, waiting, bodies } = await createReceiver();
    const { provider, counter, end } = start(url, 100);
    end(1);
    end(1);
    provider
      .getTracer('test')
      .startSpan('one', { attributes: { long: 'x'.repeat(300_000) } })
      .end();
    // Were the long one not enough, these would go with it.
    end(1);
    end(1);
    await waitFor(() => waiting.length === 1);
    waiting[0]?.end();
    await waitFor(() => waiting.length === 2);
    waiting[1]?.end();
    await waitFor(() => counter.counts().sent === 5);
    expect(bodies.map(({ resourceSpans: [first] }) => first?.scopeSpans[0]?.spans.length)).toEqual([3, 2]);
  });

  it('are counted as failed when the receiver refuses them, and when it is gone', async () => {
    const { url, waiting } = await createReceiver();
    const refused = start(url, 100);
    refused.end(2);
    await waitFor(() => waiting.length === 1);
    waiting[0]?.writeHead(503).end();
    await waitFor(() => refused.counter.counts().failed === 2);
    const gone = start('http://127.0.0.1:9', 100);
    gone.end(3);
    await waitFor(() => gone.counter.counts().failed === 3);
    expect(gone.counter.counts()).toEqual({ sent: 0, failed: 3, dropped: 0 });
  });

  it('are sent before the end of the process', async () => {
    const { url, waiting } = await createReceiver();
    const { spans, counter, end } = start(url, 100);
    end(1);
    const stopped = spans.shutdown();
    await waitFor(() => waiting.length === 1);
    waiting[0]?.end();
    await stopped;
    expect(counter.counts().sent).toBe(1);
  });

  it('without the mark of sampling are none of its business', () => {
    const { spans, counter } = start('http://127.0.0.1:9', 0);
    const unsampled = { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 0 };
    spans.onEnd(trace.wrapSpanContext(unsampled) as never);
    expect(counter.counts().dropped).toBe(0);
  });
});

describe('X1: the span of a request', () => {
  it('says where it led and how it ended, and nothing of who asked or for which words', async () => {
    const kept = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(kept)] });
    provider.register();
    stops.push(() => trace.disable());
    const url = await listen(
      createServer(traceRequests((_request, response) => void response.writeHead(503).end())),
    );
    await new Promise<void>((resolve) => {
      request(
        `${url}/api/v1/customers?q=Siti+Rahayu`,
        { headers: { 'user-agent': 'Siti-Browser' } },
        (answer) => answer.resume().once('end', resolve),
      ).end();
    });
    await waitFor(() => kept.getFinishedSpans().length === 1);
    const [span] = kept.getFinishedSpans();
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes).toMatchObject({
      'http.request.method': 'GET',
      'url.path': '/api/v1/customers',
      'http.response.status_code': 503,
      'error.type': '503',
    });
    expect(JSON.stringify([span?.name, span?.attributes])).not.toMatch(/Siti|127\.0\.0\.1/);
  });
});
