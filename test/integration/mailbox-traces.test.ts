import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createQueues } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import { startSpan, traceparentOf } from '../../src/engine/telemetry/spans.ts';
import type { CounterCommand } from '../support/counter.ts';
import { FLAKY, GROUP, picky, silent } from '../support/mailbox-handlers.ts';
import { createMailboxWorld, type MailboxWorld } from '../support/mailbox-world.ts';
import { waitFor } from '../support/wait.ts';

describe('X1: the traces of a mailbox', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  let world: MailboxWorld;
  beforeAll(() => provider.register());
  afterAll(async () => {
    await provider.shutdown();
    trace.disable();
    context.disable();
  });
  beforeEach(async () => {
    world = await createMailboxWorld();
    exporter.reset();
  });
  afterEach(() => world.stop());

  const spans = (name: string): ReadableSpan[] =>
    exporter.getFinishedSpans().filter((span) => span.name === name);

  /** A counter made by a click of its own; the traceparent that its event carries. */
  async function click(id: string, amount?: number): Promise<string> {
    const span = startSpan('POST /counters', { parent: null });
    const traceparent = traceparentOf(span) as string;
    span.end();
    const command: CounterCommand =
      amount === undefined ? { type: 'create', label: 'c' } : { type: 'add', amount };
    await world.runner.run({
      items: [
        {
          actor: { kind: 'counter', id },
          command,
          by: { kind: 'user', id: 'u' },
          trace: traceparent,
        },
      ],
      ...(amount === undefined ? { creates: true } : {}),
      answer: () => ({ status: 200, headers: {}, body: null }),
    });
    return traceparent;
  }
  const traceIdOf = (traceparent: string): string => traceparent.split('-')[1] as string;
  const spanIdOf = (traceparent: string): string => traceparent.split('-')[2] as string;

  it('hang the sending and the processing of an event under its click, with the time it waited', async () => {
    const parent = await click('one');
    await world.start();
    const [processed] = await waitFor(() =>
      spans(`process ${GROUP}`).length > 0 ? spans(`process ${GROUP}`) : undefined,
    );
    expect(processed?.spanContext().traceId).toBe(traceIdOf(parent));
    expect(processed?.parentSpanContext?.spanId).toBe(spanIdOf(parent));
    expect(processed?.kind).toBe(SpanKind.CONSUMER);
    expect(processed?.attributes).toMatchObject({
      'messaging.system': 'bullmq',
      'messaging.operation.name': 'process',
      'messaging.destination.name': GROUP,
      'trunkline.event.type': 'counter.created',
      'trunkline.wait_ms': expect.any(Number),
    });
    const [sent] = spans(`send ${GROUP}`);
    expect(sent?.kind).toBe(SpanKind.PRODUCER);
    expect(sent?.parentSpanContext?.spanId).toBe(spanIdOf(parent));
  });

  it('give a shared run a trace of its own, linked with every event it served', async () => {
    const parents = [await click('a'), await click('b'), await click('c')];
    await world.start();
    await waitFor(() => spans(`process ${GROUP}`).length === 3);
    const runs = await waitFor(() => {
      const found = spans(`run ${GROUP}`).filter((span) => span.links.length > 0);
      return found.flatMap((span) => span.links).length === 3 ? found : undefined;
    });
    const ownTraces = runs.map((span) => span.spanContext().traceId);
    for (const parent of parents) expect(ownTraces).not.toContain(traceIdOf(parent));
    expect(runs.flatMap((span) => span.links.map((link) => link.context.traceId)).sort()).toEqual(
      parents.map(traceIdOf).sort(),
    );
    for (const processed of spans(`process ${GROUP}`)) {
      expect(ownTraces).toContain(processed.links[0]?.context.traceId);
    }
  });

  it('mark a failed attempt as an error with its type, and link its repetition', async () => {
    await world.switchFlaky(true);
    await click('flaky');
    const parent = await click('flaky', FLAKY);
    await world.start({ handlers: [picky({ attempts: 50 })] });
    const ofClick = (): ReadableSpan[] =>
      spans(`process ${GROUP}`).filter((span) => span.spanContext().traceId === traceIdOf(parent));
    await waitFor(() => ofClick().length > 0);
    await world.switchFlaky(false);
    await waitFor(() => ofClick().some((span) => span.status.code === SpanStatusCode.UNSET));
    const [failed] = ofClick();
    expect(failed?.status.code).toBe(SpanStatusCode.ERROR);
    expect(failed?.attributes['error.type']).toBe('Error');
    expect(failed?.attributes['trunkline.handler']).toBe('test.picky');
    const good = ofClick().at(-1);
    expect(good?.attributes['trunkline.attempt']).toBeGreaterThan(1);
    expect(good?.links.map((link) => link.context.traceId)).toContain(traceIdOf(parent));
  });

  it('mark rings that do not reach Redis as errors, of each click among them', async () => {
    const queues = createQueues('redis://127.0.0.1:1', 'away');
    const ringer = createRinger({ queues, groupsOf: () => [GROUP], logger: silent });
    const traces = ['a'.repeat(32), 'b'.repeat(32)];
    ringer.ring({
      events: traces.map((id, index) => ({
        id: String(index),
        actorKind: 'counter',
        actorId: id,
        seq: 1,
        type: 'counter.added',
        trace: `00-${id}-${'1'.repeat(16)}-01`,
      })),
      deliveries: [],
    });
    const sends = await waitFor(() => spans(`send ${GROUP}`).length === 2 && spans(`send ${GROUP}`));
    expect(sends.map((span) => span.spanContext().traceId).sort()).toEqual(traces);
    for (const span of sends) {
      expect(span.status.code).toBe(SpanStatusCode.ERROR);
      expect(span.attributes['error.type']).toBe('Error');
    }
    await ringer.stop();
    await queues.stop();
  });
});
