import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../src/api/route.ts';
import { routeTable } from '../../src/api/route-table.ts';
import { type Role, rolePermissions, roles } from '../../src/contracts/permissions.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const UNKNOWN_ID = '00000000-0000-7000-8000-000000000000';

/** Open to everybody on purpose; a route that is to join them is added here by hand. */
const open = [
  'POST /api/v1/session',
  'GET /health',
  'GET /livez',
  'GET /readyz',
  'GET /metrics',
  'GET /openapi.json',
  'GET /asyncapi.json',
  'GET /docs',
  'GET /docs/:file',
  'GET /sign-in',
  'GET /sign-in/sign-in.js',
  'GET /ops/assets/:name',
];

const nameOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;
const addressOf = ({ path }: Route): string =>
  path
    .replace(':traceId', '0'.repeat(32))
    .replace(':name', 'nothing')
    .replace(/:[a-zA-Z]+/g, UNKNOWN_ID);

/** With If-Match and an empty object, so that nothing but rights can refuse it before its body is read. */
const call = async (route: Route, who: 'anonymous' | Role) => {
  const client = who === 'anonymous' ? api.anonymous : await api.as(who);
  return await client.request(route.method.toUpperCase(), addressOf(route), {
    ...(route.method === 'get' ? {} : { body: {} }),
    headers: { 'if-match': '"1"', accept: 'application/json' },
  });
};

const closed = routeTable.filter(({ access }) => access !== 'public');

describe('the table of routes', () => {
  it('opens to everybody only what is meant to be open', () => {
    const found = routeTable.filter(({ access }) => access === 'public').map(nameOf);
    expect(found.sort()).toEqual([...open].sort());
  });

  it('has each method and path once', () => {
    const names = routeTable.map(nameOf);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('without signing in', () => {
  it.each(closed.map((route) => [nameOf(route), route] as const))('%s answers 401', async (_name, route) => {
    const before = await api.counts();
    const answer = await call(route, 'anonymous');
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(await api.counts()).toEqual(before);
  });
});

describe('without the permission', () => {
  const cases = closed.flatMap((route) =>
    typeof route.access === 'string'
      ? []
      : roles
          .filter(
            (role) =>
              !(route.access as readonly string[]).some((one) =>
                rolePermissions[role].some((has) => has === one),
              ),
          )
          .map((role) => [`${nameOf(route)} as ${role}`, route, role] as const),
  );

  it.each(cases)('%s answers 403', async (_name, route, role) => {
    const answer = await call(route, role);
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});

describe('with the permission', () => {
  it.each(closed.map((route) => [nameOf(route), route] as const))(
    '%s answers no 401, 403 or 5xx to an administrator',
    async (name, route) => {
      // It would end the session that all these tests share.
      if (name === 'DELETE /api/v1/session') return;
      const { status, body } = await call(route, 'admin');
      expect([401, 403], JSON.stringify(body)).not.toContain(status);
      expect(status, JSON.stringify(body)).toBeLessThan(500);
    },
  );

  it('what does not exist, or is not one’s own, answers 404', async () => {
    const withId = closed.filter(({ path, method }) => path.includes(':id') && method === 'get');
    expect(withId.length).toBeGreaterThan(3);
    for (const route of withId) {
      if (route.path.endsWith('/sessions')) continue;
      expect((await call(route, 'admin')).status, nameOf(route)).toBe(404);
    }
  });
});

describe('a token', () => {
  it('may do no more than it was scoped to, and nothing that is for people only', async () => {
    const admin = await api.as('admin');
    const made = await admin.post('/api/v1/tokens', { name: 'monitoring', scopes: ['tickets.view_all'] });
    expect(made.status).toBe(201);
    const machine = api.withBearer(made.body.token);
    expect((await machine.get('/api/v1/tickets')).status).toBe(200);
    expect((await machine.post('/api/v1/tickets', { type: 'repair', title: 'x' })).status).toBe(403);
    expect((await machine.get('/api/v1/users')).status).toBe(403);
    for (const route of closed.filter(({ access }) => access === 'session')) {
      const answer = await machine.request(route.method.toUpperCase(), addressOf(route));
      expect(answer.status, nameOf(route)).toBe(403);
    }
    const list = await admin.get('/api/v1/tokens');
    expect(JSON.stringify(list.body)).not.toContain(made.body.token);
    expect((await admin.request('DELETE', `/api/v1/tokens/${made.body.id}`)).status).toBe(204);
  });

  it('cannot be scoped beyond its maker, and is not refused for its origin', async () => {
    const technician = await api.as('technician');
    const beyond = await technician.post('/api/v1/tokens', {
      name: 'x',
      scopes: ['tickets.work', 'users.edit'],
    });
    expect(beyond).toMatchObject({ status: 400, body: { errors: [{ path: 'scopes.1' }] } });
    const admin = await api.as('admin');
    const made = await admin.post('/api/v1/tokens', { name: 'x', scopes: ['tickets.create'] });
    const machine = api.withBearer(made.body.token);
    expect((await machine.post('/api/v1/tickets', { type: 'repair', title: 'By machine' })).status).toBe(201);
  });
});
