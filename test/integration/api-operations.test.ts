import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createQueues, type Queues } from '../../src/engine/queues.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { sharedServers } from '../support/servers.ts';

let api: TestApi;
let queues: Queues;
beforeAll(async () => {
  queues = createQueues(sharedServers().redisUrl, `test-${randomUUID()}`);
  api = await startTestApi({ queues });
});
afterAll(async () => {
  await api.stop();
  await queues.stop();
});

describe('notices', () => {
  it('are the reader’s own: listed, counted, seen, read, read all', async () => {
    const noc = await api.as('noc');
    const { id } = (await noc.post('/api/v1/notifications/test', { message: 'Hello' })).body;
    await noc.post('/api/v1/notifications/test');
    await noc.post('/api/v1/notifications/test');
    expect((await noc.get('/api/v1/notifications/count')).body).toMatchObject({ unseen: 3, unread: 3 });
    const other = await api.as('manager');
    expect((await other.post(`/api/v1/notifications/${id}/read`)).status).toBe(404);
    expect((await other.get('/api/v1/notifications')).body.data).toEqual([]);
    expect((await noc.post(`/api/v1/notifications/${id}/seen`)).status).toBe(204);
    expect((await noc.get('/api/v1/notifications/count')).body).toMatchObject({ unseen: 2, unread: 3 });
    const list = await noc.get('/api/v1/notifications?state=unseen&limit=1');
    expect(list.body.data).toHaveLength(1);
    expect(list.body.page.next).not.toBeNull();
    expect((await noc.post('/api/v1/notifications/read-all')).body).toEqual({ changed: 3 });
    expect((await noc.get('/api/v1/notifications/count')).body).toMatchObject({ unseen: 0, unread: 0 });
    const [row] = (await noc.get('/api/v1/notifications?state=all')).body.data;
    expect(row).toMatchObject({ template: 'test', readAt: expect.any(String) });
  });

  it('to somebody who does not exist are refused', async () => {
    const noc = await api.as('noc');
    const answer = await noc.post('/api/v1/notifications/test', {
      userId: '00000000-0000-7000-8000-000000000000',
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'userId' }] } });
  });
});

describe('broadcasts', () => {
  it.each([
    { to: 'all' },
    { to: 'role', role: 'technician' },
    { to: 'zone', zone: 'north' },
    { to: 'user', userId: '00000000-0000-7000-8000-000000000000' },
    { to: 'watchers', kind: 'ticket', id: '00000000-0000-7000-8000-000000000000' },
  ])('go through the log: %j', async (audience) => {
    const manager = await api.as('manager');
    const answer = await manager.post('/api/v1/broadcasts', {
      audience,
      title: 'Hello',
      message: 'All well',
    });
    expect(answer.status).toBe(201);
    const { rows } = await api.pool.query(`select type, audience from events where actor_id = $1`, [
      answer.body.id,
    ]);
    expect(rows).toMatchObject([{ type: 'broadcast.sent' }]);
  });
});

describe('dead letters', () => {
  const bury = async (handler: string) => {
    const { rows } = await api.pool.query(
      `insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, error, attempts)
        select 'notifications', $1, e.id, e.actor_kind, e.actor_id, 'secret of a stack trace', 5
        from events e order by e.id limit 1 returning id`,
      [handler],
    );
    return String(rows[0].id);
  };

  it('are listed, replayed and discarded by an administrator, each in the audit log', async () => {
    const admin = await api.as('admin');
    const unknown = await bury('no.such.handler');
    const list = await admin.get('/api/v1/dead-letters?q=such');
    expect(list.body.data).toMatchObject([{ id: unknown, error: 'secret of a stack trace', status: 'dead' }]);
    const replay = await admin.post(`/api/v1/dead-letters/${unknown}/replay`);
    expect(replay).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const discard = () => admin.post(`/api/v1/dead-letters/${unknown}/discard`, { reason: 'Old' });
    expect((await discard()).status).toBe(204);
    expect(await discard()).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
    expect((await admin.post('/api/v1/dead-letters/999999/replay')).status).toBe(404);
    const audit = await admin.get('/api/v1/audit?action=dead_letter.discard');
    expect(audit.body.data[0]).toMatchObject({
      target: unknown,
      by: { kind: 'user', id: api.people.admin.id },
    });
  });
});

