// People through the public doors, from application to erasure: nothing of them is left, and the log is whole.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recountFollower } from '../../src/ops/tools/recount.ts';
import { keptFigures } from '../support/analytics-recount.ts';
import { type Client, createClient, randomAddress } from '../support/api.ts';
import { type PeopleBench, startPeopleBench } from '../support/people.ts';
import { jpegOf, sendPhoto } from '../support/photos.ts';
import { form, makePackage, secretOf } from '../support/registrations.ts';

let bench: PeopleBench;
let admin: Client;
beforeAll(async () => {
  bench = await startPeopleBench();
  admin = await bench.api.as('admin');
});
afterAll(() => bench.stop());

const rows = async (sql: string, ...values: unknown[]) => (await bench.api.pool.query(sql, values)).rows;
const ok = async (answer: Promise<{ status: number; body: unknown }>) => {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  return body as any;
};
const anybody = (own: Record<string, string> = {}) =>
  createClient(bench.api.url, { 'x-forwarded-for': randomAddress(), ...own });

/** In every word, phone, e-mail address and coordinate of the customer. */
const CUSTOMER = 'zqx|81299887766|987654';
const marked = {
  street: 'Jalan Zqxstreet 5',
  rt: null,
  rw: null,
  kelurahan: 'Zqxkelurahan',
  kecamatan: 'Zqxkecamatan',
  city: 'Zqxcity',
  postalCode: '16423',
  coordinates: { latitude: -6.987654, longitude: 106.987654 },
};

async function applied(name: string, phone: string): Promise<string> {
  const packageId = await makePackage(bench.api.commands);
  const base = '/api/v1/public/registrations';
  await ok(anybody().post(`${base}/codes`, { phone, form: form() }));
  const { secret: code } = await secretOf(bench.api.pool, 'code.registration');
  const { number } = await ok(
    anybody().post(base, {
      name,
      phone,
      email: 'zqxmail@example.test',
      address: marked,
      packageId,
      preferredDate: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10),
      preferredSlot: 'morning',
      locale: 'en',
      form: form(),
      code,
    }),
  );
  return (await rows('select id from registrations where number = $1', number))[0].id;
}

/** As if the last code to any phone had been a while ago. */
const aWhileLater = () => rows(`update one_time_codes set issued_at = issued_at - interval '5 minutes'`);

