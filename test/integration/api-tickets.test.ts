import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let supervisor: Client;
beforeAll(async () => {
  api = await startTestApi();
  supervisor = await api.as('supervisor');
});
afterAll(() => api.stop());

const create = async (client: Client, more: Record<string, unknown> = {}) => {
  const answer = await client.post('/api/v1/tickets', { type: 'repair', title: 'No signal', ...more });
  expect(answer.status).toBe(201);
  return answer.body as { id: string; number: string; version: number };
};
const assign = (id: string, who: 'technician' | 'technician2' = 'technician') =>
  supervisor.post(`/api/v1/tickets/${id}/assign`, { technicianId: api.people[who].technicianId });

describe('creating a ticket', () => {
  it('answers it whole, with Location and ETag', async () => {
    const answer = await supervisor.post('/api/v1/tickets', {
      type: 'repair',
      title: 'No signal',
      priority: 'high',
      customerId: api.people.customer.customerId,
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      status: 'open',
      priority: 'high',
      zone: 'north',
      version: 1,
      seq: 1,
    });
    expect(answer.body.number).toMatch(/^T-\d{6}$/);
    expect(answer.body.allowed).toEqual(['assign', 'cancel', 'comments', 'merge', 'snooze']);
    expect(answer.headers.get('location')).toBe(`/api/v1/tickets/${answer.body.id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('ratelimit')).toMatch(/^"user";r=\d+;t=\d+$/);
  });

  it('rings for what was committed', async () => {
    const { id } = await create(supervisor);
    const event = api.committed.flatMap(({ events }) => events).find(({ actorId }) => actorId === id);
    expect(event).toMatchObject({ actorKind: 'ticket', type: 'ticket.created', seq: 1 });
  });

  it('by a customer is for that customer, in their zone', async () => {
    const customer = await api.as('customer');
    const ticket = await create(customer);
    expect(ticket).toMatchObject({ customerId: api.people.customer.customerId, zone: 'north' });
    const foreign = await customer.post('/api/v1/tickets', {
      type: 'repair',
      title: 'x',
      customerId: api.people.customer2.customerId,
    });
    expect(foreign).toMatchObject({ status: 400, body: { errors: [{ path: 'customerId' }] } });
  });
});

describe('the way of a ticket', () => {
  it('goes from open to completed, each command answering the ticket as it is then', async () => {
    const { id } = await create(supervisor, { zone: 'north' });
    const technician = await api.as('technician');
    expect((await assign(id)).body).toMatchObject({ status: 'assigned', version: 2 });
    const steps = [
      ['start', {}, 'in_progress'],
      ['hold', { reason: 'No key' }, 'on_hold'],
      ['resume', {}, 'in_progress'],
      ['complete', { resolution: 'Connector replaced' }, 'completed'],
    ] as const;
    for (const [name, body, status] of steps) {
      const answer = await technician.post(`/api/v1/tickets/${id}/${name}`, body);
      expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200, body: { status } });
    }
    const history = await supervisor.get(`/api/v1/tickets/${id}/history`);
    expect(history.body.data.map((entry: { type: string }) => entry.type)).toEqual([
      'ticket.created',
      'ticket.assigned',
      'ticket.started',
      'ticket.held',
      'ticket.resumed',
      'ticket.completed',
    ]);
    expect(history.body.data[0].by).toMatchObject({ kind: 'user', name: 'The supervisor' });
  });

  it('takes serials as somebody types them, and none that equipment cannot have', async () => {
    const { id } = await create(supervisor, { zone: 'north' });
    await assign(id);
    await supervisor.post(`/api/v1/tickets/${id}/start`, {});
    const complete = (equipmentSerials: string[]) =>
      supervisor.post(`/api/v1/tickets/${id}/complete`, { resolution: 'Replaced', equipmentSerials });
    const wrong = {
      path: 'equipmentSerials',
      message: 'must be 4 to 64 capitals, digits, dots, slashes, hyphens',
    };
    expect(await complete(['the new box'])).toMatchObject({ status: 400, body: { errors: [wrong] } });
    expect((await complete([' zte-99001 '])).status).toBe(200);
    const { rows } = await api.pool.query(
      `select data -> 'equipmentSerials' as serials from events where actor_id = $1 and type = 'ticket.completed'`,
      [id],
    );
    expect(rows).toEqual([{ serials: ['ZTE-99001'] }]);
  });

  it('refuses a command that its state does not allow, and says which it does', async () => {
    const { id } = await create(supervisor);
    const answer = await supervisor.post(`/api/v1/tickets/${id}/complete`, { resolution: 'x' });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', allowed: ['assign', 'claim', 'cancel', 'comments', 'merge', 'snooze'] },
    });
  });

  it('can be claimed by a technician of its zone only', async () => {
    const { id } = await create(supervisor, { zone: 'north' });
    const other = await api.as('technician2');
    expect((await other.post(`/api/v1/tickets/${id}/claim`)).status).toBe(404);
    const own = await (await api.as('technician')).post(`/api/v1/tickets/${id}/claim`);
    expect(own).toMatchObject({ status: 200, body: { technicianId: api.people.technician.technicianId } });
  });

  it('names what is wrong with an assignment', async () => {
    const { id } = await create(supervisor);
    const unknown = '00000000-0000-7000-8000-000000000000';
    const answer = await supervisor.post(`/api/v1/tickets/${id}/assign`, {
      technicianId: api.people.technician.technicianId,
      members: [unknown],
    });
    expect(answer.body.errors).toEqual([{ path: 'members.0', message: 'is not a known technician' }]);
  });
});

describe('editing a ticket', () => {
  it('needs If-Match, and raises the version', async () => {
    const { id } = await create(supervisor);
    const edit = (headers: Record<string, string>) =>
      supervisor.request('PATCH', `/api/v1/tickets/${id}`, { body: { title: 'Slow' }, headers });
    expect(await edit({})).toMatchObject({ status: 428, body: { code: 'precondition_required' } });
    expect(await edit({ 'if-match': 'nonsense' })).toMatchObject({ status: 400 });
    const edited = await edit({ 'if-match': '"1"' });
    expect(edited).toMatchObject({ status: 200, body: { title: 'Slow', version: 2 } });
    expect(edited.headers.get('etag')).toBe('"2"');
    expect(await edit({ 'if-match': '"1"' })).toMatchObject({ status: 412, body: { currentVersion: 2 } });
  });

  it('goes on while others comment: comments do not make it stale', async () => {
    const { id } = await create(supervisor);
    expect((await supervisor.post(`/api/v1/tickets/${id}/comments`, { text: 'Called' })).status).toBe(201);
    const answer = await supervisor.request('PATCH', `/api/v1/tickets/${id}`, {
      body: { priority: 'critical' },
      headers: { 'if-match': '"1"' },
    });
    expect(answer).toMatchObject({ status: 200, body: { priority: 'critical' } });
  });
});

describe('who sees a ticket', () => {
  it('a customer sees their own only, without what is for staff', async () => {
    const { id } = await create(supervisor, { customerId: api.people.customer.customerId });
    await assign(id);
    await supervisor.post(`/api/v1/tickets/${id}/comments`, { text: 'They pay late', internal: true });
    await supervisor.post(`/api/v1/tickets/${id}/comments`, { text: 'We come at nine' });
    const owner = await api.as('customer');
    const seen = (await owner.get(`/api/v1/tickets/${id}`)).body;
    expect(seen).toMatchObject({ status: 'assigned', team: [], slaState: null, allowed: ['comments'] });
    expect(seen.position).toMatch(/^[0-9a-f]{10}:\d+$/);
    const history = JSON.stringify((await owner.get(`/api/v1/tickets/${id}/history`)).body);
    expect(history).toContain('We come at nine');
    expect(history).not.toContain('They pay late');
    expect(history).not.toContain('slaDueAt');
    const stranger = await api.as('customer2');
    for (const path of [`/api/v1/tickets/${id}`, `/api/v1/tickets/${id}/history`]) {
      expect((await stranger.get(path)).status).toBe(404);
    }
    expect((await stranger.post(`/api/v1/tickets/${id}/comments`, { text: 'hello' })).status).toBe(404);
  });

  it('a technician sees open ones of the zone and those of their team', async () => {
    const open = await create(supervisor, { zone: 'south' });
    const mine = await create(supervisor, { zone: 'north' });
    await assign(mine.id, 'technician2');
    const theirs = await create(supervisor, { zone: 'north' });
    const technician = await api.as('technician2');
    const ids = async (query: string) =>
      (await technician.get(`/api/v1/tickets?${query}`)).body.data.map((row: { id: string }) => row.id);
    expect(await ids('')).toEqual([mine.id, open.id]);
    expect(await ids('assignedTo=me')).toEqual([mine.id]);
    expect((await technician.get(`/api/v1/tickets/${theirs.id}`)).status).toBe(404);
  });
});

describe('the list of tickets', () => {
  it('pages without a gap or a repetition, in every order', async () => {
    for (let count = 0; count < 5; count++) await create(supervisor, { priority: 'low', zone: 'paging' });
    for (const sort of [
      'createdAt',
      '-createdAt',
      'number',
      '-number',
      'slaDueAt',
      '-slaDueAt',
      '-updatedAt',
    ]) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const answer = await supervisor.get(`/api/v1/tickets?zone=paging&limit=2&sort=${sort}${cursor}`);
        expect(answer.status).toBe(200);
        expect(answer.body.position).toMatch(/^[0-9a-f]{10}:\d+$/);
        seen.push(...answer.body.data.map((row: { id: string }) => row.id));
        cursor = answer.body.page.next ? `&cursor=${answer.body.page.next}` : '';
      } while (cursor);
      expect(new Set(seen).size, sort).toBe(5);
      expect(seen.length, sort).toBe(5);
    }
  });

  it('filters by several values, and by words', async () => {
    const found = await create(supervisor, { priority: 'critical', title: '100% loss_of light' });
    const answer = await supervisor.get(
      '/api/v1/tickets?priority=critical,high&status=open,assigned&q=100%25%20loss_',
    );
    expect(answer.body.data.map((row: { id: string }) => row.id)).toEqual([found.id]);
    expect((await supervisor.get(`/api/v1/tickets?q=${found.number}`)).body.data).toHaveLength(1);
  });

  it.each([
    'sort=title',
    'color=red',
    'status=gone',
    'limit=0',
    'limit=201',
    'limit=1e3',
    'zone=%00',
    'q=%ED%A0%80%00',
    'cursor=abc',
    'cursor=WyJjcmVhdGVkQXQiLDEsIngiXQ',
    'technicianId=1',
  ])('refuses %s', async (query) => {
    const answer = await supervisor.get(`/api/v1/tickets?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  });
});
