import { randomBytes, randomUUID } from 'node:crypto';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type pg from 'pg';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/engine/logger.ts';
import { createQueues, type Queues } from '../../src/engine/queues.ts';
import { createRinger, type Ringer } from '../../src/engine/ring.ts';
import { type Active, startActive } from '../../src/realtime/active.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addPerson,
  commitEvents,
  createPeople,
  createTestAuthority,
  createTestPool,
  type Listener,
  listen,
} from '../support/realtime.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const logger = createLogger({ role: 'realtime', level: 'silent' });
const prefix = `rx${randomUUID().slice(0, 8)}`;
const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const listeners: Listener[] = [];
let database: TestDatabase;
let pool: pg.Pool;
let queues: Queues;
let ringer: Ringer;
let active: Active;

beforeAll(async () => {
  provider.register();
  database = await createTestDatabase();
  pool = createTestPool(database.url);
  await createPeople(pool);
  queues = createQueues(sharedServers().redisUrl, prefix, logger);
  ringer = createRinger({ queues, groupsOf: () => [], logger });
  active = await startActive({
    pool,
    redisUrl: sharedServers().redisUrl,
    prefix,
    port: 0,
    host: '127.0.0.1',
    authority: createTestAuthority(pool),
    logger,
    isHeld: () => true,
  });
  const person = await addPerson(pool, { rooms: ['traced'] });
  for (let count = 0; count < 20; count++) {
    const listener = listen({ url: `http://127.0.0.1:${active.port}`, token: person.token });
    listeners.push(listener);
    listener.client.connect();
  }
  const other = await addPerson(pool, { rooms: ['traced'] });
  for (let count = 0; count < 10; count++) {
    const listener = listen({ url: `http://127.0.0.1:${active.port}`, token: other.token });
    listeners.push(listener);
    listener.client.connect();
  }
  await waitFor(() => listeners.every(({ client }) => client.isLive()));
});

afterAll(async () => {
  for (const { client } of listeners) client.stop();
  await active.stop('restarting');
  await ringer.stop();
  await queues.stop();
  await pool.end();
  await database.stop();
  await provider.shutdown();
  trace.disable();
});

describe('the trace of a click in realtime (X1)', () => {
  it('hangs emit and process under the context of the event, and receive under emit, for 20 of 30 sockets', async () => {
    const traceId = randomBytes(16).toString('hex');
    const parent = randomBytes(8).toString('hex');
    await commitEvents(pool, [{ rooms: ['traced'], trace: `00-${traceId}-${parent}-01` }]);
    ringer.ringRealtime();
    const spansOf = (name: string): ReadableSpan[] =>
      exporter
        .getFinishedSpans()
        .filter((span) => span.name === name && span.spanContext().traceId === traceId);
    await waitFor(() => spansOf('receive ticket.changed').length === 20);
    await waitFor(() => listeners.every(({ events }) => events.length === 1));
    const [emit, ...moreEmits] = spansOf('emit ticket.changed');
    const [process] = spansOf('process realtime');
    expect(moreEmits).toEqual([]);
    for (const span of [emit, process]) {
      expect(span?.parentSpanContext?.spanId).toBe(parent);
      expect(Number(span?.attributes['trunkline.wait_ms'])).toBeGreaterThanOrEqual(0);
    }
    for (const receive of spansOf('receive ticket.changed')) {
      expect(receive.parentSpanContext?.spanId).toBe(emit?.spanContext().spanId);
    }
    // The drain that served it is a trace of its own, linked to it.
    const drain = exporter
      .getFinishedSpans()
      .find(({ name, links }) => name === 'drain realtime' && links[0]?.context.traceId === traceId);
    expect(drain?.spanContext().traceId).not.toBe(traceId);
    expect(spansOf('receive ticket.changed')).toHaveLength(20);
  });

  it('makes no span, and asks nobody, for an event whose trace is not sampled', async () => {
    exporter.reset();
    const traceId = randomBytes(16).toString('hex');
    const before = listeners[0]?.events.length ?? 0;
    await commitEvents(pool, [
      { rooms: ['traced'], trace: `00-${traceId}-${'1'.repeat(16)}-00` },
      { rooms: ['traced'] },
    ]);
    ringer.ringRealtime();
    await waitFor(() => listeners.every(({ events }) => events.length === before + 2));
    expect(exporter.getFinishedSpans().filter(({ name }) => /^(emit|receive)/.test(name))).toEqual([]);
  });

  it('finds a socket that is there and does not acknowledge, as an error with its type', async () => {
    exporter.reset();
    const traceId = randomBytes(16).toString('hex');
    const person = await addPerson(pool, { rooms: ['deaf'] });
    // Nobody listens to the events of this one, so nobody answers them.
    const deaf = io(`http://127.0.0.1:${active.port}`, {
      transports: ['websocket'],
      auth: { token: person.token },
    });
    let isLive = false;
    deaf.once('sync', () => {
      isLive = true;
    });
    await waitFor(() => isLive);
    await commitEvents(pool, [{ rooms: ['deaf'], trace: `00-${traceId}-${'1'.repeat(16)}-01` }]);
    ringer.ringRealtime();
    const span = await waitFor(
      () =>
        exporter
          .getFinishedSpans()
          .find(
            ({ name, status }) => name === 'receive ticket.changed' && status.code === SpanStatusCode.ERROR,
          ),
      { deadlineMs: 15_000 },
    );
    expect(span.attributes['error.type']).toBe('ack_timeout');
    expect(span.spanContext().traceId).toBe(traceId);
    deaf.disconnect();
  });
});
