import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actors } from '../../src/actors/registry.ts';
import { type Followers, startFollowers } from '../../src/engine/followers.ts';
import { numberEvents } from '../../src/engine/log.ts';
import { createQueues, createWorkerConnection } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import { auditEntries } from '../../src/handlers/followers/audit.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const logger = pino({ level: 'silent' });
const { redisUrl } = sharedServers();
const prefix = `audit_${randomUUID().slice(0, 8)}`;
const queues = createQueues(redisUrl, prefix);
const connection = createWorkerConnection(redisUrl);
let api: TestApi;
let following: Followers;

beforeAll(async () => {
  await waitFor(() => queues.isReady());
  api = await startTestApi();
  following = await startFollowers({
    followers: [auditEntries],
    pool: api.pool,
    registry: actors,
    queues,
    ringer: createRinger({ queues, groupsOf: () => [], logger }),
    connection,
    logger,
    now: () => new Date(),
    newId: () => v7(),
    prefix,
  } as Parameters<typeof startFollowers>[0]);
});
afterAll(async () => {
  await following.stop();
  await queues.stop();
  connection.disconnect();
  await api.stop();
});

/** Until the audit log knows what was committed so far. */
async function followed(): Promise<void> {
  while ((await numberEvents(api.pool)).length > 0);
  await queues.queue('followers').add('audit', { follower: 'audit' });
  await waitFor(async () => {
    const { rowCount } = await api.pool.query(
      'select from followers f, log_head h where f.position < h.position limit 1',
    );
    return rowCount === 0;
  });
}

const audit = async (query: string) => (await (await api.as('manager')).get(`/api/v1/audit?${query}`)).body;

