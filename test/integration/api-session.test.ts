import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCK_AFTER } from '../../src/api/sign-in.ts';
import { PASSWORD, randomAddress, startTestApi, type TestApi } from '../support/api.ts';
import { waitFor } from '../support/wait.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const tryToSignIn = (username: string, password: string) =>
  api.anonymous.post('/api/v1/session', { username, password }, { 'x-forwarded-for': randomAddress() });

describe('signing in', () => {
  it('answers who one is and what one may do, and sets a cookie that scripts cannot read', async () => {
    const answer = await tryToSignIn('technician', PASSWORD);
    expect(answer.status).toBe(201);
    expect(answer.body.user).toMatchObject({
      id: api.people.technician.id,
      username: 'technician',
      role: 'technician',
      technicianId: api.people.technician.technicianId,
    });
    expect(answer.body.user.permissions).toContain('tickets.claim');
    expect(answer.headers.get('set-cookie')).toMatch(/^trunkline_session=[\w-]{43};.*HttpOnly.*SameSite=Lax/);
  });

  it('is an event in the log, and the token is stored hashed only', async () => {
    const client = await api.signIn('noc');
    const token = client.cookie?.split('=')[1] ?? '';
    const { rows } = await api.pool.query(
      `select (select count(*)::int from events where type = 'session.opened' and actor_id = $1) as opened,
        (select count(*)::int from sessions where id = $2 or public_id = $2) as plain,
        (select count(*)::int from events where data::text like '%' || $2 || '%') as logged`,
      [api.people.noc.id, token],
    );
    expect(rows[0]).toEqual({ opened: 1, plain: 0, logged: 0 });
  });

  it('gives the same answer for a wrong password and for a username that nobody has', async () => {
    const wrong = await tryToSignIn('manager', 'not the password');
    const unknown = await tryToSignIn('nobody-has-this', 'not the password');
    const shown = ({ status, body: { traceId: _traceId, ...body } }: typeof wrong) => ({ status, body });
    expect(shown(wrong)).toEqual(shown(unknown));
    expect(wrong.body.code).toBe('invalid_credentials');
  });

  it.each(['supervisor', 'nobody-at-all'])(
    'locks %s after five wrong passwords in a row',
    async (username) => {
      for (let count = 0; count < LOCK_AFTER; count++) {
        expect((await tryToSignIn(username, 'wrong')).body.code).toBe('invalid_credentials');
      }
      const locked = await tryToSignIn(username, PASSWORD);
      expect(locked).toMatchObject({ status: 401, body: { code: 'account_locked' } });
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    },
  );

  it('lets none of many guesses at once overtake the lock', async () => {
    const guesses = Array.from({ length: 30 }, (_, n) => (n < 29 ? `wrong ${n}` : PASSWORD));
    const answers = await Promise.all(guesses.map((guess) => tryToSignIn('technician2', guess)));
    const codes = answers.map(({ body }) => body.code);
    expect(codes.at(-1)).toBe('account_locked');
    // One of them may be under way while the last of the five is counted.
    expect(codes.filter((code) => code === 'invalid_credentials').length).toBeLessThanOrEqual(LOCK_AFTER + 2);
    expect(codes).not.toContain(undefined);
  });

  it('marks a known account as locked, in the log too', async () => {
    const { id } = api.people.supervisor;
    await waitFor(async () => {
      const { rows } = await api.pool.query(
        `select from events where actor_id = $1 and type = 'user.locked'`,
        [id],
      );
      return rows.length === 1;
    });
  });

  it('ends the session whose cookie it replaces, and no other', async () => {
    const [here, elsewhere] = [await api.signIn('manager'), await api.signIn('manager')];
    const { id } = (await here.get('/api/v1/session')).body.session;
    const answer = await here.post(
      '/api/v1/session',
      { username: 'noc', password: PASSWORD },
      { 'x-forwarded-for': randomAddress() },
    );
    expect(answer).toMatchObject({ status: 201, body: { user: { username: 'noc' } } });
    expect((await here.get('/api/v1/session')).status).toBe(401);
    expect((await elsewhere.get('/api/v1/session')).status).toBe(200);
    const { rows } = await api.pool.query(
      `select data from events where type = 'session.revoked' and data->>'publicId' = $1`,
      [id],
    );
    expect(rows).toEqual([{ data: { publicId: id, reason: 'signed_out' } }]);
  });

  it('refuses a page of another site', async () => {
    const answer = await api.anonymous.post(
      '/api/v1/session',
      { username: 'admin', password: PASSWORD },
      { origin: 'http://evil.example' },
    );
    expect(answer).toMatchObject({ status: 403, body: { code: 'bad_origin' } });
  });
});

