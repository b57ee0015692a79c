import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';
import { secretOf } from '../support/registrations.ts';

let api: TestApi;
let desk: Client;
let supervisor: Client;

beforeAll(async () => {
  api = await startTestApi();
  desk = await api.as('customer_service');
  supervisor = await api.as('supervisor');
});
afterAll(() => api.stop());

const offer = {
  name: 'Home 50',
  downMbps: 50,
  upMbps: 25,
  monthlyPrice: 249_000,
  setupFee: 0,
  slaClass: 'basic',
};

async function register(fields: object = {}): Promise<{ id: string; path: string }> {
  const made = await desk.post('/api/v1/customers', { name: 'Somebody', zone: 'north', ...fields });
  expect(made.status).toBe(201);
  return { id: made.body.id, path: `/api/v1/customers/${made.body.id}` };
}

describe('packages', () => {
  it('are offered, changed and withdrawn by those who may, under names of their own', async () => {
    const made = await supervisor.post('/api/v1/packages', offer);
    expect(made).toMatchObject({ status: 201, body: { ...offer, active: true, version: 1 } });
    expect((await desk.post('/api/v1/packages', { ...offer, name: 'x' })).status).toBe(403);
    expect(await supervisor.post('/api/v1/packages', { ...offer, name: 'HOME 50' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'name' }] },
    });
    const withdrawn = await supervisor.request('PATCH', `/api/v1/packages/${made.body.id}`, {
      body: { active: false },
      headers: { 'if-match': '"1"' },
    });
    expect(withdrawn).toMatchObject({ status: 200, body: { active: false, version: 2 } });
    expect((await desk.get('/api/v1/packages?active=no')).body.data).toMatchObject([{ name: 'Home 50' }]);
    const refused = await desk.post('/api/v1/customers', {
      name: 'x',
      zone: 'north',
      packageId: made.body.id,
    });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'packageId' }] } });
  });

  it.each([{ monthlyPrice: 1.5 }, { monthlyPrice: -1 }, { downMbps: 0 }, { slaClass: 'gold' }, { name: '' }])(
    'refuse %j, and store nothing',
    async (wrong) => {
      const before = await api.pool.query('select count(*)::int as n from packages');
      expect(
        (await supervisor.post('/api/v1/packages', { ...offer, name: 'Another', ...wrong })).status,
      ).toBe(400);
      expect((await api.pool.query('select count(*)::int as n from packages')).rows).toEqual(before.rows);
    },
  );
});