describe('the audit log', () => {
  it('says who did what, from where, before and after; what is personal stands where it can be erased', async () => {
    const admin = await api.as('admin');
    const from = { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'Browser of the admin' };
    const { id } = api.people.noc;
    const edited = await admin.request('PATCH', `/api/v1/users/${id}`, {
      body: { name: 'Somebody New', locale: 'id' },
      headers: { ...from, 'if-match': '*' },
    });
    expect(edited.status).toBe(200);
    await followed();
    const { data } = await audit(`target=user/${id}&action=user.edited`);
    expect(data).toEqual([
      {
        id: expect.any(String),
        at: edited.body.updatedAt,
        by: { kind: 'user', id: api.people.admin.id, name: 'The admin' },
        action: 'user.edited',
        target: `user/${id}`,
        targetName: 'Somebody New',
        detail: {},
        address: '203.0.113.9',
        userAgent: 'Browser of the admin',
        traceId: null,
      },
    ]);
    const one = await (await api.as('manager')).get(`/api/v1/audit/${data[0].id}`);
    expect(one.body.changes).toEqual(
      expect.arrayContaining([
        { field: 'name', before: 'The noc', after: 'Somebody New' },
        { field: 'locale', before: 'en', after: 'id' },
      ]),
    );
    expect(one.body.changes).toHaveLength(2);

    const { rows } = await api.pool.query<{ log: string }>(`select json_agg(e)::text as log from events e`);
    for (const word of ['203.0.113.9', 'Browser of the admin', 'Somebody New', 'The noc']) {
      expect(rows[0]?.log).not.toContain(word);
    }
    // Erased, the entry stays and says less.
    await api.pool.query('delete from request_origins where user_id = $1', [api.people.admin.id]);
    await api.pool.query(`delete from personal_changes where actor_id = $1`, [id]);
    const erased = await (await api.as('manager')).get(`/api/v1/audit/${data[0].id}`);
    expect(erased.body).toMatchObject({ address: null, userAgent: null, action: 'user.edited' });
    expect(JSON.stringify(erased.body.changes)).not.toContain('Somebody New');
  });

  it('hides what is personal from who may not read the thing itself, and says that it changed', async () => {
    const admin = await api.as('admin');
    const key = 'a-key-of-the-receiver';
    const made = await admin.post('/api/v1/webhooks', {
      url: 'https://hooks.example.net/before',
      description: 'Billing',
      types: ['ticket.created'],
    });
    const edited = await admin.request('PATCH', `/api/v1/webhooks/${made.body.id}`, {
      body: { url: `https://hooks.example.net/${key}`, types: ['ticket.completed'] },
      headers: { 'if-match': '*' },
    });
    expect(edited.status).toBe(200);
    await followed();
    const [entry] = (await audit(`target=webhook/${made.body.id}&action=webhook.edited`)).data;
    const changesFor = async (who: 'admin' | 'manager') =>
      (await (await api.as(who)).get(`/api/v1/audit/${entry.id}`)).body.changes;
    const types = { field: 'types', before: ['ticket.created'], after: ['ticket.completed'] };
    expect(await changesFor('admin')).toEqual(
      expect.arrayContaining([
        types,
        {
          field: 'url',
          before: 'https://hooks.example.net/before',
          after: `https://hooks.example.net/${key}`,
        },
      ]),
    );
    const seen = await changesFor('manager');
    expect(seen).toEqual(expect.arrayContaining([types, { field: 'url', before: '***', after: '***' }]));
    expect(JSON.stringify(seen)).not.toContain('hooks.example.net');
  });

  it('tells what an event of a role changed, and where somebody signed in from', async () => {
    const admin = await api.as('admin');
    await admin.request('PATCH', '/api/v1/roles/noc', {
      body: { grant: ['users.view'] },
      headers: { 'if-match': '*' },
    });
    await followed();
    const [changed] = (await audit('action=role.permissions_changed')).data;
    const one = await (await api.as('manager')).get(`/api/v1/audit/${changed.id}`);
    expect(one.body.changes).toEqual([{ field: 'granted', before: null, after: ['users.view'] }]);
    const [opened] = (await audit(`action=session.opened&by=${api.people.manager.id}`)).data;
    expect(opened.address).toMatch(/^10\./);
  });

  it('names the owner of a token in what it did, and finds it by them', async () => {
    const supervisor = await api.as('supervisor');
    const made = await supervisor.post('/api/v1/tokens', { name: 'A script', scopes: ['tickets.create'] });
    expect(made.status).toBe(201);
    const script = api.withBearer(made.body.token);
    expect((await script.post('/api/v1/tickets', { type: 'repair', title: 'Dark' })).status).toBe(201);
    await followed();
    const by = { kind: 'token', id: made.body.id, name: 'The supervisor' };
    for (const who of [api.people.supervisor.id, made.body.id])
      expect((await audit(`action=ticket.created&by=${who}`)).data).toMatchObject([{ by }]);
  });

  it('knows what a technician does, and not where they are', async () => {
    const technician = await api.as('technician');
    const at = `/api/v1/technicians/${api.people.technician.technicianId}`;
    await technician.post(`${at}/availability`, { availability: 'available' });
    for (const latitude of [-6.4, -6.5])
      expect((await technician.post(`${at}/position`, { latitude, longitude: 106.8 })).status).toBe(200);
    await technician.post(`${at}/availability`, { availability: 'busy' });
    await followed();
    const { data } = await audit(`target=technician/${api.people.technician.technicianId}`);
    expect(data.map(({ action }: { action: string }) => action)).toEqual([
      'technician.availability_changed',
      'technician.availability_changed',
    ]);
  });

  it('keeps of a request that was refused not even where it came from', async () => {
    const admin = await api.as('admin');
    const known = async (userAgent: string) =>
      (await api.pool.query('select from request_origins where user_agent = $1', [userAgent])).rowCount;
    const edit = (userAgent: string, version: string) =>
      admin.request('PATCH', `/api/v1/users/${api.people.noc.id}`, {
        body: { name: userAgent },
        headers: { 'if-match': version, 'user-agent': userAgent },
      });
    const create = (userAgent: string, code: string) =>
      admin.request('POST', '/api/v1/specializations', {
        body: { code, nameId: 'Asal', nameEn: 'Origin' },
        headers: { 'user-agent': userAgent },
      });
    expect((await edit('Stale', '"999"')).status).toBe(412);
    expect((await create('Maker', 'origin')).status).toBe(201);
    expect((await create('Second maker', 'origin')).status).toBe(400);
    expect((await edit('Fresh', '*')).status).toBe(200);
    const rows = await Promise.all(['Stale', 'Second maker', 'Maker', 'Fresh'].map(known));
    expect(rows).toEqual([0, 0, 1, 1]);
  });

  it('is filtered by person, deed, entity and time, with deeds at the consoles', async () => {
    const supervisor = await api.as('supervisor');
    const { body: ticket } = await supervisor.post('/api/v1/tickets', { type: 'repair', title: 'A' });
    await (await api.as('noc')).post('/api/v1/mailbox-groups/business/pause', { reason: 'matrix' });
    await followed();
    const actions = async (query: string) =>
      (await audit(query)).data.map(({ action }: { action: string }) => action);
    expect(await actions(`target=ticket/${ticket.id}`)).toEqual(['ticket.created']);
    expect(await actions(`by=${api.people.noc.id}&limit=1`)).toEqual(['mailbox_group.pause.refused']);
    const later = new Date(Date.parse(ticket.createdAt) + 1).toISOString();
    expect(await actions(`target=ticket/${ticket.id}&until=${ticket.createdAt}`)).toEqual([]);
    expect(await actions(`target=ticket/${ticket.id}&since=${ticket.createdAt}&until=${later}`)).toEqual([
      'ticket.created',
    ]);
    expect((await (await api.as('manager')).get('/api/v1/audit/999999999')).status).toBe(404);
  });

  it('costs a page the same in many rows, and goes out whole as a file', async () => {
    await api.pool.query(
      `insert into audit_log (at, by, action, target)
        select date_trunc('milliseconds', now()) - n % 700 * interval '1 second',
          jsonb_build_object('kind', 'user', 'id', 'someone-' || n % 50), '=deed.' || n % 20, 'thing/' || n
          from generate_series(1, 20000) n`,
    );
    await api.pool.query('analyze audit_log');
    for (const condition of [
      'true',
      `a.by->>'id' = 'someone-7'`,
      `a.action = '=deed.3'`,
      `a.target = 'thing/9'`,
    ]) {
      const { rows } = await api.pool.query<{ 'QUERY PLAN': string }>(
        `explain select * from audit_log a where ${condition} and (a.at, a.id) < (now(), 10000000)
          order by a.at desc, a.id desc limit 51`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan, condition).toContain('Index Scan');
      expect(plan, condition).not.toMatch(/Seq Scan|Sort/);
    }
    const all = await (await api.as('manager')).get('/api/v1/audit/export?action=%3Ddeed.3');
    expect(all.status).toBe(200);
    expect(all.headers.get('content-type')).toContain('text/csv');
    const lines = String(all.body).trim().split('\n');
    expect(lines).toHaveLength(1 + 1_000);
    // A spreadsheet must not take it for a formula.
    expect(lines[1]).toContain("'=deed.3");
    expect(new Set(lines.map((line) => line.split(',')[5])).size).toBe(1 + 1_000);
    expect((await audit('action=audit.exported')).data).toHaveLength(1);
  });
});