describe('a session', () => {
  it('says who is signed in', async () => {
    const answer = await (await api.as('customer')).get('/api/v1/session');
    expect(answer.status).toBe(200);
    expect(answer.body.user.customerId).toBe(api.people.customer.customerId);
  });

  it('needs a same-origin Origin for what changes something', async () => {
    const { cookie = '' } = await api.as('admin');
    for (const origin of [undefined, 'http://evil.example', 'null']) {
      const answer = await api.anonymous.post(
        '/api/v1/tickets',
        { type: 'repair', title: 'x' },
        { cookie, ...(origin ? { origin } : {}) },
      );
      expect(answer).toMatchObject({ status: 403, body: { code: 'bad_origin' } });
    }
  });

  it('ends when one signs out, within a second everywhere', async () => {
    const client = await api.signIn('manager');
    const out = await client.request('DELETE', '/api/v1/session');
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^trunkline_session=;/);
    expect((await client.get('/api/v1/session')).status).toBe(401);
  });

  it('is listed, and can be ended from another one', async () => {
    const here = await api.signIn('noc');
    const there = await api.signIn('noc');
    const list = await here.get('/api/v1/sessions');
    const other = (await there.get('/api/v1/session')).body.session.id;
    expect(list.body.data.find((row: { current: boolean }) => row.current).id).not.toBe(other);
    expect((await here.request('DELETE', `/api/v1/sessions/${other}`)).status).toBe(204);
    await waitFor(async () => (await there.get('/api/v1/session')).status === 401, { deadlineMs: 3_000 });
    expect((await here.request('DELETE', `/api/v1/sessions/${other}`)).status).toBe(404);
  });

  it('of somebody else cannot be ended', async () => {
    const mine = await api.as('noc');
    const theirs = await api.as('admin');
    const { id } = (await theirs.get('/api/v1/session')).body.session;
    expect((await mine.request('DELETE', `/api/v1/sessions/${id}`)).status).toBe(404);
    expect((await theirs.get('/api/v1/session')).status).toBe(200);
  });

  it('is refused when forged or damaged', async () => {
    for (const cookie of [
      'trunkline_session=abc',
      `trunkline_session=${'A'.repeat(43)}`,
      '=;;=%zz',
      'x'.repeat(4_000),
    ]) {
      expect((await api.anonymous.get('/api/v1/session', { cookie })).status).toBe(401);
    }
    expect((await api.withBearer('tl_nonsense').get('/api/v1/session')).status).toBe(401);
  });

  it('is refused when it has expired', async () => {
    const client = await api.signIn('customer2');
    await api.pool.query(`update sessions set expires_at = now() - interval '1 second' where user_id = $1`, [
      api.people.customer2.id,
    ]);
    await waitFor(async () => (await client.get('/api/v1/session')).status === 401, { deadlineMs: 3_000 });
  });
});

describe('changing the password', () => {
  it('answers a repetition with its key, counts no wrong password, and keeps nothing that tells one', async () => {
    const username = 'loses-an-answer';
    const account = { username, name: 'Somebody', password: PASSWORD, role: 'noc' };
    expect((await (await api.as('admin')).post('/api/v1/users', account)).status).toBe(201);
    const here = await api.signIn(username);
    const body = { currentPassword: PASSWORD, newPassword: 'a lost answer later' };
    const change = () => here.post('/api/v1/session/password', body, { 'idempotency-key': 'lost-answer' });
    expect((await change()).status).toBe(204);
    for (let count = 0; count <= LOCK_AFTER; count++) expect((await change()).status).toBe(204);
    expect(
      (await api.pool.query('select from sign_in_failures where username = $1', [username])).rowCount,
    ).toBe(0);
    await api.signIn(username, 'a lost answer later');
    const guess = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const { rows } = await api.pool.query<{ body_hash: string }>(
      `select body_hash from idempotency where key = 'lost-answer'`,
    );
    expect(rows).toEqual([{ body_hash: expect.not.stringContaining(guess) }]);
  });

  it('needs the present one, and ends all other sessions', async () => {
    const here = await api.signIn('customer_service');
    const there = await api.signIn('customer_service');
    const change = (currentPassword: string, newPassword: string) =>
      here.post('/api/v1/session/password', { currentPassword, newPassword });
    expect((await change('wrong', 'another good password')).body.errors).toEqual([
      expect.objectContaining({ path: 'currentPassword' }),
    ]);
    expect((await change(PASSWORD, 'short')).status).toBe(400);
    expect((await change(PASSWORD, 'another good password')).status).toBe(204);
    await waitFor(async () => (await there.get('/api/v1/session')).status === 401, { deadlineMs: 3_000 });
    expect((await here.get('/api/v1/session')).status).toBe(200);
    await api.signIn('customer_service', 'another good password');
  });
});