describe('the account of a customer', () => {
  it('is suspended for a reason and made active again, each by a command of its own', async () => {
    const { path } = await register({ status: 'active' });
    expect((await desk.post(`${path}/suspend`, {})).status).toBe(400);
    const stale = await desk.post(`${path}/suspend`, { reason: 'overdue' }, { 'if-match': '"7"' });
    expect(stale).toMatchObject({ status: 412 });
    const suspended = await desk.post(`${path}/suspend`, { reason: 'overdue', note: 'Called twice' });
    expect(suspended).toMatchObject({
      status: 200,
      body: { status: 'suspended', suspendReason: 'overdue', allowed: ['reactivate', 'equipment', 'notes'] },
    });
    expect(await desk.post(`${path}/suspend`, { reason: 'other' })).toMatchObject({ status: 409 });
    expect((await desk.post(`${path}/reactivate`, {})).body).toMatchObject({
      status: 'active',
      suspendReason: null,
    });
    expect((await desk.get(`${path}/notes`)).body.data).toMatchObject([
      { text: 'Called twice', by: { name: 'The customer_service' } },
    ]);
    const { rows } = await api.pool.query(
      `select count(*)::int as n from events where data::text like '%Called twice%'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('is ended by those only who may', async () => {
    const { path } = await register({ status: 'active' });
    expect((await desk.post(`${path}/terminate`, {})).status).toBe(403);
    expect((await supervisor.post(`${path}/terminate`, {})).body.status).toBe('terminated');
  });
});

describe('equipment', () => {
  it('is with one customer at a time, also when two ask at once', async () => {
    const [one, other] = [await register(), await register()];
    const item = { serial: 'ZTE-12345', kind: 'ont' };
    const both = await Promise.all([one, other].map(({ path }) => desk.post(`${path}/equipment`, item)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const holder = both[0]?.status === 200 ? one : other;
    const replaced = await desk.post(`${holder.path}/equipment/ZTE-12345/replace`, { serial: 'ZTE-12346' });
    expect(replaced.body.equipment).toMatchObject([{ serial: 'ZTE-12346', kind: 'ont' }]);
    expect((await desk.post(`${one.path}/equipment`, item)).status).toBe(200);
    const gone = await desk.request('DELETE', `${holder.path}/equipment/ZTE-12346`);
    expect(gone.status).toBe(200);
    expect(gone.body.equipment).not.toContainEqual(expect.objectContaining({ serial: 'ZTE-12346' }));
    expect((await desk.request('DELETE', `${holder.path}/equipment/ZTE-12346`)).status).toBe(409);
  });

  it('that was noted down before serials had a form can be taken back', async () => {
    const { path, id } = await register();
    await api.pool.query(
      `update customers set equipment = '[{"serial": "AB 1", "kind": "ont", "addedAt": "2026-01-01T00:00:00.000Z"}]'
        where id = $1`,
      [id],
    );
    const gone = await desk.request('DELETE', `${path}/equipment/AB%201`);
    expect(gone).toMatchObject({ status: 200, body: { equipment: [] } });
  });

  it.each(['abc', 'lower-1', '', 'ÄÖÜ-12', 'A'.repeat(65)])('has no serial like %j', async (serial) => {
    const { path } = await register();
    expect((await desk.post(`${path}/equipment`, { serial, kind: 'ont' })).status).toBe(400);
  });
});

describe('whose customers one sees', () => {
  it('technicians those of their tickets, customers their own, and neither what staff noted', async () => {
    const own = `/api/v1/customers/${api.people.customer.customerId}`;
    const other = `/api/v1/customers/${api.people.customer2.customerId}`;
    await desk.post(`${own}/notes`, { text: 'Dog in the yard' });
    const [technician, customer] = [await api.as('technician'), await api.as('customer')];
    expect((await technician.get(own)).status).toBe(404);
    const { technicianId } = api.people.technician;
    const ticket = await desk.post('/api/v1/tickets', {
      type: 'repair',
      title: 'x',
      customerId: api.people.customer.customerId,
    });
    await supervisor.post(`/api/v1/tickets/${ticket.body.id}/assign`, { technicianId });
    expect((await technician.get(own)).body).toMatchObject({
      id: api.people.customer.customerId,
      allowed: [],
    });
    expect((await technician.get(other)).status).toBe(404);
    expect((await customer.get(own)).status).toBe(200);
    for (const path of [other, `${other}/history`]) expect((await customer.get(path)).status).toBe(404);
    for (const client of [technician, customer]) expect((await client.get(`${own}/notes`)).status).toBe(403);
    await desk.post(`${own}/suspend`, { reason: 'misuse', note: 'Resells the line' });
    const staff = (await desk.get(`${own}/history`)).body.data.map(({ type }: { type: string }) => type);
    const read = (await customer.get(`${own}/history`)).body.data.map(({ type }: { type: string }) => type);
    expect(staff).toContain('customer.noted');
    expect(read).toContain('customer.status_changed');
    expect(read).not.toContain('customer.noted');
  });
});

describe('a change of package', () => {
  it('is asked for by an upgrade of an offered package for a customer, and nothing else', async () => {
    const { id } = await register({ status: 'active' });
    const made = await supervisor.post('/api/v1/packages', { ...offer, name: 'Home 500' });
    const packageChange = { packageId: made.body.id };
    const asked = { type: 'upgrade', title: 'More', customerId: id, packageChange };
    const ticket = await desk.post('/api/v1/tickets', asked);
    expect(ticket).toMatchObject({
      status: 201,
      body: { packageChange: { ...packageChange, effectiveAt: null } },
    });
    expect((await desk.post('/api/v1/tickets', { ...asked, type: 'repair' })).status).toBe(422);
    const unknown = { packageId: id };
    expect((await desk.post('/api/v1/tickets', { ...asked, packageChange: unknown })).status).toBe(400);
  });
});

/** Asks for a code and reads it on the phone. */
async function codeFor(customer: Client, path: string, phone: string): Promise<string> {
  const { rows } = await api.pool.query(`select coalesce(max(id), '') as last from deliveries`);
  expect(await customer.post(`${path}/contacts/codes`, { phone })).toMatchObject({
    status: 202,
    body: { againInSeconds: 60, goodForSeconds: 300 },
  });
  return (await secretOf(api.pool, 'code.phone', rows[0].last)).secret;
}

describe('a phone that a customer names', () => {
  it('is theirs with the code that it got, and not before', async () => {
    const { customerId, id: userId } = api.people.customer2;
    const path = `/api/v1/customers/${customerId}`;
    const customer = await api.as('customer2');
    const phone = '+6281277700011';
    const before = await customer.get(path);
    const etag = before.headers.get('etag') ?? '';
    const patch = (body: object, more: Record<string, string> = {}) =>
      customer.request('PATCH', `${path}/contacts`, { body, headers: { 'if-match': etag, ...more } });
    const refused = (code: string) => ({ status: 422, body: { code } });
    expect(await patch({ phone })).toMatchObject(refused('not_possible'));
    expect(await patch({ phone, code: '000000' })).toMatchObject(refused('wrong_code'));
    const code = await codeFor(customer, path, '081277700011');
    expect((await customer.post(`${path}/contacts/codes`, { phone })).status).toBe(429);

    // It proves this phone for this account, and no other.
    expect(await patch({ phone: '+6281277700012', code })).toMatchObject(refused('wrong_code'));
    const other = { body: { phone, code }, headers: { 'if-match': '*' } };
    const own = `/api/v1/customers/${api.people.customer.customerId}/contacts`;
    expect(await (await api.as('customer')).request('PATCH', own, other)).toMatchObject(
      refused('wrong_code'),
    );

    // A wrong guess counts, and is no answer to its key; a version of before costs nothing.
    const key = { 'idempotency-key': 'own-phone' };
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await patch({ phone, code: wrong }, key)).toMatchObject(refused('wrong_code'));
    const tries = `select tries from one_time_codes where phone = '${phone}'`;
    expect((await api.pool.query(tries)).rows).toEqual([{ tries: 1 }]);
    expect((await patch({ phone, code }, { 'if-match': '"999"' })).status).toBe(412);
    expect((await customer.get(path)).body.phone).toBe(before.body.phone);

    const done = await patch({ phone, code }, key);
    expect(done).toMatchObject({ status: 200, body: { phone, version: before.body.version + 1 } });
    const again = await patch({ phone, code }, key);
    expect(again).toMatchObject({ status: 200, body: done.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await customer.get(path)).body.phone).toBe(phone);
    const { rows } = await api.pool.query(
      `select by ->> 'id' as by, data from events where actor_id = $1 order by id desc limit 1`,
      [customerId],
    );
    expect(rows).toEqual([{ by: userId, data: { fields: ['phone'] } }]);
    const { rows: log } = await api.pool.query('select json_agg(e)::text as log from events e');
    expect(log[0].log).not.toContain('812777');
  });

  it('takes no code where it is the one that is known, or is taken away', async () => {
    const path = `/api/v1/customers/${api.people.customer2.customerId}`;
    const customer = await api.as('customer2');
    const { phone, email } = (await customer.get(path)).body;
    const patch = (body: object) =>
      customer.request('PATCH', `${path}/contacts`, { body, headers: { 'if-match': '*' } });
    expect((await patch({ phone, email })).status).toBe(200);
    expect(await patch({ phone: null })).toMatchObject({ status: 200, body: { phone: null } });
  });
});

describe('a customer', () => {
  it('reads the own line, and changes the own phone and e-mail and nothing else of anybody', async () => {
    const { customerId } = api.people.customer;
    const path = `/api/v1/customers/${customerId}`;
    const customer = await api.as('customer');
    const read = await customer.get(path);
    const headers = { 'if-match': read.headers.get('etag') ?? '' };
    const patch = (to: string, body: object) => customer.request('PATCH', to, { body, headers });
    const code = await codeFor(customer, path, '+6281277700001');
    expect(await patch(`${path}/contacts`, { phone: '+6281277700001', email: null, code })).toMatchObject({
      status: 200,
      body: { phone: '+6281277700001', email: null, name: read.body.name },
    });
    expect((await patch(`${path}/contacts`, { phone: null })).status).toBe(412);
    for (const body of [{}, { code }, { name: 'Somebody' }, { phone: 'none' }, { zone: 'south' }])
      expect((await patch(`${path}/contacts`, body)).status).toBe(400);
    expect((await patch(path, { name: 'Somebody' })).status).toBe(403);
    const other = (await register()).path;
    expect((await patch(`${other}/contacts`, { email: null })).status).toBe(404);
    expect((await customer.post(`${other}/contacts/codes`, { phone: '+6281277700003' })).status).toBe(404);
    expect((await customer.get(`${other}/registrations`)).status).toBe(404);
    const log = await api.pool.query(`select json_agg(e)::text as log from events e where actor_id = $1`, [
      customerId,
    ]);
    expect(log.rows[0].log).not.toContain('+62812777');
  });

  it('reads the registrations that made it, and no others of the same phone', async () => {
    const { customerId } = api.people.customer;
    for (const [number, own] of [
      ['R-700001', customerId],
      ['R-700002', null],
    ])
      await api.pool.query(
        `insert into registrations (id, seq, version, number, status, name, phone, address, package_id, preferred_date,
            preferred_slot, locale, survey_waived, customer_id, created_at, updated_at)
          values ($1, 1, 1, $1, 'customer_created', 'x', '+6281277700001', '{}', 'none', '2026-01-01', 'morning', 'en',
            false, $2, now(), now())`,
        [number, own],
      );
    const { body } = await (await api.as('customer')).get(`/api/v1/customers/${customerId}/registrations`);
    expect(body.data).toMatchObject([{ number: 'R-700001', status: 'customer_created', package: null }]);
    expect((await (await api.as('noc')).get(`/api/v1/customers/${customerId}/registrations`)).status).toBe(
      403,
    );
  });
});