/** Somebody with a history: an application that came to nothing, a survey, a line, a repair that was talked about, held, done, rated and reopened. */
async function customer() {
  const first = await applied('Zqxearlier', '+6281299887766');
  await ok(admin.post(`/api/v1/registrations/${first}/reject`, { reason: 'Zqxtoofar' }));
  await aWhileLater();
  const registration = await applied('Zqxanna Zqxberta', '+6281299887766');
  const give = (command: string, body: object = {}) =>
    ok(admin.post(`/api/v1/registrations/${registration}/${command}`, body));
  await give('verify', { zone: 'north' });
  await give('schedule-survey', { scheduledAt: '2030-01-02T03:00:00.000Z' });
  await give('record-survey', { feasible: true, note: 'Zqxnote: the dog of Zqxanna' });
  await give('approve');
  const made = await give('create-customer');
  const { customerId: id, customerCode: code } = made;
  const { secret: password } = await secretOf(bench.api.pool, 'registration.welcome');
  const [account] = await rows('select id, username from users where customer_id = $1', id);
  const own = await (async () => {
    const agent = { 'user-agent': 'Zqxbrowser', 'x-forwarded-for': '203.0.113.77' };
    const answer = await anybody(agent).post('/api/v1/session', { username: account.username, password });
    expect(answer.status).toBe(201);
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return createClient(bench.api.url, { cookie, origin: bench.api.url, ...agent });
  })();
  await ok(admin.post(`/api/v1/customers/${id}/notes`, { text: 'Zqxsecret of Zqxanna' }));
  await ok(admin.post(`/api/v1/customers/${id}/equipment`, { serial: 'ONT-7', kind: 'ont' }));
  await ok(
    admin.request('PATCH', `/api/v1/customers/${id}`, {
      body: { name: 'Zqxanna Zqxmarried', address: { ...marked, street: 'Jalan Zqxmoved 7' } },
      headers: { 'if-match': '*', 'idempotency-key': 'of-the-edit' },
    }),
  );
  const { id: ticket, number } = await ok(
    own.post('/api/v1/tickets', {
      type: 'repair',
      title: 'Zqxtitle',
      description: 'Zqxdescription',
      category: 'zqxcategory',
    }),
  );
  const command = (client: Client, name: string, body: object) =>
    ok(client.post(`/api/v1/tickets/${ticket}/${name}`, body));
  await command(own, 'comments', { text: 'Zqxcomment' });
  await command(admin, 'comments', { text: 'Zqxinternal', internal: true });
  await ok(
    admin.request('PATCH', `/api/v1/tickets/${ticket}`, {
      body: { title: 'Zqxnew' },
      headers: { 'if-match': '*' },
    }),
  );
  const { technicianId } = bench.api.people.technician;
  expect((await sendPhoto(own, ticket, { raw: jpegOf(300_000), name: 'Zqxphoto.jpeg' })).status).toBe(201);
  await bench.portal.give('provider_reply', 'zz-reply', {
    type: 'receive',
    provider: 'whatsapp',
    replyTo: null,
    fromPhone: '+6281299887766',
    text: 'Zqxreply',
  } as { type: string });
  await bench.portal.give('push_subscription', 'zz-browser', {
    type: 'start',
    userId: account.id,
    endpoint: 'https://push.example/zqxendpoint',
    keys: { p256dh: 'zqxp256dh', auth: 'zqxauth' },
    vapidKey: 'key',
    userAgent: 'Zqxbrowser',
  } as { type: string });
  await command(admin, 'assign', { technicianId });
  await command(admin, 'start', {});
  await command(admin, 'hold', { reason: 'Zqxhold' });
  await command(admin, 'resume', {});
  await command(admin, 'complete', { resolution: 'Zqxresolution' });
  await command(own, 'rate', { rating: 2, feedback: 'Zqxfeedback' });
  await command(own, 'reopen', { reason: 'Zqxreopen' });
  await ok(
    own.post('/api/v1/tokens', {
      name: 'Zqxtoken',
      scopes: ['tickets.view_own'],
      expiresAt: '2030-01-01T00:00:00.000Z',
    }),
  );
  await ok(
    admin.post('/api/v1/broadcasts', {
      audience: { to: 'user', userId: account.id },
      title: 'Zqxbroadcast',
      message: 'Dear Zqxanna',
      severity: 'info',
    }),
  );
  const service = await bench.api.as('customer_service');
  const view = await ok(
    service.post('/api/v1/views', {
      name: 'Zqxanna once more',
      filter: { q: 'Zqxanna Zqxmarried' },
      sort: '-createdAt',
      columns: null,
    }),
  );
  await ok(
    service.request('PATCH', `/api/v1/views/${view.id}`, {
      body: { name: 'The lady' },
      headers: { 'if-match': '"1"' },
    }),
  );
  await anybody().post('/api/v1/session', { username: account.username, password: 'wrong' });
  await bench.portal.settled();
  // What an unlucky provider and an unlucky handler leave behind.
  await rows(
    `update deliveries set last_error = '550 zqxmail@example.test', status = 'failed' where id = (
    select id from deliveries where channel = 'email' and recipient_id = $1 limit 1)`,
    id,
  );
  await rows(
    `insert into provider_health (provider, down, last_error) values ('smtp', false, '550 zqxmail@example.test is full')`,
  );
  await rows(
    `insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, error, attempts)
      select 'notifications', 'notifications.ticket', id, actor_kind, actor_id, 'Zqxerror', 3 from events
       where type = 'ticket.commented' and actor_id = $1 order by id limit 1`,
    ticket,
  );
  return {
    id,
    code,
    account,
    own,
    ticket,
    number,
    registration,
    give,
  };
}

const counts = async () => ({
  ...(await keptFigures(bench.api.pool)),
  tickets: await rows('select * from ticket_counts where count <> 0 order by zone, status'),
});

