// Registrations through the public doors, from the form to the customer, and what is refused on the way.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../src/authority/authority.ts';
import { dayOf } from '../../src/contracts/day.ts';
import { rooms } from '../../src/contracts/rooms.ts';
import { type Client, createClient, randomAddress, startTestApi, type TestApi } from '../support/api.ts';
import { address, form, makePackage, secretOf } from '../support/registrations.ts';

const base = '/api/v1/public/registrations';

let api: TestApi;
let packageId: string;
beforeAll(async () => {
  api = await startTestApi();
  packageId = await makePackage(api.commands);
});
afterAll(() => api.stop());

let phones = 0;
const newPhone = () => `0812345${String(60_000 + ++phones)}`;
/** Somebody at home: an address of their own, so that nobody uses up another one's budget. */
const visitor = (own: Record<string, string> = {}) =>
  createClient(api.url, { 'x-forwarded-for': randomAddress(), ...own });
const application = (phone: string, more: object = {}) => ({
  name: 'Siti Rahayu',
  phone,
  email: `${phone}@example.test`,
  address,
  packageId,
  preferredDate: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10),
  preferredSlot: 'morning',
  locale: 'en',
  form: form(),
  ...more,
});

async function codeFor(phone: string, client = visitor()): Promise<string> {
  const { rows } = await api.pool.query(`select max(id) as last from deliveries`);
  expect(await client.post(`${base}/codes`, { phone, form: form() })).toMatchObject({ status: 202 });
  return (await secretOf(api.pool, 'code.registration', rows[0].last ?? '')).secret;
}

async function register(phone = newPhone()) {
  const code = await codeFor(phone);
  const made = await visitor().post(base, application(phone, { code }));
  expect(made).toMatchObject({ status: 201 });
  const { number, token } = made.body;
  const { rows } = await api.pool.query('select id from registrations where number = $1', [number]);
  const tracker = visitor({ authorization: `Bearer ${token}` });
  return { id: rows[0].id as string, number, token, tracker, phone };
}

const give = (client: Client, id: string, command: string, body: object = {}) =>
  client.post(`/api/v1/registrations/${id}/${command}`, body);

async function approved() {
  const supervisor = await api.as('supervisor');
  const made = await register();
  expect(await give(supervisor, made.id, 'verify', { zone: 'north' })).toMatchObject({ status: 200 });
  expect(await give(supervisor, made.id, 'approve', { waiveSurvey: true })).toMatchObject({ status: 200 });
  return { ...made, supervisor };
}

