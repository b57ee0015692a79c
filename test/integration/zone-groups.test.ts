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