describe('a customer', () => {
  let who: Awaited<ReturnType<typeof customer>>;
  const erase = (body: object, client = admin) => client.post(`/api/v1/customers/${who.id}/erase`, body);

  it('gets their own data, and staff with the right all of it; both stand in the audit log', async () => {
    who = await customer();
    const own = await ok(who.own.get('/api/v1/account/personal-data'));
    const text = JSON.stringify(own);
    for (const word of [
      'Zqxanna Zqxmarried',
      'Zqxberta',
      'Zqxstreet',
      'Zqxdescription',
      'Zqxcomment',
      'Zqxfeedback',
      'Zqxbrowser',
      'Zqxtoken',
      'Zqxphoto',
      'Zqxreply',
    ])
      expect(text).toContain(word);
    // Whose number it was when somebody applied in vain, nobody knows.
    for (const word of ['Zqxinternal', 'Zqxsecret', 'Zqxnote', 'Zqxhold', '$argon2', 'Zqxearlier'])
      expect(text).not.toContain(word);
    expect(own.tickets.map(({ number }: { number: string }) => number)).toContain(who.number);
    expect(own.deeds.map(({ action }: { action: string }) => action)).toContain('ticket.rated');
    expect(own.sessions[0]).not.toHaveProperty('id');

    const all = await ok(admin.get(`/api/v1/customers/${who.id}/personal-data`));
    for (const word of ['Zqxinternal', 'Zqxsecret', 'Zqxnote', 'Zqxhold'])
      expect(JSON.stringify(all)).toContain(word);
    expect(Object.keys(all)).toContain('messages');
    expect(
      await rows(
        `select by ->> 'id' as by, target from audit_log where action = 'person.exported' order by id`,
      ),
    ).toEqual([
      { by: who.account.id, target: `user/${who.account.id}` },
      { by: bench.api.people.admin.id, target: `customer/${who.id}` },
    ]);
    const service = await bench.api.as('customer_service');
    for (const path of ['personal-data', 'erase'])
      expect(
        (
          await (path === 'erase'
            ? service.post(`/api/v1/customers/${who.id}/erase`, { reason: 'asked', confirm: who.code })
            : service.get(`/api/v1/customers/${who.id}/${path}`))
        ).status,
      ).toBe(403);
  });

  it('is not erased while there is a line, work or equipment, nor by mistake', async () => {
    const asked = { reason: 'asked', confirm: who.code };
    expect(await erase({ ...asked, confirm: 'C-0' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'confirm' }] },
    });
    expect(await erase({ ...asked, reason: 'Zqxanna wants it' })).toMatchObject({ status: 400 });
    expect(await erase(asked)).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', allowed: expect.arrayContaining(['terminate']) },
    });
    await ok(admin.post(`/api/v1/customers/${who.id}/terminate`));
    const open = await erase(asked);
    expect(open).toMatchObject({
      status: 422,
      body: { code: 'not_possible', detail: expect.stringContaining(who.number) },
    });
    const user = await admin.post(`/api/v1/users/${who.account.id}/erase`, {
      reason: 'asked',
      confirm: who.account.username,
    });
    expect(user).toMatchObject({ status: 422, body: { detail: `Still open: ${who.code}.` } });
    const tickets = await rows(
      `select id from tickets where customer_id = $1 and status not in ('completed', 'cancelled')`,
      who.id,
    );
    for (const { id } of tickets)
      await ok(admin.post(`/api/v1/tickets/${id}/cancel`, { reason: 'Zqxcancelled' }));
    expect(await erase(asked)).toMatchObject({ status: 422, body: { detail: 'Still open: ONT-7.' } });
    await ok(admin.request('DELETE', `/api/v1/customers/${who.id}/equipment/ONT-7`));
    expect(await rows('select from erasures')).toEqual([]);
    expect(await who.own.get('/api/v1/session')).toMatchObject({ status: 200 });
  });

  it('is nowhere in the database afterwards, whatever was interrupted; the log is whole, counts are the same', async () => {
    // The second time, what the handlers of the first one made is numbered as well.
    await bench.portal.settled();
    await bench.portal.settled();
    const before = await counts();
    const log = () =>
      rows('select id, actor_kind, actor_id, seq, type, position, by, at from events order by id');
    const logged = await log();
    expect((await bench.tablesWith(CUSTOMER)).length).toBeGreaterThan(12);

    const begun = await ok(erase({ reason: 'asked', confirm: who.code }));
    expect(begun).toMatchObject({ id: who.id, kind: 'customer', reason: 'asked', status: 'running' });
    expect(await who.own.get('/api/v1/session')).toMatchObject({ status: 401 });
    // Somebody repeats it, a process dies in the middle, another one goes on.
    expect(await ok(erase({ reason: 'mistake', confirm: who.code }))).toEqual(begun);
    const dies = new AbortController();
    dies.abort();
    await bench.turn(true, dies.signal);
    await bench.turn(true);
    await bench.turn(true);
    await bench.finished(who.id);

    expect(await bench.tablesWith(CUSTOMER)).toEqual([]);
    expect(await bench.tablesWith('203\\.0\\.113\\.77')).toEqual([]);
    expect((await log()).slice(0, logged.length)).toEqual(logged);
    expect(await rows('select from file_chunks')).toEqual([]);
    const [{ head, count }] = await rows(
      'select (select position::int from log_head) as head, count(position)::int from events',
    );
    expect(count).toBe(head);
    expect(await counts()).toEqual(before);
    for (const follower of ['analytics', 'ticket-counts'])
      await recountFollower(bench.api.databaseUrl, follower);
    await bench.portal.settled();
    expect(await counts()).toEqual(before);
    expect(await ok(erase({ reason: 'asked', confirm: who.code }))).toMatchObject({ status: 'finished' });
  });

  it('has pages that open still, and says that they were erased', async () => {
    const one = await ok(admin.get(`/api/v1/customers/${who.id}`));
    expect(one).toMatchObject({
      code: who.code,
      name: '[erased person]',
      phone: null,
      address: null,
      erasedAt: expect.any(String),
      allowed: [],
    });
    const history = await ok(admin.get(`/api/v1/tickets/${who.ticket}/history?limit=100`));
    expect(history.data[0]).toMatchObject({
      type: 'ticket.created',
      by: { name: '[erased person]' },
      data: { number: who.number, title: '[erased]' },
    });
    expect(await ok(admin.get(`/api/v1/customers/${who.id}/history`))).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ type: 'customer.erased' })]),
    });
    const audited = await ok(admin.get(`/api/v1/audit?target=customer/${who.id}&action=customer.edited`));
    expect(await ok(admin.get(`/api/v1/audit/${audited.data[0].id}`))).toMatchObject({
      action: 'customer.edited',
    });
    expect(await ok(admin.get('/api/v1/customers?q=Zqxanna'))).toMatchObject({ data: [] });
    expect(await ok(admin.get('/api/v1/erasures'))).toMatchObject({
      data: [{ id: who.id, status: 'finished' }],
    });
    expect(await admin.post(`/api/v1/customers/${who.id}/notes`, { text: 'again' })).toMatchObject({
      status: 409,
    });
    // The edit is answered without its body, and not done again.
    const repeated = await admin.request('PATCH', `/api/v1/customers/${who.id}`, {
      body: { name: 'Zqxanna Zqxmarried', address: { ...marked, street: 'Jalan Zqxmoved 7' } },
      headers: { 'if-match': '*', 'idempotency-key': 'of-the-edit' },
    });
    expect([repeated.status, repeated.body]).toEqual([200, null]);
  });
});

