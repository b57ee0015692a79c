import { pino } from 'pino';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actors } from '../../src/actors/registry.ts';
import { runTimer } from '../../src/engine/timers.ts';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';

const DAY_MS = 86_400_000;

let api: TestApi;
let supervisor: Client;
beforeAll(async () => {
  api = await startTestApi();
  supervisor = await api.as('supervisor');
});
afterAll(() => api.stop());

const create = async (more: Record<string, unknown> = {}) =>
  (await supervisor.post('/api/v1/tickets', { type: 'repair', title: 'No signal', ...more })).body as {
    id: string;
  };
const tomorrow = () => new Date(Date.now() + DAY_MS).toISOString();
const snooze = (id: string, until: string) => supervisor.post(`/api/v1/tickets/${id}/snooze`, { until });
const timersOf = async (id: string) =>
  (
    await api.pool.query<{ id: string; due_at: Date }>(
      "select id, due_at from timers where actor_id = $1 and name = 'wake'",
      [id],
    )
  ).rows;

describe('snoozing a ticket', () => {
  it('hides it from lists of the awake, and shows it in that of the snoozed', async () => {
    const [asleep, awake] = [await create({ zone: 'snooze' }), await create({ zone: 'snooze' })];
    const until = tomorrow();
    expect(await snooze(asleep.id, until)).toMatchObject({
      status: 200,
      body: { snoozedUntil: until, status: 'open', slaState: 'running' },
    });
    const ids = async (query: string) =>
      (await supervisor.get(`/api/v1/tickets?zone=snooze${query}`)).body.data.map(
        (row: { id: string }) => row.id,
      );
    expect(await ids('&snoozed=no')).toEqual([awake.id]);
    expect(await ids('&snoozed=yes')).toEqual([asleep.id]);
    expect(await ids('')).toEqual([awake.id, asleep.id]);
    expect((await supervisor.get('/api/v1/tickets?snoozed=perhaps')).status).toBe(400);
  });

  it('keeps one timer, that of the last time; waking takes it away', async () => {
    const { id } = await create();
    await snooze(id, tomorrow());
    const until = new Date(Date.now() + 3 * DAY_MS).toISOString();
    await snooze(id, until);
    expect((await timersOf(id)).map(({ due_at }) => due_at.toISOString())).toEqual([until]);
    const woken = await supervisor.post(`/api/v1/tickets/${id}/unsnooze`);
    expect(woken).toMatchObject({ status: 200, body: { snoozedUntil: null } });
    expect(await timersOf(id)).toEqual([]);
  });

  it('ends by its timer', async () => {
    const { id } = await create();
    await snooze(id, tomorrow());
    const [timer] = await timersOf(id);
    await api.pool.query("update timers set due_at = now() - interval '1 second' where id = $1", [timer?.id]);
    const tools = {
      pool: api.pool,
      registry: actors,
      now: () => new Date(),
      newId: () => v7(),
      logger: pino({ level: 'silent' }),
      onCommitted: () => undefined,
    };
    expect(await runTimer(tools, timer?.id ?? '')).toBe('ran');
    expect((await supervisor.get(`/api/v1/tickets/${id}`)).body.snoozedUntil).toBeNull();
    const history = await supervisor.get(`/api/v1/tickets/${id}/history`);
    expect(history.body.data.at(-1)).toMatchObject({
      type: 'ticket.woken',
      by: { kind: 'timer' },
      data: { because: 'time', snoozedBy: api.people.supervisor.id },
    });
  });

  it('refuses what is past or too far, rubbish, and those who may not', async () => {
    const { id } = await create({ zone: 'north' });
    expect(await snooze(id, '2020-01-01T00:00:00Z')).toMatchObject({ status: 422 });
    expect(await snooze(id, '2099-01-01T00:00:00Z')).toMatchObject({ status: 422 });
    expect(await snooze(id, 'tomorrow')).toMatchObject({ status: 400 });
    const technician = await api.as('technician');
    const answer = await technician.post(`/api/v1/tickets/${id}/snooze`, { until: tomorrow() });
    expect(answer.status).toBe(403);
  });

  it('is nothing a customer can see, ask for or tell by a filter; what they write wakes it', async () => {
    const { id } = await create({ customerId: api.people.customer.customerId });
    await snooze(id, tomorrow());
    const customer = await api.as('customer');
    expect((await customer.get(`/api/v1/tickets/${id}`)).body.snoozedUntil).toBeNull();
    const mine = await customer.get('/api/v1/tickets?snoozed=no');
    expect(JSON.stringify(mine.body)).toContain(id);
    await customer.post(`/api/v1/tickets/${id}/comments`, { text: 'Still dark' });
    expect((await supervisor.get(`/api/v1/tickets/${id}`)).body.snoozedUntil).toBeNull();
    expect(await timersOf(id)).toEqual([]);
    const history = JSON.stringify((await customer.get(`/api/v1/tickets/${id}/history`)).body);
    expect(history).not.toMatch(/snooz|woken/);
  });
});
