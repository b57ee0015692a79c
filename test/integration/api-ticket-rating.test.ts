import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let supervisor: Client;
let owner: Client;
beforeAll(async () => {
  api = await startTestApi();
  supervisor = await api.as('supervisor');
  owner = await api.as('customer');
});
afterAll(() => api.stop());

async function completed(): Promise<string> {
  const { customerId } = api.people.customer;
  const { technicianId } = api.people.technician;
  const { id } = (
    await supervisor.post('/api/v1/tickets', { type: 'repair', title: 'No signal', customerId })
  ).body;
  await supervisor.post(`/api/v1/tickets/${id}/assign`, { technicianId });
  await supervisor.post(`/api/v1/tickets/${id}/start`, {});
  await supervisor.post(`/api/v1/tickets/${id}/complete`, { resolution: 'Connector replaced' });
  return id;
}
const rate = (client: Client, id: string, body: unknown) => client.post(`/api/v1/tickets/${id}/rate`, body);

describe('rating a ticket', () => {
  it('is the customer’s, and the staff read it', async () => {
    const id = await completed();
    expect((await owner.get(`/api/v1/tickets/${id}`)).body.allowed).toContain('rate');
    const answer = await rate(owner, id, { rating: 2, feedback: ' Came late ' });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({
      status: 200,
      body: { rating: 2, ratingFeedback: 'Came late' },
    });
    const seen = (await supervisor.get(`/api/v1/tickets/${id}`)).body;
    expect(seen).toMatchObject({ rating: 2, ratingFeedback: 'Came late', ratedAt: answer.body.ratedAt });
    expect(seen.allowed).not.toContain('rate');
  });

  it('can be changed, and both are in the log', async () => {
    const id = await completed();
    await rate(owner, id, { rating: 1 });
    expect(await rate(owner, id, { rating: 5 })).toMatchObject({ status: 200, body: { rating: 5 } });
    const history = (await supervisor.get(`/api/v1/tickets/${id}/history`)).body.data;
    const rated = history.filter(({ type }: { type: string }) => type === 'ticket.rated');
    expect(rated.map(({ data }: { data: unknown }) => data)).toMatchObject([
      { rating: 1, previousRating: null, technicianId: api.people.technician.technicianId },
      { rating: 5, previousRating: 1 },
    ]);
    const own = JSON.stringify((await owner.get(`/api/v1/tickets/${id}/history`)).body);
    expect(own).not.toContain('previousRating');
  });

  it('is not for strangers, nor for the staff, not even an administrator', async () => {
    const id = await completed();
    expect((await rate(await api.as('customer2'), id, { rating: 1 })).status).toBe(404);
    for (const who of ['supervisor', 'technician', 'admin'] as const) {
      expect((await rate(await api.as(who), id, { rating: 5 })).status).toBe(403);
    }
  });

  it.each([{}, { rating: 0 }, { rating: 6 }, { rating: 4.5 }, { rating: '5' }, { rating: 5, stars: 5 }])(
    'refuses %j',
    async (body) => {
      const id = await completed();
      expect((await rate(owner, id, body)).status).toBe(400);
      expect((await owner.get(`/api/v1/tickets/${id}`)).body.rating).toBeNull();
    },
  );
});

describe('names beside tickets', () => {
  it('those who may see customers read code and name in list and ticket, in one statement', async () => {
    const id = await completed();
    const { customerId } = api.people.customer;
    const wanted = { id: customerId, name: expect.any(String), code: expect.any(String) };
    expect((await supervisor.get(`/api/v1/tickets/${id}`)).body.customer).toEqual(wanted);
    const list = (await supervisor.get(`/api/v1/tickets?customerId=${customerId}`)).body.data;
    expect(list[0].customer).toEqual(wanted);
    const nobodys = (await supervisor.post('/api/v1/tickets', { type: 'repair', title: 'Pole' })).body;
    expect((await supervisor.get(`/api/v1/tickets/${nobodys.id}`)).body.customer).toBeNull();
  });

  it('others do not', async () => {
    const id = await completed();
    for (const who of ['technician', 'customer'] as const) {
      const seen = (await (await api.as(who)).get(`/api/v1/tickets/${id}`)).body;
      expect(seen.id).toBe(id);
      expect(seen).not.toHaveProperty('customer');
    }
  });

  it('the staff read the names of the staff, page by page, and nothing else of them', async () => {
    const technician = await api.as('technician');
    const names: Record<string, unknown>[] = [];
    let cursor = '';
    do {
      const { status, body } = await technician.get(`/api/v1/staff?limit=3${cursor}`);
      expect(status).toBe(200);
      names.push(...body.data);
      cursor = body.page.next ? `&cursor=${body.page.next}` : '';
    } while (cursor);
    const { id, technicianId } = api.people.technician;
    expect(names).toContainEqual({ userId: id, technicianId, name: expect.any(String), role: 'technician' });
    expect(names.some(({ role }) => role === 'customer')).toBe(false);
    expect(new Set(names.map(({ userId }) => userId)).size).toBe(names.length);
    expect((await owner.get('/api/v1/staff')).status).toBe(403);
  });
});