describe('an applicant', () => {
  it('is erased when the registration is over', async () => {
    const id = await applied('Zqwanda', '+6281200001111');
    const [{ number }] = await rows('select number from registrations where id = $1', id);
    const erase = () =>
      admin.post(`/api/v1/registrations/${id}/erase`, { reason: 'no_longer_needed', confirm: number });
    expect(await erase()).toMatchObject({
      status: 409,
      body: { allowed: expect.arrayContaining(['reject']) },
    });
    await ok(admin.post(`/api/v1/registrations/${id}/reject`, { reason: 'Zqwanda lives too far away' }));
    await bench.portal.settled();
    await ok(erase());
    await bench.finished(id);
    expect(await bench.tablesWith('zqw|81200001111|zqxmail')).toEqual([]);
    expect(await ok(admin.get(`/api/v1/registrations/${id}`))).toMatchObject({
      name: '[erased person]',
      status: 'rejected',
      allowed: [],
    });
  });
});

describe('somebody who names the phone of another as theirs', () => {
  it('reads nothing of the other, and takes nothing of them along', async () => {
    const phone = '+6281200002222';
    const id = await applied('Zqvictoria', phone);
    await bench.portal.give('provider_reply', 'zz-victim', {
      type: 'receive',
      provider: 'whatsapp',
      replyTo: null,
      fromPhone: phone,
      text: 'Zqvreply',
    } as { type: string });
    await bench.portal.settled();
    await ok(admin.post(`/api/v1/registrations/${id}/reject`, { reason: 'too far away' }));
    const customer2 = await bench.api.as('customer2');
    const own = bench.api.people.customer2.customerId;
    const naming = { body: { phone }, headers: { 'if-match': '*' } };
    const says = async (reply: string) => {
      const fromPhone = phone;
      const said = { type: 'receive', provider: 'whatsapp', replyTo: null, fromPhone, text: 'Zqvlater' };
      await bench.portal.give('provider_reply', reply, said as { type: string });
      await bench.portal.settled();
      return (await rows('select customer_id from provider_replies where id = $1', reply))[0]?.customer_id;
    };
    // They prove nothing, and nothing of what the other says is theirs.
    expect(await customer2.request('PATCH', `/api/v1/customers/${own}/contacts`, naming)).toMatchObject({
      status: 422,
    });
    expect(await says('zz-victim-2')).toBeNull();
    expect(await rows('select from customer_notes where customer_id = $1', own)).toEqual([]);
    // Staff believe them: what the other says from now on is taken for the customer's.
    await ok(admin.request('PATCH', `/api/v1/customers/${own}`, naming));
    expect(await says('zz-victim-3')).toBe(own);
    const mine = JSON.stringify(await ok(customer2.get('/api/v1/account/personal-data')));
    expect(mine).toContain(phone);
    expect(mine).not.toContain('Zqv');
    expect(JSON.stringify(await ok(admin.get(`/api/v1/customers/${own}/personal-data`)))).not.toMatch(
      /Zqvictoria|Zqvreply/,
    );
    await ok(admin.post(`/api/v1/customers/${own}/terminate`));
    await ok(admin.post(`/api/v1/customers/${own}/erase`, { reason: 'asked', confirm: 'C-2' }));
    await bench.finished(own ?? '');
    expect(await ok(admin.get(`/api/v1/registrations/${id}`))).toMatchObject({ name: 'Zqvictoria', phone });
    expect(await rows(`select text from provider_replies where id = 'zz-victim'`)).toEqual([
      { text: 'Zqvreply' },
    ]);
  });
});

