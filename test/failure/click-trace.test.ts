// X1, over all processes as they are built: the exact tree of a click, an error at each hop, no personal data.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followers } from '../../src/handlers/registry.ts';
import type { TraceSummary } from '../../src/ops/traces/summary.ts';
import { layOut, type Row } from '../../src/ops/traces/waterfall.ts';
import { waitFor } from '../support/wait.ts';
import { type Ears, startWorld, type World } from '../support/world.ts';

const SECRET = 'Rahasia';
const JSON_ONLY = { accept: 'application/json' };
let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

async function createTicket(title: string): Promise<{ id: string; traceId: string }> {
  const answer = await (await world.as('customer_service')).post(
    '/api/v1/tickets',
    {
      type: 'repair',
      title,
      description: `${SECRET} di kamar`,
      customerId: world.people.customer.customerId,
    },
    { 'user-agent': `${SECRET}/1.0`, 'x-forwarded-for': '10.66.66.66' },
  );
  expect(answer.status).toBe(201);
  return { id: answer.body.id, traceId: answer.headers.get('trace-id') ?? '' };
}

async function traceOf(traceId: string): Promise<Row[]> {
  const { status, body } = await (await world.as('noc')).get(`/ops/traces/${traceId}`, JSON_ONLY);
  return status === 200 ? layOut(body).rows : [];
}

async function search(query: Record<string, string>): Promise<TraceSummary[]> {
  const { body } = await (await world.as('noc')).get(`/ops/traces?${new URLSearchParams(query)}`, JSON_ONLY);
  return body.data;
}

type Node = { name: string; children: Node[] };

/** The tree as lines: siblings in alphabetical order, equal ones counted; databases have names of their own. */
function linesOf(rows: readonly Row[]): string[] {
  const roots: Node[] = [];
  const path: Node[] = [];
  for (const { span, depth } of rows) {
    if (CACHED.some((name) => span.name.startsWith(name))) continue;
    // A statement that is made of parts has the hash of its text in its name.
    const name = span.name
      .replace(/ test_\w+$/, '')
      .replace(/_[0-9a-f]{12}$/, '')
      .replace(NOTED, '');
    const node = { name: `${span.role} ${span.kind} ${name}`, children: [] };
    (depth === 0 ? roots : path[depth - 1]?.children)?.push(node);
    path[depth] = node;
  }
  const write = (nodes: readonly Node[], indent: string): string[] => {
    const counted = new Map<string, number>();
    for (const { name, children } of nodes) {
      const text = [indent + name, ...write(children, `${indent}  `)].join('\n');
      counted.set(text, (counted.get(text) ?? 0) + 1);
    }
    return [...counted]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([text, count]) => (count > 1 ? text.replace(/^( *)/, `$1${count} × `) : text));
  };
  return write(roots, '').join('\n').split('\n');
}

/** Three notices (supervisor, technician, customer), two mails, two messages, one of them to a customer without a phone. */
const click = [
  'api server POST /api/v1/tickets',
  '  api client pg.query:read_zone_of_customer',
  '  api client pg.query:tickets_events',
  '  api producer send business',
  '  api producer send notifications',
  '  api producer send realtime',
  '  4 × realtime consumer process realtime',
  '  realtime producer emit notification.created',
  '  2 × realtime producer emit notification.created',
  '    realtime consumer receive notification.created',
  '  realtime producer emit ticket.created',
  '    2 × realtime consumer receive ticket.created',
  '  worker consumer process business',
  '  worker consumer process deliveries-email',
  '    worker client pg.query:delivery_finish',
  '    worker client pg.query:published_words',
  '    worker client pg.query:render_customer',
  '    worker client send email',
  '      worker client pg.query:delivery_written',
  '  worker consumer process deliveries-email',
  '    worker client pg.query:delivery_finish',
  '    worker client pg.query:published_words',
  '    worker client pg.query:render_user',
  '    worker client send email',
  '      worker client pg.query:delivery_written',
  '  worker consumer process deliveries-whatsapp',
  '    worker client pg.query:delivery_finish',
  '    worker client pg.query:published_words',
  '    worker client pg.query:render_zone_group',
  '    worker client send whatsapp_group',
  '  worker consumer process deliveries-whatsapp',
  '    worker client pg.query:delivery_finish',
  '    worker client pg.query:render_customer',
  '  worker consumer process notifications',
  '  worker producer send deliveries-email',
  '  worker producer send deliveries-whatsapp',
  '  worker producer send realtime',
];
/** Whether a process asks for the viewer, and notes where the session is used from, depends on who asked it before. */
const CACHED = ['pg.query:read_viewer_by_session'];
const NOTED = '_request_origins';

