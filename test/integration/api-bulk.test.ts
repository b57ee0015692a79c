import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/engine/actor-types.ts';
import { BULK_STEP } from '../../src/handlers/business/bulk.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { endedJob, makeMany } from '../support/bulk-jobs.ts';
import { type BulkWorkers, bulkWorkers } from '../support/bulk-worker.ts';
import { killHard } from '../support/chaos.ts';
import { lagging } from '../support/portal.ts';
import { waitFor } from '../support/wait.ts';

let api: TestApi;
let workers: BulkWorkers;
let numbers = 0;

beforeAll(async () => {
  workers = await bulkWorkers();
  api = await startTestApi({ ringer: workers.ringer });
});
afterAll(async () => {
  await api.stop();
  await workers.stop();
});

const startWorker = (slowMs = 0) => workers.start(api.databaseUrl, slowMs);

const makeTickets = (count: number, title: string): Promise<string[]> =>
  makeMany(
    api.commands,
    'ticket',
    count,
    () =>
      ({
        type: 'create',
        number: `B-${String(++numbers).padStart(6, '0')}`,
        ticketType: 'repair',
        priority: 'normal',
        title,
        description: null,
        category: null,
        zone: 'north',
        customerId: null,
        scheduledAt: null,
      }) as Command,
  );

const ended = async (id: string) => await endedJob(await api.as('supervisor'), id);

describe('a bulk job', () => {
  it('B1 does each ticket once in the name of its owner, and says of each what came of it', async () => {
    const worker = await startWorker();
    const supervisor = await api.as('supervisor');
    const ids = await makeTickets(120, 'Bulk one');
    const cancelled = ids[7] as string;
    await supervisor.post(`/api/v1/tickets/${cancelled}/cancel`, { reason: 'by hand' });
    const unknown = uuid();
    const started = await supervisor.post('/api/v1/bulk', {
      action: { command: 'assign', technicianId: api.people.technician.technicianId, overbook: true },
      ids: [...ids, unknown],
    });
    expect(started).toMatchObject({ status: 201, body: { state: 'running', total: 121, refused: 1 } });
    const job = await ended(started.body.id);
    expect(job).toMatchObject({ state: 'finished', total: 121, done: 119, refused: 2 });

    const refused = await supervisor.get(`/api/v1/bulk/${job.id}/items?outcome=refused`);
    expect(refused.body.data).toEqual([
      expect.objectContaining({ itemId: cancelled, title: 'Bulk one', code: 'wrong_state' }),
      expect.objectContaining({ itemId: unknown, title: null, code: 'not_found' }),
    ]);
    const { rows } = await api.pool.query(
      `select count(*)::int as events, count(distinct actor_id)::int as tickets, min(by->>'id') as by, min(by->>'kind') as kind
        from events where type = 'ticket.assigned' and actor_id = any($1)`,
      [ids],
    );
    expect(rows).toEqual([{ events: 119, tickets: 119, by: api.people.supervisor.id, kind: 'user' }]);
    killHard(worker.pid);
  });

  // The lease and the doorbell of the killed process run out first; on a busy machine everything takes its time.
  it('B1 goes on after kill -9 in the middle of a step, and tries nothing twice', async () => {
    const supervisor = await api.as('supervisor');
    const ids = await makeTickets(130, 'Bulk two');
    const worker = await startWorker(400);
    const started = await supervisor.post('/api/v1/bulk', {
      action: { command: 'edit', priority: 'high' },
      filter: { q: 'Bulk two' },
      expected: 130,
    });
    expect(started.status).toBe(201);
    const id = started.body.id as string;
    // The first step is done; the second one is in its sleep.
    await waitFor(async () => (await supervisor.get(`/api/v1/bulk/${id}`)).body.done === BULK_STEP);
    killHard(worker.pid);
    expect((await supervisor.get(`/api/v1/bulk/${id}`)).body).toMatchObject({
      state: 'running',
      done: BULK_STEP,
    });
    const second = await startWorker();
    expect(await ended(id)).toMatchObject({ state: 'finished', done: 130, refused: 0 });
    const { rows } = await api.pool.query(
      `select count(*)::int as events from events where type = 'ticket.edited' and actor_id = any($1)`,
      [ids],
    );
    expect(rows).toEqual([{ events: 130 }]);
    killHard(second.pid);
  }, 90_000);

  it('B3 ends when it is cancelled: what the answer says was done is all, and nothing is done after it', async () => {
    const supervisor = await api.as('supervisor');
    await makeTickets(2 * BULK_STEP + 60, 'Bulk three');
    const worker = await startWorker(500);
    const started = await supervisor.post('/api/v1/bulk', {
      action: { command: 'cancel', reason: 'Area closed' },
      filter: { q: 'Bulk three' },
    });
    const id = started.body.id as string;
    await waitFor(async () => (await supervisor.get(`/api/v1/bulk/${id}`)).body.done === BULK_STEP);
    // The second step has read that the job is running, and is in its sleep.
    await waitFor(async () => {
      const { rowCount } = await api.pool.query(
        `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and state = 'active' and query like 'select pg_sleep%'`,
      );
      return rowCount === 1;
    });
    const answer = await supervisor.post(`/api/v1/bulk/${id}/cancel`);
    expect(answer).toMatchObject({ status: 200, body: { state: 'cancelled', why: 'asked' } });
    await waitFor(async () => (await lagging(api.pool, 'business')) === 0);
    const job = (await supervisor.get(`/api/v1/bulk/${id}`)).body;
    expect(job).toEqual(answer.body);
    const open = await supervisor.get('/api/v1/tickets/count?q=Bulk%20three&status=open');
    expect(open.body.total).toBe(2 * BULK_STEP + 60 - job.done);
    const skipped = await supervisor.get(`/api/v1/bulk/${id}/items?outcome=skipped&limit=200`);
    expect(skipped.body.data).toHaveLength(2 * BULK_STEP + 60 - job.done);
    expect((await supervisor.post(`/api/v1/bulk/${id}/cancel`)).status).toBe(409);
    killHard(worker.pid);
  });

  it('stops when its owner loses the right', async () => {
    const supervisor = await api.as('supervisor');
    await makeTickets(3, 'Bulk four');
    const started = await supervisor.post('/api/v1/bulk', {
      action: { command: 'edit', priority: 'low' },
      filter: { q: 'Bulk four' },
    });
    await api.pool.query("update users set role = 'technician' where id = $1", [api.people.supervisor.id]);
    const worker = await startWorker();
    try {
      await waitFor(async () => {
        const { rows } = await api.pool.query('select state, why from bulk_jobs where id = $1', [
          started.body.id,
        ]);
        return rows[0].state === 'cancelled' && rows[0].why === 'rights';
      });
      const { rows } = await api.pool.query(
        "select count(*)::int as done from bulk_items where bulk_id = $1 and outcome = 'done'",
        [started.body.id],
      );
      expect(rows).toEqual([{ done: 0 }]);
    } finally {
      await api.pool.query("update users set role = 'supervisor' where id = $1", [api.people.supervisor.id]);
      killHard(worker.pid);
    }
  });
});