describe('somebody of the staff', () => {
  it('is erased with their names and contacts in what they wrote; their work stays', async () => {
    const technician = await ok(
      admin.post('/api/v1/technicians', {
        employeeNumber: 'E-77',
        name: 'Zqyanto Zqybudi',
        skillLevel: 'senior',
        zone: 'north',
        shift: 'day',
        maxTicketsPerDay: 5,
      }),
    );
    const { id } = await ok(
      admin.post('/api/v1/users', {
        username: 'zqyanto',
        name: 'Zqyanto Zqybudi',
        email: 'zqy@example.test',
        phone: '+6281777666555',
        role: 'technician',
        zone: 'north',
        technicianId: technician.id,
        password: 'correct horse battery',
      }),
    );
    await ok(
      admin.request('PATCH', `/api/v1/users/${id}`, {
        body: { name: 'Zqyanto Zqynew' },
        headers: { 'if-match': '*' },
      }),
    );
    const own = await bench.api.signIn('zqyanto');
    const { id: ticket, number } = await ok(
      admin.post('/api/v1/tickets', { type: 'repair', title: 'A cable', zone: 'north' }),
    );
    await ok(own.post(`/api/v1/tickets/${ticket}/claim`, {}));
    await ok(
      own.post(`/api/v1/tickets/${ticket}/comments`, {
        text: 'zqyanto zqybudi was here, call +6281777666555 or ZQY@example.test',
      }),
    );
    await ok(
      own.post('/api/v1/views', {
        name: 'Zqyanto at work',
        filter: { q: 'zqyanto' },
        sort: '-createdAt',
        columns: null,
      }),
    );
    await ok(
      own.post(`/api/v1/technicians/${technician.id}/position`, {
        latitude: -6.3331117,
        longitude: 106.3331117,
      }),
    );
    await bench.portal.settled();
    expect(
      await admin.post(`/api/v1/users/${id}/erase`, { reason: 'asked', confirm: 'zqyanto' }),
    ).toMatchObject({ status: 422, body: { detail: `Still open: ${number}.` } });
    await ok(own.post(`/api/v1/tickets/${ticket}/start`, {}));
    await ok(own.post(`/api/v1/tickets/${ticket}/complete`, { resolution: 'A new cable' }));
    expect(JSON.stringify(await ok(own.get('/api/v1/account/personal-data')))).toContain('was here');
    expect(
      await admin.post(`/api/v1/users/${bench.api.people.admin.id}/erase`, {
        reason: 'asked',
        confirm: 'admin',
      }),
    ).toMatchObject({ status: 422 });
    await ok(admin.post(`/api/v1/users/${id}/erase`, { reason: 'asked', confirm: 'zqyanto' }));
    expect(await own.get('/api/v1/session')).toMatchObject({ status: 401 });
    await bench.finished(id);
    expect(await bench.tablesWith('zqy|81777666555|3331117')).toEqual([]);
    const history = await ok(admin.get(`/api/v1/tickets/${ticket}/history?limit=100`));
    const said = history.data.find(({ type }: { type: string }) => type === 'ticket.commented');
    expect(said).toMatchObject({
      by: { name: '[erased person]' },
      data: { text: expect.stringContaining('was here, call') },
    });
    expect(await ok(admin.get(`/api/v1/technicians/${technician.id}`))).toMatchObject({
      name: '[erased person]',
      employeeNumber: 'E-77',
    });
    expect(await admin.post(`/api/v1/users/${id}/restore`)).toMatchObject({ status: 409 });
  });
});