describe('the public form', () => {
  it('offers the packages, and registers with the code of the phone', async () => {
    const offered = await visitor().get(`${base}/form`);
    expect(offered.body.packages).toMatchObject([{ id: packageId, monthlyPrice: 300_000 }]);
    const { number, tracker, phone } = await register('0812-3456-7001');
    const seen = await tracker.get(`${base}/tracking`);
    expect(seen).toMatchObject({
      status: 200,
      body: { number, status: 'pending_verification', allowed: ['cancel'] },
    });
    expect(JSON.stringify(seen.body)).not.toMatch(/Margonda|3456/);
    const { rows } = await api.pool.query('select phone from registrations where number = $1', [number]);
    expect([phone, rows[0].phone]).toEqual(['0812-3456-7001', '+6281234567001']);
  });

  it('refuses what a robot sends, and stores nothing of it', async () => {
    const phone = newPhone();
    const before = await api.counts();
    const fast = await visitor().post(`${base}/codes`, { phone, form: form(new Date()) });
    expect(fast).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(fast.headers.get('retry-after')).toBe('3');
    const old = form(new Date(Date.now() - 24 * 3_600_000));
    for (const one of ['x', 'k1.00', old])
      expect(await visitor().post(`${base}/codes`, { phone, form: one })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'form' }] },
      });
    // Found out, it is answered as everybody is.
    expect(
      await visitor().post(`${base}/codes`, { phone, form: form(), website: 'https://x' }),
    ).toMatchObject({
      status: 202,
    });
    expect(await api.counts()).toEqual(before);
  });

  it.each([
    ['phone', '12', 'phone'],
    ['phone', 'not a phone', 'phone'],
    ['email', 'nobody', 'email'],
    ['packageId', '00000000-0000-7000-8000-000000000000', 'packageId'],
    ['preferredDate', '2020-01-01', 'preferredDate'],
    ['preferredDate', '2026-02-30', 'preferredDate'],
    ['preferredSlot', 'night', 'preferredSlot'],
    ['code', '12345', 'code'],
    ['address', { ...address, postalCode: '1' }, 'address.postalCode'],
    ['name', '\u0000\u0000', 'name'],
    ['unknown', 1, ''],
  ])('refuses %s %j', async (field, value, path) => {
    const answer = await visitor().post(base, application(newPhone(), { code: '123456', [field]: value }));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('refuses a visit on a day that has passed where the portal is', async () => {
    const yesterday = dayOf(new Date(Date.now() - 86_400_000).toISOString(), 'Asia/Jakarta');
    const answer = await visitor().post(
      base,
      application(newPhone(), { code: '123456', preferredDate: yesterday }),
    );
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'preferredDate' }] } });
  });

  it('refuses a wrong code, a second use, and a second open registration of the same phone or e-mail', async () => {
    const phone = newPhone();
    const code = await codeFor(phone);
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await visitor().post(base, application(phone, { code: wrong }))).toMatchObject({
      status: 422,
      body: { code: 'wrong_code' },
    });
    expect(await visitor().post(base, application(phone, { code }))).toMatchObject({ status: 201 });
    expect(await visitor().post(base, application(phone, { code }))).toMatchObject({
      body: { code: 'wrong_code' },
    });

    await api.pool.query(`update one_time_codes set issued_at = issued_at - interval '2 minutes'`);
    const again = await codeFor(phone);
    const other = application(phone, { code: again, email: 'other@example.test' });
    expect(await visitor().post(base, other)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const second = newPhone();
    const sameEmail = application(second, { code: await codeFor(second), email: `${phone}@EXAMPLE.test` });
    expect(await visitor().post(base, sameEmail)).toMatchObject({ status: 409 });
    // What was refused for that spent no code.
    expect(await visitor().post(base, { ...sameEmail, email: null })).toMatchObject({ status: 201 });
  });

  it('of one phone that is sent twice at once makes one registration', async () => {
    const phone = newPhone();
    const code = await codeFor(phone);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => visitor().post(base, application(phone, { code }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422]);
  });

  it('answers the same key as the first time, also at the same moment, and keeps no token for it', async () => {
    const phone = newPhone();
    const body = application(phone, { code: await codeFor(phone) });
    const send = (key: string, more: object = {}) =>
      visitor().post(base, { ...body, ...more }, { 'idempotency-key': key });
    const key = crypto.randomUUID();
    const answers = await Promise.all([send(key), send(key), send(key)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const later = await send(key);
    expect(new Set([...answers, later].map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    const { number, token } = later.body;
    const tracker = visitor({ authorization: `Bearer ${token}` });
    expect(await tracker.get(`${base}/tracking`)).toMatchObject({ status: 200, body: { number } });
    for (const [other, more] of [
      [crypto.randomUUID(), {}],
      [key, { name: 'Somebody Else' }],
    ] as const)
      expect(await send(other, more)).toMatchObject({ status: 422, body: { code: 'wrong_code' } });
    const { rows } = await api.pool.query(
      `select count(*)::int as kept from registration_tokens where id = $1 or public_id = $1`,
      [token],
    );
    expect(rows[0].kept).toBe(0);
    expect(JSON.stringify((await api.pool.query('select * from idempotency')).rows)).not.toContain(token);
  });

  it('takes a key that is too short to be a secret for none', async () => {
    const phone = newPhone();
    const body = application(phone, { code: await codeFor(phone) });
    const send = () => visitor().post(base, body, { 'idempotency-key': 'short' });
    expect([(await send()).status, (await send()).status]).toEqual([201, 422]);
  });

  it('sends one code a minute to a phone, and only so many for one address', async () => {
    const phone = newPhone();
    await codeFor(phone);
    const soon = await visitor().post(`${base}/codes`, { phone, form: form() });
    expect(soon).toMatchObject({ status: 429 });
    expect(soon.headers.get('retry-after')).toBe('60');
    const greedy = visitor();
    let sent = 0;
    while ((await greedy.post(`${base}/codes`, { phone: newPhone(), form: form() })).status === 202)
      sent += 1;
    expect(sent).toBe(30);
  });

  it('sends six codes an hour to a phone, and counts none that it did not send', async () => {
    const phone = newPhone();
    const ask = () => visitor().post(`${base}/codes`, { phone, form: form() });
    for (let sent = 1; sent <= 6; sent++) {
      expect((await ask()).status).toBe(202);
      const soon = await ask();
      expect(soon.status).toBe(429);
      if (sent < 6) expect(soon.headers.get('retry-after')).toBe('60');
      await api.pool.query(`update one_time_codes set issued_at = issued_at - interval '2 minutes'`);
    }
    const seventh = await ask();
    expect(seventh.status).toBe(429);
    expect(Number(seventh.headers.get('retry-after'))).toBeGreaterThan(60);
  });
});

describe('tracking', () => {
  it('opens with number and code, and says of an unknown number what it says of a known one', async () => {
    const { number } = await register();
    const { rows } = await api.pool.query(`select max(id) as last from deliveries`);
    const known = await visitor().post(`${base}/tracking-codes`, { number });
    const unknown = await visitor().post(`${base}/tracking-codes`, { number: 'R-999999' });
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    const { secret: code } = await secretOf(api.pool, 'code.registration', rows[0].last);
    const opened = await visitor().post(`${base}/tracking`, { number, code });
    expect(opened).toMatchObject({ status: 201, body: { number } });
    const tracker = visitor({ authorization: `Bearer ${opened.body.token}` });
    expect(await tracker.get(`${base}/tracking`)).toMatchObject({ status: 200, body: { number } });

    const wrongOfKnown = await visitor().post(`${base}/tracking`, { number, code });
    const wrongOfUnknown = await visitor().post(`${base}/tracking`, { number: 'R-999999', code });
    for (const { status, body } of [wrongOfKnown, wrongOfUnknown])
      expect({ status, code: body.code, detail: body.detail }).toEqual({ status: 422, code: 'wrong_code' });
    // Codes that are asked for within a minute are not sent, are not said not to be, and count for none.
    for (const asked of [number, 'R-999999'])
      for (let again = 0; again < 8; again++)
        expect(await visitor().post(`${base}/tracking-codes`, { number: asked })).toMatchObject({
          status: 202,
          body: unknown.body,
        });
  });

  it('sends no code to the phone of one that was erased, and says of it what it says of a known one', async () => {
    const [erased, known] = [await register(), await register()];
    await api.pool.query(`update registrations set erased_at = now(), phone = '[erased]' where id = $1`, [
      erased.id,
    ]);
    const { rows } = await api.pool.query(`select max(id) as last from deliveries`);
    const answers = [];
    for (const { number } of [erased, known])
      answers.push(await visitor().post(`${base}/tracking-codes`, { number }));
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [202, answers[1]?.body],
      [202, answers[1]?.body],
    ]);
    await secretOf(api.pool, 'code.registration', rows[0].last);
    const codes = await api.pool.query(`select phone from one_time_codes where phone = '[erased]'`);
    expect(codes.rows).toEqual([]);
  });

  it('cancels before the approval, not after it, and nothing without a token', async () => {
    const { tracker, id } = await register();
    expect(await visitor().get(`${base}/tracking`)).toMatchObject({ status: 401 });
    expect(
      await visitor({ authorization: `Bearer tr_${'x'.repeat(43)}` }).get(`${base}/tracking`),
    ).toMatchObject({
      status: 401,
    });
    expect(await tracker.post(`${base}/tracking/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', allowed: [] },
    });
    expect(await tracker.post(`${base}/tracking/cancel`)).toMatchObject({
      status: 409,
      body: { allowed: [] },
    });
    expect(await tracker.get(`/api/v1/registrations/${id}`)).toMatchObject({ status: 401 });
    const late = await approved();
    expect(await late.tracker.post(`${base}/tracking/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', allowed: ['create-customer'] },
    });
  });

  it('gives a socket one room, that of its own number, and ends with the token', async () => {
    const [mine, other] = [await register(), await register()];
    const authority = createAuthority({ pool: api.pool });
    const credentials = { bearer: mine.token as string, address: '127.0.0.1' };
    const viewer = await authority.authenticate(credentials);
    if ('refused' in viewer) throw new Error('refused');
    expect(viewer).toMatchObject({ class: 'public', rooms: [rooms.registrationPublic(mine.number)] });
    expect(await authority.mayWatch(viewer, 'registration', other.number)).toBeUndefined();
    expect(await authority.mayWatch(viewer, 'ticket', other.id)).toBeUndefined();
    expect(await authority.stillValid([viewer.sessionId])).toEqual([viewer.sessionId]);
    await api.pool.query(`update registration_tokens set expires_at = now() where registration_id = $1`, [
      mine.id,
    ]);
    expect(await authority.stillValid([viewer.sessionId])).toEqual([]);
    expect(await authority.authenticate(credentials)).toEqual({ refused: 'unauthenticated' });
    expect(await mine.tracker.get(`${base}/tracking`)).toMatchObject({ status: 401 });
  });
});

