import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const content = {
  filter: { status: ['open', 'assigned'], zone: ['north'], q: 'Pak Budi' },
  sort: 'slaDueAt',
  columns: ['number', 'title', 'due'],
};

describe('a saved view', () => {
  it('is kept as it was given, and its words stay out of the log (L6)', async () => {
    const service = await api.as('customer_service');
    const made = await service.post('/api/v1/views', { name: 'Mine today', ...content });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Mine today', ...content, shared: { to: 'nobody' }, mine: true, version: 1 },
    });
    expect((await service.get(made.headers.get('location') ?? '')).body).toMatchObject(content);
    const { rows } = await api.pool.query('select data::text from events where actor_id = $1', [
      made.body.id,
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0].data).not.toMatch(/Budi|Mine/);
  });

  it('is its owner’s alone until it is shared, and read only by those it is shared with', async () => {
    const supervisor = await api.as('supervisor');
    const made = await supervisor.post('/api/v1/views', { name: 'North', ...content });
    const path = `/api/v1/views/${made.body.id}`;
    const seenBy = async () => {
      const seen: string[] = [];
      for (const who of ['supervisor', 'manager', 'customer_service', 'technician'] as const) {
        const client = await api.as(who);
        const one = (await client.get(path)).status === 200;
        const listed = (await client.get('/api/v1/views')).body.data.some(
          ({ id }: { id: string }) => id === made.body.id,
        );
        expect(listed, who).toBe(one);
        if (one) seen.push(who);
      }
      return seen;
    };
    const share = async (shared: object, version: number) =>
      await supervisor.request('PATCH', path, { body: { shared }, headers: { 'if-match': `"${version}"` } });
    expect(await seenBy()).toEqual(['supervisor']);
    expect((await share({ to: 'role', role: 'manager' }, 1)).status).toBe(200);
    expect(await seenBy()).toEqual(['supervisor', 'manager']);
    expect((await share({ to: 'everybody' }, 2)).status).toBe(200);
    expect(await seenBy()).toEqual(['supervisor', 'manager', 'customer_service', 'technician']);

    const manager = await api.as('manager');
    const foreign = await manager.request('PATCH', path, {
      body: { name: 'Taken' },
      headers: { 'if-match': '"3"' },
    });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await manager.request('DELETE', path)).status).toBe(403);
    expect((await manager.get(path)).body).toMatchObject({ name: 'North', mine: false });
    expect((await share({ to: 'nobody' }, 3)).status).toBe(200);
    expect(await seenBy()).toEqual(['supervisor']);
    expect((await manager.request('DELETE', path)).status).toBe(404);
  });

  it('is shared by those only who may, and never with customers', async () => {
    const service = await api.as('customer_service');
    const shared = { to: 'everybody' };
    expect((await service.post('/api/v1/views', { name: 'x', ...content, shared })).status).toBe(403);
    const own = await service.post('/api/v1/views', { name: 'x', ...content });
    const patch = { body: { shared }, headers: { 'if-match': '"1"' } };
    expect((await service.request('PATCH', `/api/v1/views/${own.body.id}`, patch)).status).toBe(403);
    const supervisor = await api.as('supervisor');
    const role = { to: 'role', role: 'customer' };
    expect((await supervisor.post('/api/v1/views', { name: 'x', ...content, shared: role })).status).toBe(
      400,
    );
    const customer = await api.as('customer');
    expect((await customer.get('/api/v1/views')).status).toBe(403);
  });

  it('is deleted once by a request that is repeated with its key, and answered alike', async () => {
    const service = await api.as('customer_service');
    const { body } = await service.post('/api/v1/views', { name: 'Twice', ...content });
    const repeated = () =>
      service.request('DELETE', `/api/v1/views/${body.id}`, { headers: { 'idempotency-key': body.id } });
    const first = await repeated();
    expect(first.status).toBe(200);
    expect((await repeated()).body).toEqual(first.body);
    expect((await service.request('DELETE', `/api/v1/views/${body.id}`)).status).toBe(404);
  });

  it('is brought back after it was deleted, by its owner', async () => {
    const service = await api.as('customer_service');
    const { body } = await service.post('/api/v1/views', { name: 'Gone', ...content });
    const path = `/api/v1/views/${body.id}`;
    expect((await service.request('DELETE', path)).status).toBe(200);
    expect((await service.get(path)).status).toBe(404);
    expect((await (await api.as('manager')).post(`${path}/restore`)).status).toBe(404);
    expect((await service.post(`${path}/restore`)).body).toMatchObject({ name: 'Gone', ...content });
    expect((await service.get(path)).status).toBe(200);
  });

  it('is not overwritten by an older screen, and refuses rubbish', async () => {
    const service = await api.as('customer_service');
    const { body } = await service.post('/api/v1/views', { name: 'Twice', ...content });
    const rename = (name: string) =>
      service.request('PATCH', `/api/v1/views/${body.id}`, {
        body: { name },
        headers: { 'if-match': '"1"' },
      });
    expect((await rename('First')).status).toBe(200);
    expect(await rename('Second')).toMatchObject({ status: 412, body: { code: 'stale_version' } });
    for (const bad of [
      { name: ' ', ...content },
      { name: 'x', ...content, columns: ['due', 'due'] },
      { name: 'x', ...content, columns: ['secrets'] },
      { name: 'x', ...content, sort: 'title' },
      { name: 'x', ...content, filter: { zone: [] } },
      { name: 'x', ...content, filter: { password: 'x' } },
    ]) {
      expect((await service.post('/api/v1/views', bad)).status, JSON.stringify(bad)).toBe(400);
    }
  });
});

describe('list settings', () => {
  it('are each person’s own', async () => {
    const service = await api.as('customer_service');
    const { body } = await service.post('/api/v1/views', { name: 'Start', ...content });
    const set = (change: object) => service.request('PATCH', '/api/v1/list-settings', { body: change });
    expect((await set({ defaultViewId: body.id })).body).toEqual({ defaultViewId: body.id, columns: null });
    expect((await set({ columns: ['title', 'due'] })).body).toEqual({
      defaultViewId: body.id,
      columns: ['title', 'due'],
    });
    expect((await service.get('/api/v1/views')).body.settings).toEqual({
      defaultViewId: body.id,
      columns: ['title', 'due'],
    });
    const manager = await api.as('manager');
    expect((await manager.get('/api/v1/views')).body.settings).toEqual({
      defaultViewId: null,
      columns: null,
    });
    const foreign = await manager.request('PATCH', '/api/v1/list-settings', {
      body: { defaultViewId: body.id },
    });
    expect(foreign).toMatchObject({ status: 400, body: { errors: [{ path: 'defaultViewId' }] } });
    expect((await set({ defaultViewId: 'work' })).status).toBe(200);
    expect((await set({})).status).toBe(400);
  });

  it('made twice at once are made once', async () => {
    const noc = await api.as('noc');
    const answers = await Promise.all(
      (['work', 'late', 'all'] as const).map((defaultViewId) =>
        noc.request('PATCH', '/api/v1/list-settings', { body: { defaultViewId } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
