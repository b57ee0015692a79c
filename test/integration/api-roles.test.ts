import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../src/authority/authority.ts';
import type { Role } from '../../src/contracts/permissions.ts';
import { createLogger } from '../../src/engine/logger.ts';
import { type Active, startActive } from '../../src/realtime/active.ts';
import { type Answer, startTestApi, type TestApi } from '../support/api.ts';
import { listen } from '../support/realtime.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

let api: TestApi;
let realtime: Active;
beforeAll(async () => {
  api = await startTestApi();
  realtime = await startActive({
    pool: api.pool,
    redisUrl: sharedServers().redisUrl,
    prefix: `roles_${randomUUID().slice(0, 8)}`,
    port: 0,
    host: '127.0.0.1',
    authority: createAuthority({ pool: api.pool }),
    logger: createLogger({ role: 'realtime', level: 'silent' }),
    isHeld: () => true,
  });
});
afterAll(async () => {
  await realtime.stop('restarting');
  await api.stop();
});

async function versionOf(role: Role): Promise<number> {
  const { body } = await (await api.as('admin')).get('/api/v1/roles');
  return body.data.find((one: { role: Role }) => one.role === role).version;
}

async function change(role: Role, body: object, version?: number): Promise<Answer> {
  const stands = version ?? (await versionOf(role));
  const admin = await api.as('admin');
  return await admin.request('PATCH', `/api/v1/roles/${role}`, {
    body,
    headers: { 'if-match': `"${stands}"` },
  });
}

describe('what a role may, changed by an administrator', () => {
  it('holds at once for people who are signed in, and back again', async () => {
    const manager = await api.as('manager');
    const create = () => manager.post('/api/v1/customers', { name: 'Ani', zone: 'north' });
    expect((await create()).status).toBe(403);
    const granted = await change('manager', { grant: ['customers.edit'] });
    expect(granted).toMatchObject({ status: 200, body: { granted: ['customers.edit'], version: 2 } });
    expect(granted.headers.get('etag')).toBe('"2"');
    expect((await create()).status).toBe(201);
    const session = await manager.get('/api/v1/session');
    expect(session.body.user.permissions).toContain('customers.edit');
    await change('manager', { withdraw: ['customers.edit'] });
    expect((await create()).status).toBe(403);
  });

  it('takes their tokens along', async () => {
    const manager = await api.as('manager');
    const { body } = await manager.post('/api/v1/tokens', { name: 'x', scopes: ['audit.view'] });
    const machine = api.withBearer(body.token);
    expect((await machine.get('/api/v1/audit')).status).toBe(200);
    await change('manager', { withdraw: ['audit.view'] });
    expect((await machine.get('/api/v1/audit')).status).toBe(403);
    await change('manager', { grant: ['audit.view'] });
    expect((await machine.get('/api/v1/audit')).status).toBe(200);
  });

  it('takes open sockets out of the rooms that are no longer theirs, and only those of the role', async () => {
    const ears = async (who: 'customer_service' | 'supervisor', since?: string) => {
      const { cookie } = await api.as(who);
      const listener = listen({
        url: `http://127.0.0.1:${realtime.port}`,
        headers: { cookie: cookie ?? '' },
        ...(since === undefined ? {} : { since }),
      });
      listener.client.connect();
      await waitFor(() => listener.client.isLive());
      return listener;
    };
    const [theirs, others] = [await ears('customer_service'), await ears('supervisor')];
    await change('customer_service', { withdraw: ['tickets.view_all'] });
    await waitFor(() => theirs.reloads.some(({ reason }) => reason === 'rights_changed'));
    const admin = await api.as('admin');
    const { body } = await admin.post('/api/v1/tickets', {
      type: 'repair',
      title: 'No light',
      zone: 'north',
    });
    const subject = `ticket/${body.id}`;
    await waitFor(() => others.events.some((event) => event.subject === subject));
    expect(theirs.events.filter((event) => event.subject === subject)).toEqual([]);
    expect(others.reloads).toEqual([]);
    const service = await api.as('customer_service');
    expect((await service.get(`/api/v1/tickets/${body.id}`)).status).not.toBe(200);

    await change('customer_service', { grant: ['tickets.view_all'] });
    await waitFor(() => theirs.reloads.length === 2);
    expect((await service.get(`/api/v1/tickets/${body.id}`)).status).toBe(200);
    // Who comes back from before the change reads everything anew (R5).
    const late = await ears('customer_service', theirs.syncs[0]?.position);
    expect(late.reloads).toMatchObject([{ reason: 'rights_changed' }]);
    late.client.stop();
    theirs.client.stop();
    others.client.stop();
  });

  it('cannot lock everybody out, nor show customers what is for staff', async () => {
    const before = await api.counts();
    expect(await change('admin', { withdraw: ['users.edit'] })).toMatchObject({
      status: 409,
      body: { code: 'conflict', detail: expect.stringContaining('users.edit') },
    });
    expect((await change('customer', { grant: ['customers.view'] })).status).toBe(409);
    expect((await change('manager', { grant: ['everything'] })).status).toBe(400);
    expect((await change('manager', {})).status).toBe(400);
    expect((await change('manager', { grant: ['users.view'], withdraw: ['users.view'] })).status).toBe(400);
    expect(await api.counts()).toEqual(before);
  });

  it('is changed against the version that was read, by one of two at once', async () => {
    const admin = await api.as('admin');
    const blind = await admin.request('PATCH', '/api/v1/roles/noc', { body: { grant: ['users.view'] } });
    expect(blind.status).toBe(428);
    const version = await versionOf('noc');
    const answers = await Promise.all([
      change('noc', { grant: ['users.view'] }, version),
      change('noc', { grant: ['audit.view'] }, version),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await change('noc', { grant: ['users.view'] }, version + 7)).status).toBe(412);
  });
});
