// The journey of an event, from the tables of record and from spans, as data and as a page.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journeySchema } from '../../src/contracts/journey.ts';
import { followers } from '../../src/handlers/registry.ts';
import { createTracesClient } from '../../src/ops/traces/client.ts';
import { startTraceServer, type TraceServer } from '../../src/ops/traces/server.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { attribute, exportOf, hex, span } from '../support/spans.ts';

const SECRET = 'the router in the bedroom';
const traceId = randomBytes(16).toString('hex');
const traceparent = `00-${traceId}-${'1'.repeat(16)}-01`;
const ids = { sent: '0199aaaa-0000-7000-8000-00000000000a', notice: '0199aaaa-0000-7000-8000-00000000000b' };
let dataDir: string;
let store: TraceServer;
let api: TestApi;
let ticket: { id: string; number: string };
let eventId: string;
let noticeEventId: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'journey-'));
  store = await startTraceServer({ port: 0, dataDir, onError: () => undefined });
  const baseUrl = `http://127.0.0.1:${store.port}`;
  api = await startTestApi({ traces: async () => createTracesClient({ baseUrl }) });
  const service = await api.as('customer_service');
  const made = await service.post('/api/v1/tickets', {
    type: 'repair',
    title: SECRET,
    customerId: api.people.customer.customerId,
  });
  ticket = made.body;
  const { rows } = await api.pool.query<{ id: string }>(
    'update events set trace = $2 where actor_id = $1 returning id',
    [ticket.id, traceparent],
  );
  eventId = rows[0]?.id ?? '';
  await arrange();
  const given = exportOf({
    api: [
      span({ id: 1, kind: 2, fromMs: 0, toMs: 5, name: 'POST /api/v1/tickets' }),
      span({
        id: 2,
        parent: 1,
        kind: 4,
        fromMs: 6,
        toMs: 7,
        name: 'send notifications',
        attributes: [
          attribute('messaging.system', 'bullmq'),
          attribute('messaging.operation.name', 'send'),
          attribute('messaging.destination.name', 'notifications'),
        ],
      }),
    ],
    worker: [
      span({
        id: 3,
        parent: 1,
        kind: 5,
        fromMs: 9,
        toMs: 12,
        attributes: [
          attribute('messaging.system', 'bullmq'),
          attribute('messaging.operation.name', 'process'),
          attribute('messaging.destination.name', 'notifications'),
          attribute('messaging.message.id', eventId),
          attribute('trunkline.event.type', 'ticket.created'),
          attribute('trunkline.wait_ms', 4),
          attribute('trunkline.handler', 'notifications.ticket'),
          attribute('error.type', 'TypeError'),
        ],
        status: { code: 2 },
        links: [{ traceId: hex(8, 32), spanId: hex(8, 16) }],
      }),
    ],
    realtime: [
      socket(4, 'emit', eventId, 'ticket.created'),
      socket(5, 'emit', noticeEventId, 'notification.created'),
    ],
  });
  const receipt = socket(6, 'receive', noticeEventId, 'notification.created');
  for (const { scopeSpans = [] } of [
    ...given.resourceSpans,
    ...exportOf({ realtime: [receipt] }).resourceSpans,
  ]) {
    const resourceSpans = [
      {
        scopeSpans: scopeSpans.map(({ spans = [] }) => ({
          spans: spans.map((one) => ({ ...one, traceId })),
        })),
      },
    ];
    const response = await fetch(`${baseUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceSpans }),
    });
    expect(response.status).toBe(200);
  }
});
afterAll(async () => {
  await api?.stop();
  await store?.stop();
  rmSync(dataDir, { recursive: true });
});

function socket(id: number, operation: 'emit' | 'receive', event: string, type: string) {
  return span({
    id,
    parent: 1,
    kind: operation === 'emit' ? 4 : 5,
    fromMs: 20,
    toMs: 22,
    attributes: [
      attribute('messaging.system', 'socketio'),
      attribute('messaging.operation.name', operation),
      attribute('messaging.destination.name', type),
      attribute('messaging.message.id', event),
      ...(operation === 'emit'
        ? [attribute('trunkline.sockets_asked', 2)]
        : [attribute('messaging.client.id', 'socket-1'), attribute('trunkline.wait_ms', 2)]),
    ],
  });
}

/** A handler that failed twice, one message with two attempts, one notice that was read. */
async function arrange(): Promise<void> {
  const { pool } = api;
  await pool.query(`insert into mailbox_groups values ('notifications', 0, 0), ('business', 0, 0)`);
  await pool.query(
    `insert into mailbox ("group", actor_kind, actor_id, last_seq, attempts, retry_at, last_error)
     values ('notifications', 'ticket', $1, 0, 2, '2099-01-01', $2), ('business', 'ticket', $1, 1, 0, null, null)`,
    [ticket.id, `Error: no way to ${SECRET}`],
  );
  await pool.query(
    `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, event_id, trace, status,
       attempts, read_at, shown_at)
     values ($1, 'email', 'customer', 'c', 'ticket.received', $5, $3, $4, 'sent', 2, null, null),
            ($2, 'in_app', 'user', 'u', 'ticket.created', $5, $3, null, 'read', 0, now(), now())`,
    [ids.sent, ids.notice, eventId, traceparent, JSON.stringify({ title: SECRET })],
  );
  await pool.query(
    `insert into delivery_attempts (delivery_id, n, provider, finished_at, outcome, error, trace)
     values ($1, 1, 'smtp', clock_timestamp(), 'retry', $2, $3), ($1, 2, 'smtp', clock_timestamp(), 'sent', null, $3)`,
    [ids.sent, `smtp: ${SECRET}`, traceparent],
  );
  const { rows } = await pool.query<{ id: string }>(
    `insert into events (actor_kind, actor_id, seq, type, version, data, audience, by, trace, at)
     values ('notification', $1, 1, 'notification.created', 1, '{}', '[]',
       '{"kind":"handler","id":"notifications.ticket"}', $2, now()) returning id`,
    [ids.notice, traceparent],
  );
  noticeEventId = rows[0]?.id ?? '';
}

const journey = async (who: 'admin' | 'noc', id = eventId) =>
  (await api.as(who)).get(`/api/v1/events/${id}/journey`);

describe('the journey of an event', () => {
  it('says who did what, how far each handler is, who was told, and which socket has it', async () => {
    const { status, body } = await journey('admin');
    expect(status).toBe(200);
    expect(journeySchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      event: {
        id: eventId,
        type: 'ticket.created',
        actor: { kind: 'ticket', id: ticket.id },
        by: { kind: 'user', id: api.people.customer_service.id, name: 'The customer_service' },
        traceId,
      },
      trace: 'kept',
      position: null,
      rung: [{ queue: 'notifications', tookMs: 1, error: null }],
      followers: followers
        .filter(({ types }) => types.includes('ticket.created'))
        .map(({ name }) => ({ name, state: 'waiting' })),
      deliveriesTotal: 2,
    });
    const of = (name: string) => body.handlers.find((one: { name: string }) => one.name === name);
    expect(of('notifications.ticket')).toMatchObject({
      state: 'retrying',
      attempts: 2,
      maxAttempts: 10,
      retryAt: '2099-01-01T00:00:00.000Z',
      error: expect.stringContaining(SECRET),
      notices: 1,
      runs: [{ tookMs: 3, waitMs: 4, error: 'TypeError', runTraceId: hex(8, 32) }],
    });
    expect(of('business.sla_timers')).toMatchObject({ state: 'done', attempts: 0, error: null, runs: [] });
    expect(body.emits.map((one: { eventId: string }) => one.eventId)).toEqual([eventId, noticeEventId]);
    expect(body.receipts).toMatchObject([{ eventId: noticeEventId, socket: 'socket-1', afterMs: 2 }]);
    const delivery = (id: string) => body.deliveries.find((one: { id: string }) => one.id === id);
    expect(delivery(ids.sent)).toMatchObject({
      status: 'sent',
      attempts: [
        { n: 1, outcome: 'retry', error: expect.stringContaining(SECRET), traceId },
        { n: 2, outcome: 'sent', error: null },
      ],
    });
    expect(delivery(ids.notice)).toMatchObject({ status: 'read', noticeEventId, readAt: expect.any(String) });
  });

  it('goes on with the event of a notice, which names the one that it tells of', async () => {
    expect((await journey('admin', noticeEventId)).body.event).toMatchObject({ causedBy: eventId });
  });

  it('hides payloads and error texts from those without payloads.view, as data and as a page', async () => {
    const masked = await journey('noc');
    expect(JSON.stringify(masked.body)).not.toContain(SECRET);
    expect(masked.body.event.data).toBeNull();
    const page = await (await api.as('noc')).get(`/ops/events/${eventId}`, { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.body).not.toContain(SECRET);
    expect(page.body).toContain('The error text needs payloads.view.');
    const whole = await (await api.as('admin')).get(`/ops/events/${eventId}`, { accept: 'text/html' });
    expect(whole.body).toContain(SECRET);
    expect(whole.body).not.toMatch(/<[^>]*\s(style|on\w+)="/);
  });

  it('is for those with traces.view', async () => {
    const supervisor = await api.as('supervisor');
    for (const path of [
      `/api/v1/events/${eventId}/journey`,
      `/ops/events/${eventId}`,
      '/ops/journey?kind=a&id=b',
    ]) {
      expect((await supervisor.get(path)).status).toBe(403);
    }
  });

  it('of a dead letter says what became of it', async () => {
    await api.pool.query(
      `insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, error, attempts)
       values ('business', 'business.sla_timers', $1, 'ticket', $2, $3, 7)`,
      [eventId, ticket.id, SECRET],
    );
    const { body } = await journey('noc');
    const letter = body.handlers.find((one: { name: string }) => one.name === 'business.sla_timers');
    expect(letter).toMatchObject({ state: 'dead', attempts: 7, error: null, deadLetter: { reason: null } });
  });

  it('says when the spans are gone, and still tells what the tables know', async () => {
    const gone = `00-${hex(99, 32)}-${'1'.repeat(16)}-01`;
    await api.pool.query('update events set trace = $2 where id = $1', [noticeEventId, gone]);
    const { body } = await journey('admin', noticeEventId);
    expect(body).toMatchObject({ trace: 'gone', rung: [], emits: [] });
    const page = await (await api.as('admin')).get(`/ops/events/${noticeEventId}`, { accept: 'text/html' });
    expect(page.body).toContain('Its trace is gone.');
  });

  it('is told from the tables while the trace store is away', async () => {
    const other = await startTestApi({
      traces: async () => createTracesClient({ baseUrl: 'http://127.0.0.1:1' }),
    });
    try {
      const { rows } = await other.pool.query<{ id: string }>(
        `update events set trace = $1 where actor_kind = 'user' and actor_id = $2 returning id`,
        [traceparent, other.people.noc.id],
      );
      const answer = await (await other.as('noc')).get(`/api/v1/events/${rows[0]?.id}/journey`);
      expect(answer).toMatchObject({ status: 200, body: { trace: 'away', event: { type: 'user.created' } } });
    } finally {
      await other.stop();
    }
  });

  it.each(['999999999999999999', '1234567'])('of event %s is not found, and says so', async (id) => {
    expect(await journey('admin', id)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const page = await (await api.as('admin')).get(`/ops/events/${id}`, { accept: 'text/html' });
    expect([page.status, page.body.includes(`No event ${id}`)]).toEqual([404, true]);
  });

  it.each(['0', 'abc', '1e5', '9'.repeat(30)])('of %s is no event at all', async (id) => {
    expect((await journey('admin', id)).status).toBe(404);
  });
});

describe('one step leads to the journey', () => {
  const lead = async (query: Record<string, string>) => {
    const answer = await (await api.as('noc')).get(`/ops/journey?${new URLSearchParams(query)}`, {
      accept: 'text/html',
    });
    return [answer.status, answer.headers.get('location')];
  };

  it('from a job of a mailbox, of a delivery, and from a trace', async () => {
    expect(await lead({ kind: 'ticket', id: ticket.id, trace: traceparent })).toEqual([
      303,
      `/ops/events/${eventId}`,
    ]);
    expect(await lead({ kind: 'ticket', id: ticket.id, trace: traceId })).toEqual([
      303,
      `/ops/events/${eventId}`,
    ]);
    expect(await lead({ delivery: ids.sent })).toEqual([303, `/ops/events/${eventId}`]);
    expect(await lead({ trace: traceparent })).toEqual([303, `/ops/events/${eventId}`]);
    const ofNoEvent = 'f'.repeat(32);
    expect(await lead({ trace: ofNoEvent })).toEqual([303, `/ops/traces/${ofNoEvent}`]);
  });

  it('from a timer of the ticket, while it waits', async () => {
    await api.pool.query(
      `insert into timers (id, actor_kind, actor_id, name, due_at, command, trace)
       values ('timer-1', 'ticket', $1, 'sla.warn', '2099-01-01', '{}', $2)`,
      [ticket.id, traceparent],
    );
    expect(await lead({ timer: 'timer-1' })).toEqual([303, `/ops/events/${eventId}`]);
    expect(await lead({ timer: 'gone', trace: traceparent })).toEqual([303, `/ops/traces/${traceId}`]);
    expect((await journey('noc')).body.timers).toMatchObject([{ name: 'sla.warn', attempts: 0 }]);
  });

  it('from an entity to its newest events, to choose from; and nowhere from what is not there', async () => {
    const page = await (await api.as('noc')).get(`/ops/journey?kind=ticket&id=${ticket.id}`, {
      accept: 'text/html',
    });
    expect(page.status).toBe(200);
    expect(page.body).toContain(`href="/ops/events/${eventId}"`);
    expect(await lead({ kind: 'ticket', id: 'nothing' })).toEqual([404, null]);
    expect(await lead({ delivery: 'nothing' })).toEqual([404, null]);
    expect(await lead({ timer: 'nothing' })).toEqual([404, null]);
    expect(await lead({})).toEqual([404, null]);
    expect((await lead({ trace: 'nonsense' }))[0]).toBe(400);
  });
});