describe('figures and schedules', () => {
  it('are answered with the position they stand for', async () => {
    await api.pool.query(
      `insert into ticket_counts values ('north', 'open', 3), ('-', 'open', 1), ('x', 'open', 0)`,
    );
    const manager = await api.as('manager');
    const counts = await manager.get('/api/v1/analytics/ticket-counts');
    expect(counts.body.data).toEqual([
      { zone: null, status: 'open', count: 1 },
      { zone: 'north', status: 'open', count: 3 },
    ]);
    expect(counts.body.position).toMatch(/^[0-9a-f]{10}:\d+$/);
    expect((await manager.get('/api/v1/schedules')).body.data).toEqual([]);
  });

  it('a schedule that nobody knows answers 404', async () => {
    const admin = await api.as('admin');
    expect((await admin.post('/api/v1/schedules/nothing.here/run')).status).toBe(404);
  });
});

describe('Bull Board', () => {
  const job = async () => {
    const queue = queues.queue('notifications');
    await queue.waitUntilReady();
    const added = await queue.add('ticket', { kind: 'ticket', id: 'some-id' });
    return `/admin/queues/api/queues/notifications/${added.id}`;
  };

  it('is for those with queues.view, and leads others to the sign-in page', async () => {
    expect((await (await api.as('technician')).get('/admin/queues')).status).toBe(403);
    const led = await api.anonymous.get('/admin/queues/queue/cron?page=2', { accept: 'text/html' });
    expect(led.status).toBe(303);
    expect(led.headers.get('location')).toBe('/sign-in?next=%2Fadmin%2Fqueues%2Fqueue%2Fcron%3Fpage%3D2');
    expect((await api.anonymous.get('/admin/queues/api/queues')).status).toBe(401);
    const page = await (await api.as('noc')).get('/admin/queues');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
  });

  it('names every queue', async () => {
    const { body } = await (await api.as('noc')).get('/admin/queues/api/queues');
    expect(body.queues.map((queue: { name: string }) => queue.name)).toEqual(
      expect.arrayContaining([
        'notifications',
        'business',
        'realtime',
        'followers',
        'deliveries-email',
        'cron',
      ]),
    );
  });

  it('shows payloads to those with payloads.view only', async () => {
    const path = await job();
    const masked = await (await api.as('noc')).get(path, { 'x-trunkline-mask': 'no' });
    expect(JSON.stringify(masked.body)).not.toContain('some-id');
    const shown = await (await api.as('admin')).get(path);
    expect(JSON.stringify(shown.body)).toContain('some-id');
  });

  it('refuses actions without queues.manage, and writes all of them into the audit log', async () => {
    const path = await job();
    const refused = await (await api.as('noc')).request('PUT', `${path}/clean`);
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const admin = await api.as('admin');
    const done = await admin.request('PUT', `${path}/clean`);
    expect(done.status).toBeLessThan(300);
    const { body } = await admin.get('/api/v1/audit?limit=2');
    expect(body.data).toMatchObject([
      { action: 'queues.action', by: { id: api.people.admin.id } },
      { action: 'queues.refused', by: { id: api.people.noc.id } },
    ]);
  });
});

describe('health', () => {
  it('is told to everybody', async () => {
    expect((await api.anonymous.get('/health')).body).toMatchObject({
      status: 'OK',
      uptime: expect.any(Number),
    });
    expect((await api.anonymous.get('/livez')).status).toBe(200);
    expect((await api.anonymous.get('/readyz')).body).toMatchObject({ status: 'ready' });
    expect((await api.anonymous.get('/metrics')).body).toContain('up 1');
  });
});