describe('what a bulk job is refused for', () => {
  const action = { command: 'edit', priority: 'low' } as const;

  it('an empty list, one named twice, no target or two, nothing that matches, more than was agreed to', async () => {
    const supervisor = await api.as('supervisor');
    const before = await api.counts();
    const twice = uuid();
    for (const body of [
      { action, ids: [] },
      { action, ids: [twice, uuid(), twice] },
      { action },
      { action, ids: [uuid()], filter: {} },
      { action, filter: { q: 'nobody wrote this' } },
      { action: { command: 'cancel' }, filter: {} },
      { action: { command: 'assign', technicianId: uuid() }, filter: {} },
      { action, filter: { status: ['nothing'] } },
    ]) {
      expect((await supervisor.post('/api/v1/bulk', body)).status, JSON.stringify(body)).toBe(400);
    }
    await makeTickets(2, 'Bulk five');
    const more = await supervisor.post('/api/v1/bulk', { action, filter: { q: 'Bulk five' }, expected: 1 });
    expect(more).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await api.counts()).events).toBe((before.events ?? 0) + 2);
  });

  it('a command that the person may not give alone, and jobs of others', async () => {
    const service = await api.as('customer_service');
    const assign = { command: 'assign', technicianId: api.people.technician.technicianId };
    expect((await service.post('/api/v1/bulk', { action: assign, filter: {} })).status).toBe(403);
    const supervisor = await api.as('supervisor');
    const [own] = (await supervisor.get('/api/v1/bulk')).body.data;
    for (const path of ['', '/items']) {
      expect((await service.get(`/api/v1/bulk/${own.id}${path}`)).status).toBe(404);
    }
    expect((await service.post(`/api/v1/bulk/${own.id}/cancel`)).status).toBe(404);
    expect((await service.get('/api/v1/bulk')).body.data).toEqual([]);
  });
});
