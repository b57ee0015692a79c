// The operators' pages about traces, served by the API from a real store.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTracesClient } from '../../src/ops/traces/client.ts';
import { startTraceServer, type TraceServer } from '../../src/ops/traces/server.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { attribute, exportOf, hex, span } from '../support/spans.ts';

const clickTrace = randomBytes(16).toString('hex');
let dataDir: string;
let store: TraceServer;
let api: TestApi;
let ticket: { id: string; number: string };
let eventId: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'trace-pages-'));
  store = await startTraceServer({
    port: 0,
    dataDir,
    onError: (error) => {
      throw error;
    },
  });
  const baseUrl = `http://127.0.0.1:${store.port}`;
  api = await startTestApi({
    traces: async () => createTracesClient({ baseUrl }),
    metrics: async () =>
      'trunkline_spans_total{outcome="sent",role="api"} 9\ntrunkline_spans_total{outcome="dropped",role="api"} 5\ntrunkline_spans_total{outcome="dropped",role="worker"} 2\n',
  });
  const made = await (await api.as('customer_service')).post('/api/v1/tickets', {
    type: 'repair',
    title: 'No light',
    customerId: api.people.customer.customerId,
  });
  ticket = made.body;
  const { rows } = await api.pool.query<{ id: string }>(
    `update events set trace = $2 where actor_id = $1 returning id`,
    [ticket.id, `00-${clickTrace}-${'1'.repeat(16)}-01`],
  );
  eventId = rows[0]?.id ?? '';
  const click = span({
    id: 1,
    kind: 2,
    fromMs: 0,
    toMs: 20,
    name: 'POST /api/v1/tickets',
    attributes: [attribute('http.request.method', 'POST'), attribute('http.route', '/api/v1/tickets')],
  });
  const mailbox = span({
    id: 2,
    parent: 1,
    kind: 5,
    fromMs: 30,
    toMs: 40,
    attributes: [
      attribute('messaging.destination.name', 'notifications'),
      attribute('messaging.message.id', eventId),
      attribute('trunkline.event.type', 'ticket.created'),
    ],
    status: { code: 2 },
  });
  const ofClick = (one: object) => ({ ...one, traceId: clickTrace }) as typeof click;
  for (const body of [
    exportOf({ api: [ofClick(click)], worker: [ofClick(mailbox)] }),
    exportOf({ api: [span({ id: 1, fromMs: 0, toMs: 1, name: 'GET /other' }, 5)] }),
  ]) {
    const response = await fetch(`${baseUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  }
});
afterAll(async () => {
  await api?.stop();
  await store?.stop();
  rmSync(dataDir, { recursive: true });
});

const JSON_ONLY = { accept: 'application/json' };

describe('the search of traces', () => {
  const found = async (query: Record<string, string>) => {
    const answer = await (await api.as('noc')).get(`/ops/traces?${new URLSearchParams(query)}`, JSON_ONLY);
    expect(answer.status).toBe(200);
    return answer.body.data.map(({ traceId }: { traceId: string }) => traceId);
  };

  it('finds the click by ticket number, entity, entity id and event, although no span names the ticket', async () => {
    expect(await found({ q: ticket.number })).toEqual([clickTrace]);
    expect(await found({ q: ticket.number.toLowerCase() })).toEqual([clickTrace]);
    expect(await found({ q: `ticket/${ticket.id}` })).toEqual([clickTrace]);
    expect(await found({ q: ticket.id })).toEqual([clickTrace]);
    expect(await found({ q: eventId })).toEqual([clickTrace]);
  });

  it('finds it by action, queue, error and time, and nothing by what does not fit', async () => {
    expect(await found({ name: 'ticket.created' })).toEqual([clickTrace]);
    expect(await found({ q: 'post /api' })).toEqual([clickTrace]);
    expect(await found({ queue: 'notifications', error: 'true' })).toEqual([clickTrace]);
    expect(await found({ q: 'T-99999999' })).toEqual([]);
    expect(await found({ q: 'ticket/nothing' })).toEqual([]);
    // 22:13:20 UTC is the next morning in Jakarta.
    expect(await found({ from: '2023-11-15T05:13', to: '2023-11-15T05:14', name: 'other' })).toEqual([
      hex(5, 32),
    ]);
    expect(await found({ from: '2023-11-15T05:14' })).toEqual([]);
    expect(await found({ from: '2023-11-14T22:14:00Z' })).toEqual([]);
  });

  it('goes on where a page ended', async () => {
    const noc = await api.as('noc');
    const first = (await noc.get('/ops/traces?limit=1', JSON_ONLY)).body;
    const second = (await noc.get(`/ops/traces?limit=1&after=${first.next}`, JSON_ONLY)).body;
    const ids = [...first.data, ...second.data].map(({ traceId }: { traceId: string }) => traceId);
    expect(ids.sort()).toEqual([hex(5, 32), clickTrace].sort());
    expect(second.next).toBeNull();
  });

  it('leads from a trace id straight to the trace', async () => {
    const answer = await (await api.as('noc')).get(`/ops/traces?q=${clickTrace}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/ops/traces/${clickTrace}`]);
  });

  it('says on its page how many spans were lost on the way, of all processes', async () => {
    const { body } = await (await api.as('noc')).get('/ops/traces', { accept: 'text/html' });
    expect(body).toContain('7 spans of the processes that run now never got here: 7 dropped');
  });

  it.each([
    '/ops/traces?queue=nonsense',
    '/ops/traces?from=yesterday',
    '/ops/traces?minDurationMs=-1',
    '/ops/traces?after=x',
    `/ops/traces?q=${'x'.repeat(201)}`,
    '/ops/traces/map?minutes=1e9',
  ])('refuses %s', async (path) => {
    expect((await (await api.as('noc')).get(path)).status).toBe(400);
  });
});

describe('the page of a trace', () => {
  it('leads to the journey of each event in it, and names the type of an error', async () => {
    const { body } = await (await api.as('noc')).get(`/ops/traces/${clickTrace}`, { accept: 'text/html' });
    expect(body).toContain(`href="/ops/events/${eventId}"`);
    expect(body).toContain('ticket.created');
  });

  it('that is not there says how long traces are kept', async () => {
    const answer = await (await api.as('noc')).get(`/ops/traces/${hex(77, 32)}`, { accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain('Traces are kept until the store holds 64 MB or 200,000 spans');
  });

  it('that has not arrived, or is gone, still leads to the journeys of its events', async () => {
    const gone = randomBytes(16).toString('hex');
    const { rows } = await api.pool.query<{ id: string }>(
      `update events set trace = $1 where actor_kind = 'user' and actor_id = $2 returning id`,
      [`00-${gone}-${'1'.repeat(16)}-01`, api.people.manager.id],
    );
    const answer = await (await api.as('noc')).get(`/ops/traces/${gone}`, { accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain(`href="/ops/events/${rows[0]?.id}"`);
  });

  it('and the map are for those with traces.view', async () => {
    for (const path of ['/ops/traces', '/ops/traces/map', `/ops/traces/${clickTrace}`]) {
      expect((await (await api.as('supervisor')).get(path)).status).toBe(403);
    }
    const map = await (await api.as('admin')).get('/ops/traces/map', { accept: 'text/html' });
    expect(map.status).toBe(200);
  });
});

describe('with a collector and a trace UI', () => {
  it('the same links lead there, and the log still names the traces of a ticket and leads from a trace to a journey', async () => {
    const other = await startTestApi({ traceUi: 'https://tempo.test/trace/{traceId}?from=trunkline' });
    try {
      const noc = await other.as('noc');
      const answer = await noc.get(`/ops/traces/${clickTrace}`);
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(`https://tempo.test/trace/${clickTrace}?from=trunkline`);
      expect((await (await other.as('supervisor')).get(`/ops/traces/${clickTrace}`)).status).toBe(403);
      await other.pool.query(`update events set trace = $1 where actor_kind = 'user' and actor_id = $2`, [
        `00-${clickTrace}-${'1'.repeat(16)}-01`,
        other.people.noc.id,
      ]);
      const page = await noc.get(`/ops/traces?q=user/${other.people.noc.id}`, { accept: 'text/html' });
      expect(page.body).toContain(`href="/ops/traces/${clickTrace}"`);
      const { rows } = await other.pool.query<{ id: string }>(
        'select id from events where substr(trace, 4, 32) = $1 order by id limit 1',
        [clickTrace],
      );
      const journey = await noc.get(`/ops/journey?trace=${clickTrace}`, { accept: 'text/html' });
      expect(journey.headers.get('location')).toBe(`/ops/events/${rows[0]?.id}`);
      const unknown = await noc.get(`/ops/journey?trace=${'f'.repeat(32)}`, { accept: 'text/html' });
      expect(unknown.headers.get('location')).toBe(`/ops/traces/${'f'.repeat(32)}`);
    } finally {
      await other.stop();
    }
  });
});

describe('while the store is away', () => {
  it('the pages say so within their limit, and nothing else is touched', async () => {
    const other = await startTestApi({
      traces: async () => createTracesClient({ baseUrl: 'http://127.0.0.1:1' }),
    });
    try {
      const noc = await other.as('noc');
      const page = await noc.get('/ops/traces', { accept: 'text/html' });
      expect(page.status).toBe(503);
      expect(page.body).toContain('The local trace store is away');
      expect((await noc.get('/api/v1/tickets')).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});
