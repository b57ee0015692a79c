import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCK_AFTER } from '../../src/api/sign-in.ts';
import { migrate } from '../../src/migrations/all.ts';
import { type Client, PASSWORD, randomAddress, startTestApi, type TestApi } from '../support/api.ts';
import { secretOf } from '../support/registrations.ts';
import { waitFor } from '../support/wait.ts';

let api: TestApi;
let admin: Client;
beforeAll(async () => {
  api = await startTestApi();
  admin = await api.as('admin');
});
afterAll(() => api.stop());

const makeUser = async (username: string, more: Record<string, unknown> = {}) => {
  const body = { username, name: `The ${username}`, password: PASSWORD, role: 'noc', ...more };
  const answer = await admin.post('/api/v1/users', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as { id: string; version: number };
};

describe('user accounts', () => {
  it('are made, listed, read and edited; no hash is ever answered', async () => {
    const { id } = await makeUser('budi');
    const list = await admin.get('/api/v1/users?q=budi&role=noc,admin&status=active');
    expect(list.body.data.map((row: { id: string }) => row.id)).toEqual([id]);
    expect(JSON.stringify(list.body)).not.toMatch(/argon|hash/i);
    const edited = await admin.request('PATCH', `/api/v1/users/${id}`, {
      body: { email: 'budi@example.test' },
      headers: { 'if-match': '"1"' },
    });
    expect(edited).toMatchObject({ status: 200, body: { email: 'budi@example.test', version: 2 } });
    expect((await admin.get(`/api/v1/users/${id}`)).headers.get('etag')).toBe('"2"');
    await api.signIn('budi');
  });

  it('are never without an administrator, also when two demote each other at the same moment', async () => {
    const { id: own } = (await admin.get('/api/v1/session')).body.user;
    const demote = (who: Client, id: string) => who.post(`/api/v1/users/${id}/role`, { role: 'noc' });
    for (let round = 0; round < 5; round++) {
      const { id } = await makeUser(`second-${round}`, { role: 'admin' });
      const second = await api.signIn(`second-${round}`);
      const answers = await Promise.all([demote(admin, id), demote(second, own)]);
      const statuses = answers.map(({ status }) => status);
      // The slower one may be no administrator any more when it is asked.
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect([403, 409]).toContain(Math.max(...statuses));
      await api.pool.query(`update users set role = 'admin' where id = $1`, [own]);
      await api.pool.query(`update users set role = 'noc' where id = $1`, [id]);
    }
  });

  it('are decided in the database: of two changes that both see the other one, the second waits and is refused', async () => {
    const { id: own } = (await admin.get('/api/v1/session')).body.user;
    const { id } = await makeUser('other-admin', { role: 'admin' });
    const other = await api.signIn('other-admin');
    const client = await api.pool.connect();
    await client.query('begin');
    await client.query(`update users set role = 'noc' where id = $1`, [id]);
    let answered = false;
    const waiting = other.post(`/api/v1/users/${own}/deactivate`).finally(() => {
      answered = true;
    });
    await waitFor(async () => {
      const { rows } = await api.pool.query(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0].waiting === 1;
    });
    expect(answered).toBe(false);
    await client.query('commit');
    client.release();
    expect(await waiting).toMatchObject({ status: 409, body: { code: 'conflict' } });
    // Nothing of it was written, and wrong passwords lock even the last one, for a while.
    expect((await admin.get(`/api/v1/users/${own}`)).body).toMatchObject({ status: 'active', role: 'admin' });
    await api.pool.query(
      `update users set status = 'locked', locked_until = now() + interval '1 minute' where id = $1`,
      [own],
    );
    await api.pool.query(`update users set status = 'active', locked_until = null where id = $1`, [own]);
  });

  it('have usernames of their own', async () => {
    await makeUser('sari');
    const again = await admin.post('/api/v1/users', {
      username: 'sari',
      name: 'x',
      password: PASSWORD,
      role: 'noc',
    });
    expect(again).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'username', message: 'is taken' }] },
    });
  });

  it('that are locked or put aside lose their sessions within a second, and come back', async () => {
    const { id } = await makeUser('dewi');
    for (const [take, giveBack] of [
      [() => admin.post(`/api/v1/users/${id}/lock`), 'unlock'],
      [() => admin.post(`/api/v1/users/${id}/deactivate`), 'activate'],
      [() => admin.request('DELETE', `/api/v1/users/${id}`), 'restore'],
    ] as const) {
      const session = await api.signIn('dewi');
      expect((await take()).status).toBe(200);
      await waitFor(async () => (await session.get('/api/v1/session')).status === 401, { deadlineMs: 3_000 });
      await expect(api.signIn('dewi')).rejects.toThrow('invalid_credentials');
      expect((await admin.post(`/api/v1/users/${id}/${giveBack}`)).status).toBe(200);
    }
    await api.signIn('dewi');
  });

  it('that were locked after wrong passwords are unlocked by an administrator', async () => {
    const { id } = await makeUser('agus');
    const guess = (password: string) =>
      api.anonymous.post(
        '/api/v1/session',
        { username: 'agus', password },
        { 'x-forwarded-for': randomAddress() },
      );
    const here = await api.signIn('agus');
    for (let count = 0; count < LOCK_AFTER; count++) await guess('wrong');
    expect((await guess(PASSWORD)).body.code).toBe('account_locked');
    await waitFor(async () => (await admin.get(`/api/v1/users/${id}`)).body.status === 'locked');
    expect((await here.get('/api/v1/session')).status, 'a stranger cannot end my session').toBe(200);
    expect((await admin.post(`/api/v1/users/${id}/unlock`)).status).toBe(200);
    expect((await guess(PASSWORD)).status).toBe(201);
  });

  it('get another role, and other rights with it at once', async () => {
    const { id } = await makeUser('rini', { role: 'customer_service' });
    const session = await api.signIn('rini');
    expect((await session.get('/api/v1/audit')).status).toBe(403);
    await admin.post(`/api/v1/users/${id}/role`, { role: 'manager' });
    await waitFor(async () => (await session.get('/api/v1/audit')).status === 200, { deadlineMs: 3_000 });
    const own = (await admin.get('/api/v1/session')).body.user.id;
    expect((await admin.post(`/api/v1/users/${own}/role`, { role: 'noc' })).status).toBe(422);
    expect((await admin.post(`/api/v1/users/${own}/lock`)).status).toBe(422);
  });

  it('have sessions that an administrator sees and ends', async () => {
    const { id } = await makeUser('wati');
    const session = await api.signIn('wati');
    const [open] = (await admin.get(`/api/v1/users/${id}/sessions`)).body.data;
    expect((await admin.request('DELETE', `/api/v1/users/${id}/sessions/${open.id}`)).status).toBe(204);
    await waitFor(async () => (await session.get('/api/v1/session')).status === 401, { deadlineMs: 3_000 });
  });
});

