// X1: the spans of a delivery hang off the context that its row carries, and name neither recipient nor text.

import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DeliveryBench, startDeliveryBench } from '../support/delivery-bench.ts';
import { waitFor } from '../support/wait.ts';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const traceId = 'a'.repeat(32);
const parentId = 'b'.repeat(16);
let bench: DeliveryBench;

beforeAll(() => provider.register());
afterAll(() => provider.shutdown());
afterEach(() => bench.stop());

const named = (name: string): ReadableSpan[] =>
  exporter.getFinishedSpans().filter((span) => span.name === name);

describe('the spans of a delivery', () => {
  it('continue the trace of the click, wait included, failures marked', async () => {
    bench = await startDeliveryBench();
    bench.switch({ email: { reject: '*siti*' } });
    const ids = await bench.deliver(
      [
        { channel: 'email', recipient: 'budi' },
        { channel: 'email', recipient: 'siti' },
      ],
      false,
    );
    await bench.pool.query('update deliveries set trace = $1', [`00-${traceId}-${parentId}-01`]);
    await bench.start('email');
    bench.startSweep();
    await waitFor(async () => (await bench.status(ids[0] as string)) === 'sent');
    await waitFor(async () => (await bench.status(ids[1] as string)) === 'failed');
    await waitFor(() => named('process deliveries-email').length === 2);

    const processes = named('process deliveries-email');
    const sends = named('send email');
    for (const span of processes) {
      expect(span.spanContext().traceId).toBe(traceId);
      expect(span.parentSpanContext?.spanId).toBe(parentId);
      expect(span.attributes['trunkline.wait_ms']).toBeGreaterThan(0);
    }
    const ours = new Set(processes.map((span) => span.spanContext().spanId));
    expect(sends.every((span) => ours.has(span.parentSpanContext?.spanId ?? ''))).toBe(true);
    const failed = [...processes, ...sends].filter((span) => span.status.code === 2);
    expect(failed).toHaveLength(2);
    expect(failed.every((span) => span.attributes['error.type'] === 'smtp_550')).toBe(true);
    const all = JSON.stringify(
      [...processes, ...sends].map(({ name, attributes, status, events }) => ({
        name,
        attributes,
        status,
        events,
      })),
    );
    expect(all).not.toMatch(/siti|budi|Hello/);
  });

  it('link the repetition of one that failed for now to its click', async () => {
    exporter.reset();
    bench = await startDeliveryBench();
    bench.switch({ email: { down: true } });
    const [id = ''] = await bench.deliver([{ channel: 'email', recipient: 'budi' }], false);
    await bench.pool.query('update deliveries set trace = $1', [`00-${traceId}-${parentId}-01`]);
    await bench.start('email');
    bench.startSweep();
    await waitFor(() => named('process deliveries-email').some((span) => span.status.code === 2));
    bench.switch({ email: { down: false } });
    await waitFor(async () => (await bench.status(id)) === 'sent', { deadlineMs: 15_000 });
    const attempts = await waitFor(() => {
      const spans = named('process deliveries-email');
      return spans.at(-1)?.status.code === 0 && spans;
    });
    const [first, last] = [attempts[0], attempts.at(-1)];
    expect(first?.links).toEqual([]);
    expect(first?.attributes['error.type']).toEqual(expect.any(String));
    expect(last?.parentSpanContext?.spanId).toBe(parentId);
    expect(last?.links.map((link) => link.context.traceId)).toEqual([traceId]);
  });
});
