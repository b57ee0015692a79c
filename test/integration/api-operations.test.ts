import { randomUUID } from 'node:crypto';
import { Worker } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createQueues, createWorkerConnection, type Queues } from '../../src/engine/queues.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

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
    // The way to the journey names the entity, and nothing else of the job.
    const { externalUrl: _journey, ...row } = masked.body.job;
    expect(JSON.stringify(row)).not.toContain('some-id');
    const shown = await (await api.as('admin')).get(path);
    expect(JSON.stringify(shown.body)).toContain('some-id');
  });

  it('leads every row to the journey of what it is about, for those with traces.view', async () => {
    const path = await job();
    const shown = await (await api.as('noc')).get(path);
    expect(shown.body.job.externalUrl).toEqual({
      displayText: 'Journey',
      href: '/ops/journey?kind=ticket&id=some-id',
    });
    const bare = await (await api.as('manager')).get(path, { 'x-trunkline-unlinked': 'no' });
    expect(bare.status).toBe(200);
    expect(bare.body.job.externalUrl).toBeUndefined();
  });

  it('lets each role do what it has the permission for, and writes all that was tried into the audit log', async () => {
    const path = await job();
    const noc = await api.as('noc');
    const admin = await api.as('admin');
    const queue = '/admin/queues/api/queues/notifications';
    expect((await noc.request('PUT', `${path}/clean`)).status).toBe(403);
    expect((await noc.request('PUT', `${queue}/empty`)).status).toBe(403);
    expect((await noc.request('PUT', `${queue}/pause`)).status).toBe(200);
    expect((await noc.request('PUT', `${queue}/resume`)).status).toBe(200);
    expect((await (await api.as('manager')).request('PUT', `${queue}/pause`)).status).toBe(403);
    expect(await queues.queue('notifications').isPaused()).toBe(false);
    expect((await admin.request('PUT', `${path}/clean`)).status).toBeLessThan(300);
    const { body } = await admin.get('/api/v1/audit?limit=6');
    expect(body.data.map((row: { action: string; by: { id: string } }) => [row.action, row.by.id])).toEqual([
      ['queues.action', api.people.admin.id],
      ['queues.refused', api.people.manager.id],
      ['queues.action', api.people.noc.id],
      ['queues.action', api.people.noc.id],
      ['queues.refused', api.people.noc.id],
      ['queues.refused', api.people.noc.id],
    ]);
  });

  it('offers no buttons to those who may press none', async () => {
    const offered = async (role: 'admin' | 'manager'): Promise<unknown> => {
      const { body } = await (await api.as(role)).get('/admin/queues/api/queues');
      const [{ readOnlyMode, allowRetries }] = body.queues;
      return { readOnlyMode, allowRetries };
    };
    expect(await offered('manager')).toEqual({ readOnlyMode: true, allowRetries: false });
    expect(await offered('admin')).toEqual({ readOnlyMode: false, allowRetries: true });
  });

  it('hides the queues whose content a person may not see', async () => {
    const admin = await api.as('admin');
    const made = await admin.post('/api/v1/tokens', {
      name: 'board',
      scopes: ['queues.view', 'queues.pause'],
    });
    const board = api.withBearer(made.body.token);
    const { body } = await board.get('/admin/queues/api/queues');
    const names = body.queues.map((queue: { name: string }) => queue.name);
    expect(names).toContain('notifications');
    expect(names).not.toContain('deliveries-email');
    expect(names).not.toContain('cron');
    expect((await board.request('PUT', '/admin/queues/api/queues/deliveries-email/pause')).status).toBe(404);
    expect((await board.request('PUT', '/admin/queues/api/queues/pause')).status).toBe(200);
    expect(await queues.queue('deliveries-email').isPaused()).toBe(false);
    expect((await admin.request('PUT', '/admin/queues/api/queues/resume')).status).toBe(200);
  });

  it('masks why a job failed, and where, for those without payloads.view', async () => {
    const queue = queues.queue('business');
    const failing = createWorkerConnection(sharedServers().redisUrl);
    const worker = new Worker('business', () => Promise.reject(new Error('the customer Siti is not known')), {
      connection: failing,
      prefix: queues.prefix,
    });
    const { id } = await queue.add('ticket', { kind: 'ticket', id: 'some-id' });
    await waitFor(async () => (await queue.getFailedCount()) === 1);
    await worker.close();
    failing.disconnect();
    for (const path of ['?activeQueue=business&status=failed', `/business/${id}`, `/business/${id}/logs`]) {
      const answer = await (await api.as('noc')).get(`/admin/queues/api/queues${path}`);
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body), path).not.toContain('Siti');
    }
    const shown = await (await api.as('admin')).get(`/admin/queues/api/queues/business/${id}`);
    expect(JSON.stringify(shown.body)).toContain('Siti');
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