describe('staff', () => {
  it('find it, verify it, survey it, approve it; each command out of place is refused with what is possible', async () => {
    const { id, number } = await register();
    const service = await api.as('customer_service');
    const found = await service.get(`/api/v1/registrations?q=${number}&status=pending_verification`);
    expect(found.body.data).toMatchObject([
      { id, packageName: expect.any(String), allowed: ['verify', 'reject'] },
    ]);
    expect(await give(service, id, 'record-survey', { feasible: true })).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', allowed: ['verify', 'reject', 'cancel'] },
    });
    const { headers } = await service.get(`/api/v1/registrations/${id}`);
    expect(await give(service, id, 'verify', { zone: 'north' })).toMatchObject({
      body: { status: 'verified' },
    });
    const stale = await service.post(
      `/api/v1/registrations/${id}/schedule-survey`,
      { scheduledAt: '2026-12-01T02:00:00Z' },
      { 'if-match': headers.get('etag') ?? '' },
    );
    expect(stale.status).toBe(412);

    const survey = await give(service, id, 'schedule-survey', { scheduledAt: '2026-12-01T02:00:00Z' });
    const ticket = await service.get(`/api/v1/tickets/${survey.body.surveyTicket.id}`);
    expect(ticket.body).toMatchObject({ type: 'survey', status: 'open', zone: 'north', registrationId: id });
    const moved = await give(service, id, 'schedule-survey', { scheduledAt: '2026-12-02T02:00:00Z' });
    expect(moved.body).toMatchObject({
      surveyAt: '2026-12-02T02:00:00.000Z',
      surveyTicket: survey.body.surveyTicket,
      allowed: ['record-survey', 'schedule-survey', 'reject'],
    });
    await give(service, id, 'record-survey', { feasible: false, note: 'Tidak ada tiang' });
    const supervisor = await api.as('supervisor');
    expect(await give(supervisor, id, 'approve', { waiveSurvey: true })).toMatchObject({
      status: 409,
      body: { allowed: ['reject', 'cancel'] },
    });
    expect(await give(supervisor, id, 'reject', { reason: 'Di luar jangkauan' })).toMatchObject({
      body: { status: 'rejected', allowed: [] },
    });
    const history = await supervisor.get(`/api/v1/registrations/${id}/history`);
    expect(history.body.data.map(({ type }: { type: string }) => type)).toEqual([
      'registration.submitted',
      'registration.verified',
      'registration.survey_scheduled',
      'registration.survey_scheduled',
      'registration.survey_completed',
      'registration.rejected',
    ]);
  });

  it('plan a survey once, however often at the same moment', async () => {
    const { id } = await register();
    const supervisor = await api.as('supervisor');
    await give(supervisor, id, 'verify', { zone: 'north' });
    const plans = await Promise.all(
      [1, 2, 3, 4].map(() =>
        give(supervisor, id, 'schedule-survey', { scheduledAt: '2026-12-01T02:00:00Z' }),
      ),
    );
    expect(plans.some(({ status }) => status === 200)).toBe(true);
    expect(plans.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const { rows } = await api.pool.query('select status from tickets where registration_id = $1', [id]);
    expect(rows).toEqual([{ status: 'open' }]);
  });

  it('plan a survey anew whose ticket was cancelled; its technician sees where it is, a stranger does not', async () => {
    const { id } = await register();
    const supervisor = await api.as('supervisor');
    await give(supervisor, id, 'verify', { zone: 'north' });
    const plan = () => give(supervisor, id, 'schedule-survey', { scheduledAt: '2026-12-01T02:00:00Z' });
    const first = (await plan()).body.surveyTicket.id;
    const one = (client: Client, ticket: string) => client.get(`/api/v1/tickets/${ticket}`);
    await supervisor.post(`/api/v1/tickets/${first}/cancel`, { reason: 'Hujan' });
    expect((await supervisor.get(`/api/v1/registrations/${id}`)).body.surveyTicketStatus).toBe('cancelled');
    const second = (await plan()).body.surveyTicket.id;
    expect(second).not.toBe(first);

    const { technicianId } = api.people.technician;
    await supervisor.post(`/api/v1/tickets/${second}/assign`, { technicianId });
    const seen = await one(await api.as('technician'), second);
    const applicant = { name: 'Siti Rahayu', address: { city: 'Depok' }, phone: expect.any(String) };
    expect(seen.body).toMatchObject({ registrationId: id, applicant });
    expect((await one(supervisor, second)).body).toMatchObject({ applicant });
    expect(await one(await api.as('technician2'), second)).toMatchObject({ status: 404 });
    expect((await one(await api.as('noc'), second)).body).not.toHaveProperty('applicant');

    const technician = await api.as('technician');
    await technician.post(`/api/v1/tickets/${second}/start`);
    const complete = (body: object) =>
      technician.post(`/api/v1/tickets/${second}/complete`, { resolution: 'Dilihat', ...body });
    expect(await complete({})).toMatchObject({ status: 422, body: { code: 'not_possible' } });
    expect(await complete({ survey: {} })).toMatchObject({ status: 400 });
    expect(await complete({ survey: { feasible: true } })).toMatchObject({ status: 200 });
    const later = { scheduledAt: '2026-12-02T02:00:00Z' };
    expect(await give(supervisor, id, 'schedule-survey', later)).toMatchObject({ status: 409 });
  });

  it('approve only who may, and see them only who may', async () => {
    const { id } = await register();
    await give(await api.as('customer_service'), id, 'verify', { zone: 'north' });
    for (const who of ['customer_service', 'noc', 'technician', 'customer'] as const)
      expect(await give(await api.as(who), id, 'approve', { waiveSurvey: true })).toMatchObject({
        status: 403,
      });
    for (const who of ['noc', 'technician', 'customer'] as const)
      expect(await (await api.as(who)).get(`/api/v1/registrations/${id}`)).toMatchObject({ status: 403 });
  });

  it('make customer, account and installation ticket in one commit, once for one key', async () => {
    const { id, tracker, supervisor } = await approved();
    const create = () =>
      supervisor.post(`/api/v1/registrations/${id}/create-customer`, {}, { 'idempotency-key': `make-${id}` });
    const [made] = [await create(), await create()];
    expect(made).toMatchObject({ status: 200, body: { status: 'customer_created' } });
    const { customerId, customerCode, installationTicket } = made.body;
    const { rows } = await api.pool.query(
      `select count(distinct xmin::text)::int as commits, count(*)::int as rows from (
        select xmin from customers where id = $1 and status = 'pending_installation'
        union all select xmin from users where customer_id = $1
        union all select xmin from tickets where customer_id = $1 and type = 'installation'
        union all select xmin from registrations where id = $2) made`,
      [customerId, id],
    );
    expect(rows[0]).toEqual({ commits: 1, rows: 4 });
    const customer = await supervisor.get(`/api/v1/customers/${customerId}`);
    expect(customer.body).toMatchObject({ code: customerCode, packageId, address: { city: 'Depok' } });
    expect((await tracker.get(`${base}/tracking`)).body).toMatchObject({
      customerCode,
      status: 'customer_created',
    });

    const password = await secretOf(api.pool, 'registration.welcome');
    const signedIn = await api.signIn(customerCode.toLowerCase(), password.secret);
    const own = await signedIn.get(`/api/v1/tickets/${installationTicket.id}`);
    expect(own).toMatchObject({ status: 200, body: { type: 'installation' } });
    const { rows: log } = await api.pool.query('select json_agg(e)::text as log from events e');
    expect(log[0].log).not.toMatch(/Siti|Margonda|0812|62812/);
    expect(log[0].log).not.toContain(password.secret);
    expect(api.logged.join()).not.toContain(password.secret);
  });

  it('are told when somebody has the name of the account already, and succeed with the next', async () => {
    const { id, supervisor } = await approved();
    const { rows } = await api.pool.query(`select last_value::int as last from customer_codes`);
    const username = `c-${String(rows[0].last + 1).padStart(6, '0')}`;
    const taken = { username, name: 'Somebody', password: 'correct horse battery', role: 'noc' };
    expect(await (await api.as('admin')).post('/api/v1/users', taken)).toMatchObject({ status: 201 });
    expect(await give(supervisor, id, 'create-customer')).toMatchObject({ status: 409 });
    expect(await give(supervisor, id, 'create-customer')).toMatchObject({ status: 200 });
  });

  it('leave nothing behind when one of the four cannot be made', async () => {
    const { id, supervisor } = await approved();
    const { rows } = await api.pool.query(`select last_value::int as last from customer_codes`);
    const code = `C-${String(rows[0].last + 1).padStart(6, '0')}`;
    await api.pool.query(`insert into customers (id, seq, version, code, name, zone, status, created_at, updated_at)
      values ('taken', 1, 1, '${code}', 'x', 'north', 'active', now(), now())`);
    const before = await api.counts();
    expect((await give(supervisor, id, 'create-customer')).status).toBe(500);
    expect(await api.counts()).toEqual(before);
    expect((await supervisor.get(`/api/v1/registrations/${id}`)).body.status).toBe('approved');
    expect(await give(supervisor, id, 'create-customer')).toMatchObject({ status: 200 });
  });
});