describe('the account of a technician or a customer', () => {
  const patch = (client: Client, path: string, body: object) =>
    client.request('PATCH', path, { body, headers: { 'if-match': '*' } });
  const zoneOf = async (path: string) => (await admin.get(path)).body.zone;

  it('of a technician is known to them: they are told of their tickets', async () => {
    const body = { employeeNumber: 'E-90', name: 'Tono', skillLevel: 'expert', zone: 'north' };
    const { id: technicianId } = (await admin.post('/api/v1/technicians', body)).body;
    const { id } = await makeUser('tono', { role: 'technician', technicianId });
    const technician = `/api/v1/technicians/${technicianId}`;
    expect((await admin.get(technician)).body).toMatchObject({ userId: id });
    const ticket = (await admin.post('/api/v1/tickets', { type: 'repair', title: 'Dark', zone: 'north' }))
      .body;
    const assigned = await admin.post(`/api/v1/tickets/${ticket.id}/assign`, { technicianId });
    expect(assigned.body.team).toMatchObject([{ technicianId, userId: id }]);
    const second = { username: 'tono2', name: 'x', password: PASSWORD, role: 'technician', technicianId };
    expect(await admin.post('/api/v1/users', second)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'technicianId', message: 'has an account already' }] },
    });
  });

  it('of a technician that was made before this release is known from its migration on', async () => {
    const body = { employeeNumber: 'E-93', name: 'Tuti', skillLevel: 'expert', zone: 'north' };
    const { id: technicianId } = (await admin.post('/api/v1/technicians', body)).body;
    const { id } = await makeUser('tuti', { role: 'technician', technicianId });
    const ticket = (await admin.post('/api/v1/tickets', { type: 'repair', title: 'Dark', zone: 'north' }))
      .body;
    await admin.post(`/api/v1/tickets/${ticket.id}/assign`, { technicianId });
    await api.pool.query('update technicians set user_id = null where id = $1', [technicianId]);
    await api.pool.query(
      `update tickets set team = jsonb_build_array(team -> 0 || '{"userId": null}') where id = $1`,
      [ticket.id],
    );
    await api.pool.query(`delete from knex_migrations where name = '1170_portal_accounts'`);
    expect(await migrate(api.databaseUrl)).toEqual(['1170_portal_accounts']);
    expect((await admin.get(`/api/v1/technicians/${technicianId}`)).body).toMatchObject({ userId: id });
    expect((await admin.get(`/api/v1/tickets/${ticket.id}`)).body.team).toMatchObject([
      { technicianId, userId: id, lead: true },
    ]);
  });

  it('of a technician has their zone, wherever it is changed', async () => {
    const body = { employeeNumber: 'E-91', name: 'Tini', skillLevel: 'expert', zone: 'north' };
    const { id: technicianId } = (await admin.post('/api/v1/technicians', body)).body;
    const { id } = await makeUser('tini', { role: 'technician', technicianId });
    const [account, technician] = [`/api/v1/users/${id}`, `/api/v1/technicians/${technicianId}`];
    expect(await zoneOf(account)).toBe('north');
    const tini = await api.signIn('tini');
    const { id: ticket } = (
      await admin.post('/api/v1/tickets', { type: 'repair', title: 'Far', zone: 'bogor' })
    ).body;
    expect((await tini.get(`/api/v1/tickets/${ticket}`)).status).toBe(404);
    expect((await patch(admin, technician, { zone: 'bogor' })).status).toBe(200);
    expect(await zoneOf(account)).toBe('bogor');
    await waitFor(async () => (await tini.get(`/api/v1/tickets/${ticket}`)).status === 200, {
      deadlineMs: 3_000,
    });
    await admin.post(`${account}/role`, { role: 'technician', zone: 'depok' });
    expect(await zoneOf(technician)).toBe('depok');
    await admin.post(`${account}/role`, { role: 'supervisor', zone: 'south' });
    expect(await zoneOf(technician)).toBe('depok');
  });

  it('of a technician who is out of use leaves them off line', async () => {
    const body = { employeeNumber: 'E-92', name: 'Tati', skillLevel: 'expert', zone: 'north' };
    const { id: technicianId } = (await admin.post('/api/v1/technicians', body)).body;
    const { id } = await makeUser('tati', { role: 'technician', technicianId });
    const technician = `/api/v1/technicians/${technicianId}`;
    await admin.post(`${technician}/availability`, { availability: 'available' });
    expect((await admin.post(`/api/v1/users/${id}/deactivate`)).status).toBe(200);
    expect((await admin.get(technician)).body).toMatchObject({ availability: 'offline' });
  });

  it('of a customer has their zone, and their contacts as long as it had them', async () => {
    const contacts = { email: 'rudi@example.test', phone: '0812-0000-4444'.replaceAll('-', '') };
    const { id: customerId } = (
      await admin.post('/api/v1/customers', { name: 'Rudi', zone: 'north', ...contacts })
    ).body;
    const { id } = await makeUser('rudi', { role: 'customer', customerId, ...contacts });
    // Another account of the same customer.
    await makeUser('rudi2', { role: 'customer', customerId, email: 'other@example.test' });
    expect((await api.pool.query('select user_id from customers where id = $1', [customerId])).rows).toEqual([
      { user_id: id },
    ]);
    const customer = `/api/v1/customers/${customerId}`;
    const rudi = await api.signIn('rudi');
    const [email, phone] = ['new@example.test', '081200005555'];
    await rudi.post(`${customer}/contacts/codes`, { phone });
    const { secret: code } = await secretOf(api.pool, 'code.phone');
    expect((await patch(rudi, `${customer}/contacts`, { email, phone, code })).body).toMatchObject({
      phone: '+6281200005555',
    });
    await patch(admin, customer, { zone: 'south' });
    expect((await admin.get(`/api/v1/users/${id}`)).body).toMatchObject({
      email: 'new@example.test',
      phone: '+6281200005555',
      zone: 'south',
    });
  });
});

