import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const put = async (zone: string, body: unknown) =>
  await (await api.as('admin')).request('PUT', `/api/v1/zone-groups/${zone}`, { body });

describe('the WhatsApp group of a zone', () => {
  it('is set, changed and taken away; every zone with technicians is listed', async () => {
    const listed = async () => (await (await api.as('admin')).get('/api/v1/zone-groups')).body.data;
    expect(await listed()).toContainEqual(expect.objectContaining({ zone: 'north', groupId: 'group:north' }));
    const changed = await put('north', { groupId: '120363023456789012@g.us' });
    expect(changed).toMatchObject({
      status: 200,
      body: { zone: 'north', groupId: '120363023456789012@g.us' },
    });
    expect((await put('north', { groupId: null })).status).toBe(200);
    expect(await listed()).toContainEqual(expect.objectContaining({ zone: 'north', groupId: null }));
  });

  it.each([
    ['north', {}, 400],
    ['north', { groupId: '' }, 400],
    ['north', { groupId: 'two words' }, 400],
    ['north', { groupId: 'x'.repeat(101) }, 400],
    ['nowhere', { groupId: 'g' }, 404],
    ['North!', { groupId: 'g' }, 404],
  ])('of %s refuses %j', async (zone, body, status) => {
    const before = await api.counts();
    expect((await put(encodeURIComponent(zone), body)).status).toBe(status);
    expect(await api.counts()).toEqual(before);
  });
});

describe('where the WhatsApp adapter reaches no groups', () => {
  it('a zone is given none, and one that it has can be taken away', async () => {
    const other = await startTestApi({ reachesGroups: false });
    const admin = await other.as('admin');
    const set = (groupId: string | null) =>
      admin.request('PUT', '/api/v1/zone-groups/north', { body: { groupId } });
    expect((await admin.get('/api/v1/zone-groups')).body.reachable).toBe(false);
    expect(await set('another@g.us')).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await set(null)).toMatchObject({ status: 200, body: { groupId: null } });
    await other.stop();
  });
});