describe('X1: a click through all processes', () => {
  let ticket: { id: string; traceId: string };
  beforeAll(async () => {
    await world.ears('supervisor');
    await world.ears('customer');
    ticket = await createTicket('No light');
    await world.settled();
  });

  it('is one tree, exactly this one', async () => {
    const lines = await waitFor(
      async () => {
        const found = linesOf(await traceOf(ticket.traceId));
        if (JSON.stringify(found) !== JSON.stringify(click)) throw new Error(found.join('\n'));
        return found;
      },
      { deadlineMs: 15_000, everyMs: 250 },
    );
    expect(lines).toEqual(click);
  });

  it('is served by drains and runs that are traces of their own, linked to it', async () => {
    for (const name of ['run notifications', 'run business', 'drain realtime', 'follow ticket-counts']) {
      const linked = await waitFor(async () => {
        for (const { traceId } of await search({ name })) {
          const rows = await traceOf(traceId);
          const [root] = rows;
          if (root?.span.links.some((link) => link.traceId === ticket.traceId)) return { traceId, rows };
        }
        return undefined;
      });
      expect(linked.traceId).not.toBe(ticket.traceId);
      // Nothing of the click itself hangs in them, and no lock or stall check of a queue.
      expect(
        linked.rows.filter(({ span }) => /^(process|emit|receive) |extend|stalled/i.test(span.name)),
      ).toEqual([]);
    }
  });

  it('has a journey, to the notice that was read', async () => {
    const supervisor = await world.as('supervisor');
    const [notice] = (await supervisor.get('/api/v1/notifications')).body.data;
    expect((await supervisor.post(`/api/v1/notifications/${notice.id}/read`)).status).toBe(204);
    const { body } = await (await world.as('noc')).get(`/api/v1/events/${notice.eventId}/journey`);
    expect(body).toMatchObject({
      event: { type: 'ticket.created', traceId: ticket.traceId, data: null },
      trace: 'kept',
      position: expect.any(Number),
      handlers: [
        { name: 'notifications.ticket', state: 'done', notices: 3, runs: [{ error: null }] },
        { name: 'business.sla_timers', state: 'done', runs: [{ error: null }] },
        { name: 'business.dispatch', state: 'done', runs: [{ error: null }] },
      ],
      followers: followers
        .filter(({ types }) => types.includes('ticket.created'))
        .map(({ name }) => ({ name, state: 'done' })),
      timers: [{ name: 'sla_warn' }, { name: 'sla_breach' }],
    });
    expect(body.rung.map(({ queue }: { queue: string }) => queue).sort()).toEqual([
      'business',
      'notifications',
      'realtime',
    ]);
    expect(
      body.receipts.filter(({ eventId }: { eventId: string }) => eventId === notice.eventId),
    ).toHaveLength(2);
    const read = body.deliveries.find(({ id }: { id: string }) => id === notice.id);
    expect(read).toMatchObject({ channel: 'in_app', status: 'read', readAt: expect.any(String) });
    const mail = body.deliveries.find(({ channel }: { channel: string }) => channel === 'email');
    expect(mail).toMatchObject({ status: 'sent', attempts: [{ outcome: 'sent', traceId: ticket.traceId }] });
  });
});

describe('X1: a broadcast to 5,000 people', () => {
  it('has a trace of a fixed size, however many hear it', async () => {
    await world.pool.query(
      `insert into users (id, seq, version, username, name, role, status, created_at, updated_at)
       select gen_random_uuid(), 1, 1, 'crowd-' || n, 'Somebody', 'customer', 'active', now(), now()
         from generate_series(1, 5000) n`,
    );
    const ears: Ears[] = [];
    for (const who of ['customer2', 'technician2', 'noc'] as const) {
      for (let count = 0; count < 10; count++) ears.push(await world.ears(who));
    }
    const answer = await (await world.as('manager')).post('/api/v1/broadcasts', {
      audience: { to: 'all' },
      title: 'Maintenance',
      message: 'Tonight',
      severity: 'info',
    });
    expect(answer.status).toBe(201);
    await waitFor(() => ears.every(({ events }) => events.some(({ type }) => type === 'broadcast.sent')));
    await world.settled();
    const traceId = answer.headers.get('trace-id') ?? '';
    const receipts = async () =>
      (await traceOf(traceId)).filter(({ span }) => span.name === 'receive broadcast.sent').length;
    await waitFor(async () => (await receipts()) === 20);
    // More would have come in the time that those took.
    const rows = await traceOf(traceId);
    expect(rows.length).toBeLessThanOrEqual(30);
    expect(rows.filter(({ span }) => span.name === 'emit broadcast.sent')).toHaveLength(1);
  });
});