describe('phones', () => {
  it('are kept in one form, however they were written, and refused where they are none', async () => {
    const { id, ...made } = (
      await admin.post('/api/v1/customers', { name: 'Lina', zone: 'north', phone: '081200006666' })
    ).body;
    expect(made.phone).toBe('+6281200006666');
    const wrong = { errors: [{ path: 'phone', message: 'must be a phone number' }] };
    const headers = { 'if-match': '*' };
    const body = { phone: '+1234567' };
    expect(await admin.request('PATCH', `/api/v1/customers/${id}`, { body, headers })).toMatchObject({
      status: 400,
      body: wrong,
    });
    const { id: userId, ...account } = (await makeUser('lina', { phone: '6281200006667' })) as {
      id: string;
      phone?: string;
    };
    expect(account.phone).toBe('+6281200006667');
    expect(await admin.request('PATCH', `/api/v1/users/${userId}`, { body, headers })).toMatchObject({
      status: 400,
      body: wrong,
    });
  });
});

describe('customers', () => {
  it('are registered with a code, found, edited, and change status as allowed', async () => {
    const desk = await api.as('customer_service');
    const made = await desk.post('/api/v1/customers', {
      name: 'Toko 50%',
      zone: 'north',
      phone: '+628123456789',
    });
    expect(made).toMatchObject({ status: 201, body: { status: 'pending_installation', version: 1 } });
    expect(made.body.code).toMatch(/^C-\d{6}$/);
    const { id } = made.body;
    expect((await desk.get('/api/v1/customers?q=50%25&zone=north')).body.data).toHaveLength(1);
    expect((await desk.post(`/api/v1/customers/${id}/activate`, {})).body.status).toBe('active');
    const again = await desk.post(`/api/v1/customers/${id}/activate`, {});
    const allowed = ['suspend', 'terminate', 'equipment', 'notes'];
    expect(again).toMatchObject({ status: 409, body: { allowed } });
    const edited = await desk.request('PATCH', `/api/v1/customers/${id}`, {
      body: { email: null, zone: 'south' },
      headers: { 'if-match': '"2"' },
    });
    expect(edited).toMatchObject({ status: 200, body: { zone: 'south', version: 3 } });
  });
});

describe('technicians', () => {
  it('say themselves whether they are available, and nobody else’s', async () => {
    const technician = await api.as('technician');
    const own = `/api/v1/technicians/${api.people.technician.technicianId}`;
    const other = `/api/v1/technicians/${api.people.technician2.technicianId}`;
    const said = await technician.post(`${own}/availability`, { availability: 'available' });
    expect(said).toMatchObject({ status: 200, body: { availability: 'available' } });
    expect((await technician.post(`${other}/availability`, { availability: 'busy' })).status).toBe(404);
    expect((await technician.get(own)).status).toBe(200);
    expect((await technician.get(other)).status).toBe(404);
  });

  it('are registered once by employee number', async () => {
    const supervisor = await api.as('supervisor');
    const body = { employeeNumber: 'E-77', name: 'Joko', skillLevel: 'expert', zone: 'north' };
    expect((await supervisor.post('/api/v1/technicians', body)).status).toBe(201);
    const again = await supervisor.post('/api/v1/technicians', body);
    expect(again).toMatchObject({ status: 400, body: { errors: [{ path: 'employeeNumber' }] } });
  });
});
