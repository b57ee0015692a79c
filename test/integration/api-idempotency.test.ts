import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let supervisor: Client;
beforeAll(async () => {
  api = await startTestApi();
  supervisor = await api.as('supervisor');
});
afterAll(() => api.stop());

const ticket = { type: 'repair', title: 'No signal' };
const withKey = (key: string) => ({ 'idempotency-key': key });

describe('a request that comes twice with one key', () => {
  it('happens once and answers the same, marked as a repetition', async () => {
    const key = randomUUID();
    const first = await supervisor.post('/api/v1/tickets', ticket, withKey(key));
    const { tickets, events } = await api.counts();
    const again = await supervisor.post('/api/v1/tickets', ticket, withKey(key));
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    for (const name of ['location', 'etag']) expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await api.counts()).toMatchObject({ tickets, events });
  });

  it('twenty at once happen once; the others get the answer or are told to wait', async () => {
    const key = randomUUID();
    const before = await api.counts();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => supervisor.post('/api/v1/tickets', ticket, withKey(key))),
    );
    const made = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(made.length + waiting.length).toBe(20);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    for (const { body, headers } of waiting) {
      expect(body.code).toBe('idempotency_in_flight');
      expect(headers.get('retry-after')).toBe('1');
    }
    const after = await api.counts();
    expect(after.tickets).toBe((before.tickets ?? 0) + 1);
    expect(after.events).toBe((before.events ?? 0) + 1);
  });

  it('with another body is refused, and nothing is stored', async () => {
    const key = randomUUID();
    await supervisor.post('/api/v1/tickets', ticket, withKey(key));
    const before = await api.counts();
    const other = await supervisor.post('/api/v1/tickets', { ...ticket, title: 'Other' }, withKey(key));
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
    expect(await api.counts()).toEqual(before);
  });

  it('repeats a command, too, although its state does not allow it any more', async () => {
    const { body } = await supervisor.post('/api/v1/tickets', ticket);
    const key = randomUUID();
    const cancel = () =>
      supervisor.post(`/api/v1/tickets/${body.id}/cancel`, { reason: 'Twice' }, withKey(key));
    const first = await cancel();
    expect(first).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect((await cancel()).body).toEqual(first.body);
    const without = await supervisor.post(`/api/v1/tickets/${body.id}/cancel`, { reason: 'Twice' });
    expect(without).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  });

  it('of two people, or for two addresses, are two requests', async () => {
    const key = randomUUID();
    const other = await api.as('customer_service');
    const mine = await supervisor.post('/api/v1/tickets', ticket, withKey(key));
    const theirs = await other.post('/api/v1/tickets', ticket, withKey(key));
    expect(theirs.body.id).not.toBe(mine.body.id);
    const comment = await supervisor.post(
      `/api/v1/tickets/${mine.body.id}/comments`,
      { text: 'x' },
      withKey(key),
    );
    expect(comment.status).toBe(201);
  });

  it('after a refusal is tried anew: refusals are not stored', async () => {
    const { body } = await supervisor.post('/api/v1/tickets', ticket);
    const key = randomUUID();
    const path = `/api/v1/tickets/${body.id}/start`;
    expect((await supervisor.post(path, {}, withKey(key))).status).toBe(409);
    await supervisor.post(`/api/v1/tickets/${body.id}/assign`, {
      technicianId: api.people.technician.technicianId,
    });
    expect((await supervisor.post(path, {}, withKey(key))).status).toBe(200);
  });

  it.each(['', 'x'.repeat(201), 'with space', 'ümlaut'])('refuses %j as a key', async (key) => {
    const answer = await supervisor.post('/api/v1/tickets', ticket, withKey(key));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'Idempotency-Key' }] } });
  });
});
