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

interface Made {
  readonly id: string;
  readonly number: string;
}

const create = async (who: 'customer' | 'customer2' | undefined, more: Record<string, unknown> = {}) => {
  const customerId = who && api.people[who].customerId;
  const body = { type: 'repair', title: 'No signal', ...(customerId ? { customerId } : {}), ...more };
  return (await supervisor.post('/api/v1/tickets', body)).body as Made;
};
const merge = (from: Made, into: Made, more: Record<string, unknown> = {}, headers = {}) =>
  supervisor.post(`/api/v1/tickets/${from.id}/merge`, { into: into.id, ...more }, headers);
const historyOf = async (client: Client, { id }: Made) =>
  (await client.get(`/api/v1/tickets/${id}/history`)).body.data as { type: string; data: unknown }[];
const seen = async (client: Client, { id }: Made) => (await client.get(`/api/v1/tickets/${id}`)).body;

describe('merging a duplicate', () => {
  it('closes it and tells both timelines, in one commit', async () => {
    const [duplicate, survivor] = [await create('customer'), await create('customer')];
    const answer = await merge(duplicate, survivor);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({
      status: 200,
      body: {
        id: duplicate.id,
        status: 'cancelled',
        mergedInto: { id: survivor.id, number: survivor.number },
        allowed: ['comments'],
      },
    });
    expect(answer.body.mergedInto).not.toHaveProperty('apart');
    expect((await historyOf(supervisor, duplicate)).at(-1)).toMatchObject({
      type: 'ticket.merged',
      data: { intoNumber: survivor.number },
    });
    expect((await historyOf(supervisor, survivor)).at(-1)).toMatchObject({
      type: 'ticket.absorbed',
      data: { duplicateNumber: duplicate.number },
    });
    const { rows } = await api.pool.query(
      'select count(distinct xmin::text)::int as commits from events where actor_id = any($1) and type = any($2)',
      [
        [duplicate.id, survivor.id],
        ['ticket.merged', 'ticket.absorbed'],
      ],
    );
    expect(rows[0]).toEqual({ commits: 1 });
  });

  it('lets its customer follow', async () => {
    const [duplicate, survivor] = [await create('customer'), await create('customer')];
    await merge(duplicate, survivor);
    expect((await seen(owner, duplicate)).mergedInto).toEqual({ id: survivor.id, number: survivor.number });
    const lines = JSON.stringify(await historyOf(owner, survivor));
    expect(lines).toContain(duplicate.number);
  });

  it('into a ticket that its customer does not see has to be said on purpose, and tells neither of the other', async () => {
    const [duplicate, survivor] = [await create('customer'), await create('customer2')];
    expect(await merge(duplicate, survivor)).toMatchObject({ status: 422, body: { code: 'not_possible' } });
    expect(await merge(duplicate, survivor, { otherCustomer: true })).toMatchObject({ status: 200 });
    const owners = [await seen(owner, duplicate), await historyOf(owner, duplicate)];
    for (const words of [survivor.number, survivor.id]) expect(JSON.stringify(owners)).not.toContain(words);
    expect(owners[0]).toMatchObject({ status: 'cancelled', mergedInto: null });
    const other = await api.as('customer2');
    expect(JSON.stringify(await historyOf(other, survivor))).not.toContain(duplicate.number);
    expect((await seen(supervisor, duplicate)).mergedInto).toMatchObject({ id: survivor.id });
  });

  it('refuses itself, the closed, the merged and the unknown, and nothing of it exists', async () => {
    const [one, two, three] = [await create('customer'), await create('customer'), await create('customer')];
    await merge(two, three);
    const before = await api.counts();
    const unknown = { id: '00000000-0000-7000-8000-000000000000', number: '' };
    const answers = [
      await merge(one, one),
      await merge(one, two),
      await merge(two, one),
      await merge(three, two),
      await merge(one, unknown),
      await merge(unknown, one),
      await supervisor.post(`/api/v1/tickets/${one.id}/merge`, {}),
      await supervisor.post(`/api/v1/tickets/${one.id}/merge`, { into: three.id, force: true }),
    ];
    const codes = answers.map(({ status, body }) => `${status} ${body.code}`);
    expect(codes).toEqual([
      '422 not_possible',
      '409 conflict',
      '409 wrong_state',
      '409 conflict',
      '400 invalid_request',
      '404 not_found',
      '400 invalid_request',
      '400 invalid_request',
    ]);
    expect(await api.counts()).toEqual(before);
    expect(await seen(supervisor, one)).toMatchObject({ status: 'open', seq: 1 });
  });

  it('of two tickets into each other at once is one merge', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await create('customer'), await create('customer')];
      const answers = await Promise.all([merge(one, two), merge(two, one)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const states = [await seen(supervisor, one), await seen(supervisor, two)];
      expect(states.map(({ status }) => status).sort()).toEqual(['cancelled', 'open']);
    }
  });

  it('is for those who may, with the version they saw, once for one key', async () => {
    const [duplicate, survivor] = [await create('customer'), await create('customer')];
    for (const who of ['technician', 'noc', 'customer'] as const) {
      const answer = await (await api.as(who)).post(`/api/v1/tickets/${duplicate.id}/merge`, {
        into: survivor.id,
      });
      expect(answer.status).toBe(403);
    }
    expect(await merge(duplicate, survivor, {}, { 'if-match': '"7"' })).toMatchObject({ status: 412 });
    const key = { 'idempotency-key': `merge-${duplicate.id}` };
    const first = await merge(duplicate, survivor, {}, key);
    const second = await merge(duplicate, survivor, {}, key);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(
      (await historyOf(supervisor, survivor)).filter(({ type }) => type === 'ticket.absorbed'),
    ).toHaveLength(1);
  });
});