describe('X1: a failure is found as an error with its type', () => {
  const failed = (rows: readonly Row[], name: RegExp) =>
    rows.flatMap(({ span }) =>
      span.error !== undefined && name.test(span.name)
        ? [Object.fromEntries(span.attributes)['error.type'] ?? 'no type']
        : [],
    );
  /** The table is away while `work` runs. */
  async function without(table: string, work: () => Promise<void>): Promise<void> {
    await world.pool.query(`alter table ${table} rename to away_now`);
    try {
      await work();
    } finally {
      await world.pool.query(`alter table away_now rename to ${table}`);
    }
  }

  it('in a request and in its query', async () => {
    let traceId = '';
    await without('technicians', async () => {
      const answer = await (await world.as('supervisor')).get(`/api/v1/technicians?q=${SECRET}`);
      expect(answer.status).toBe(500);
      traceId = answer.body.traceId;
    });
    const rows = await waitFor(async () => {
      const found = await traceOf(traceId);
      return found.length > 0 && found;
    });
    expect(failed(rows, /^GET \/api\/v1\/technicians/)).toHaveLength(1);
    expect(failed(rows, /^GET/)).not.toContain('no type');
    expect(failed(rows, /^pg/)).toEqual(['42P01']);
    expect(JSON.stringify(rows)).not.toContain('does not exist');
  });

  it('in a mailbox, and the repetition is linked', async () => {
    let traceId = '';
    await without('timers', async () => {
      traceId = (await createTicket('No clock')).traceId;
      await waitFor(async () => failed(await traceOf(traceId), /^process business/).includes('42P01'));
    });
    await world.settled();
    const good = await waitFor(async () =>
      (await traceOf(traceId)).find(
        ({ span }) => span.name === 'process business' && span.error === undefined,
      ),
    );
    expect(good.span.links.map((link) => link.traceId)).toContain(traceId);
  });

  it('in a follower', async () => {
    await without('ticket_counts', async () => {
      await createTicket('Not counted');
      await waitFor(async () => (await search({ name: 'follow', errorType: '42P01' })).length > 0);
    });
  });

  it('in a delivery and in the call of its provider', async () => {
    const admin = await world.as('admin');
    const turn = (reject: string) =>
      admin.request('PUT', '/ops/outbox/switches', { body: { email: { reject } } });
    expect((await turn('*')).status).toBe(200);
    const { traceId } = await createTicket('Not mailed');
    await waitFor(async () => failed(await traceOf(traceId), /^send email/).length > 0);
    const rows = await waitFor(async () => {
      const found = await traceOf(traceId);
      return failed(found, /^process deliveries-email/).length > 0 && found;
    });
    expect(failed(rows, /^send email|^process deliveries-email/)).not.toContain('no type');
    expect(failed(rows, /^send email/)).toContain('smtp_550');
    await turn('');
  });

  it('in a timer', async () => {
    const { id } = await createTicket('Bad timer');
    await world.pool.query(
      `insert into timers (id, actor_kind, actor_id, name, due_at, command)
       values ('bad-timer', 'nothing', $1, 'bad', now(), '{"type":"nothing"}')`,
      [id],
    );
    const [found] = await waitFor(async () => {
      const traces = await search({ queue: 'cron', error: 'true' });
      return traces.length > 0 && traces;
    });
    expect(found?.errorType).not.toBe('error');
    await world.pool.query(`delete from timers where id = 'bad-timer'`);
  });

  it('and can be searched for by its type', async () => {
    const types = new Set((await search({ errorType: 'smtp_550' })).map(({ errors }) => errors > 0));
    expect([...types]).toEqual([true]);
  });
});

describe('X1: no personal data', () => {
  it('is in any span, log or metric', async () => {
    const noc = await world.as('noc');
    await noc.get(`/api/v1/tickets?q=${SECRET}`);
    await world.settled();
    const folder = world.platform.dataDir;
    const spans = () =>
      readdirSync(join(folder, 'traces'))
        .map((name) => readFileSync(join(folder, 'traces', name), 'utf8'))
        .join('');
    await waitFor(() => spans().includes('GET /api/v1/tickets'));
    const metrics = String((await noc.get('/metrics')).body);
    const logs = ['api', 'worker', 'realtime', 'renderer', 'traces', 'provider']
      .map((role) => world.platform.logs(role))
      .join('');
    for (const [what, text] of Object.entries({ spans: spans(), logs, metrics })) {
      expect(text.length, what).toBeGreaterThan(0);
      for (const personal of [
        SECRET,
        'No light',
        'example.test',
        '10.66.66.66',
        'customer_service',
        'Tonight',
      ]) {
        expect(text.includes(personal), `${personal} in ${what}`).toBe(false);
      }
    }
  });
});
