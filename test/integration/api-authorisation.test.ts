import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../src/api/route.ts';
import { routeTable } from '../../src/api/route-table.ts';
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
  // Believed by its signature.
  'GET /api/v1/hooks/whatsapp',
  'POST /api/v1/hooks/whatsapp',
  // The public form and what follows it: limited for each address, proven by a code, then by a tracking token.
  'GET /api/v1/public/registrations/form',
  'POST /api/v1/public/registrations/codes',
  'POST /api/v1/public/registrations',
  'POST /api/v1/public/registrations/tracking-codes',
  'POST /api/v1/public/registrations/tracking',
  'GET /api/v1/public/registrations/tracking',
  'POST /api/v1/public/registrations/tracking/cancel',
  'GET /health',
  // By the receipt that only that browser got: its service worker has no session.
  'POST /api/v1/push-receipts',
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
