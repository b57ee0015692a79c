import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';
import { type Cut, startCut } from '../support/chaos.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

let cut: Cut;
let api: TestApi;
let person: Client;
beforeAll(async () => {
  cut = await startCut(Number(new URL(sharedServers().postgresUrl).port));
  api = await startTestApi({}, { throughPort: cut.port });
  person = await api.as('supervisor');
});
afterAll(async () => {
  cut.heal();
  await api.stop();
  await cut.stop();
});

describe('while PostgreSQL is away', () => {
  it('requests answer 503 with Retry-After, and work again by themselves when it is back', async () => {
    const key = randomUUID();
    const create = () =>
      person.post('/api/v1/tickets', { type: 'repair', title: 'x' }, { 'idempotency-key': key });
    cut.refuse();
    const refused = await create();
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await api.anonymous.get('/livez')).status).toBe(200);
    expect(await api.anonymous.get('/readyz')).toMatchObject({ status: 503, body: { status: 'not_ready' } });
    cut.heal();
    const answer = await waitFor(async () => {
      const again = await create();
      return again.status === 201 && again;
    });
    expect((await create()).body.id, 'repeated with its key, it happened once').toBe(answer.body.id);
  });

  it('that is there and says nothing, requests are answered all the same, and happened once', async () => {
    const key = randomUUID();
    const create = () =>
      person.post('/api/v1/tickets', { type: 'repair', title: 'x' }, { 'idempotency-key': key });
    cut.freeze();
    const [first, second] = await Promise.all([create(), person.get('/api/v1/tickets')]);
    expect(first).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(second).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await api.anonymous.get('/livez')).status).toBe(200);
    cut.heal();
    const answer = await waitFor(async () => {
      const again = await create();
      return again.status === 201 && again;
    });
    expect((await create()).body.id).toBe(answer.body.id);
  });
});
