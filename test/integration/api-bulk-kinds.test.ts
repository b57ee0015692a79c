// Bulk jobs for registrations and customers: by the rules of single commands, and to the end whatever is killed.

import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BULK_MAX } from '../../src/contracts/bulk.ts';
import type { Command } from '../../src/engine/actor-types.ts';
import { BULK_STEP } from '../../src/handlers/business/bulk.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { endedJob, makeMany } from '../support/bulk-jobs.ts';
import { type BulkWorkers, bulkWorkers } from '../support/bulk-worker.ts';
import { killHard } from '../support/chaos.ts';
import { submitted } from '../support/registrations.ts';
import { waitFor } from '../support/wait.ts';

let api: TestApi;
let workers: BulkWorkers;
let made = 0;

beforeAll(async () => {
  workers = await bulkWorkers();
  api = await startTestApi({ ringer: workers.ringer });
});
afterAll(async () => {
  await api.stop();
  await workers.stop();
});

const make = (kind: string, count: number, command: (n: number) => Command): Promise<string[]> =>
  makeMany(api.commands, kind, count, () => command(++made));

const makeCustomers = (count: number, name: string): Promise<string[]> =>
  make('customer', count, (n) => ({
    type: 'create',
    code: `K-${String(n).padStart(6, '0')}`,
    name,
    email: null,
    phone: null,
    address: null,
    zone: 'north',
    packageId: null,
    status: 'active',
    userId: null,
  }));

const makeRegistrations = (count: number, name: string): Promise<string[]> =>
  make('registration', count, (n) =>
    submitted({
      number: `R-${String(n).padStart(6, '0')}`,
      name,
      phone: `+62811${String(n).padStart(7, '0')}`,
      email: `a${n}@example.com`,
    }),
  );

const ended = async (id: string) => await endedJob(await api.as('supervisor'), id);

describe('registrations in bulk', () => {
  it('are verified and turned down by the rules of each, with a result for each, also as a file', async () => {
    const worker = await workers.start(api.databaseUrl);
    const supervisor = await api.as('supervisor');
    const ids = await makeRegistrations(5, 'Bulk applicant');
    const [refused = ''] = ids;
    await supervisor.post(`/api/v1/registrations/${refused}/reject`, { reason: 'by hand' });
    expect((await supervisor.get('/api/v1/registrations/count?q=Bulk%20applicant')).body.total).toBe(5);

    const started = await supervisor.post('/api/v1/bulk/registrations', {
      action: { command: 'verify', zone: 'north' },
      filter: { q: 'Bulk applicant' },
      expected: 5,
    });
    expect(started).toMatchObject({
      status: 201,
      body: { kind: 'registration', command: 'verify', total: 5 },
    });
    const job = await ended(started.body.id);
    expect(job).toMatchObject({ state: 'finished', done: 4, refused: 1 });
    const { body } = await supervisor.get(`/api/v1/bulk/${job.id}/items?outcome=refused`);
    expect(body.data).toMatchObject([
      { itemId: refused, number: 'R-000001', title: 'Bulk applicant', code: 'wrong_state' },
    ]);
    const file = await supervisor.get(`/api/v1/bulk/${job.id}/export?outcome=refused`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(String(file.body).trim().split('\n')).toHaveLength(2);
    expect(String(file.body)).toContain(`${refused},R-000001,Bulk applicant,refused,wrong_state`);

    // Without a survey, and nobody waived it.
    const approve = { command: 'approve' };
    const unwaived = await supervisor.post('/api/v1/bulk/registrations', { action: approve, ids });
    expect(await ended(unwaived.body.id)).toMatchObject({ done: 0, refused: 5 });
    const waived = await supervisor.post('/api/v1/bulk/registrations', {
      action: { ...approve, waiveSurvey: true },
      ids,
    });
    expect(await ended(waived.body.id)).toMatchObject({ done: 4, refused: 1 });
    const { rows } = await api.pool.query(
      `select count(*)::int as events, min(by->>'id') as by from events
        where type = 'registration.approved' and actor_id = any($1)`,
      [ids],
    );
    expect(rows).toEqual([{ events: 4, by: api.people.supervisor.id }]);
    killHard(worker.pid);
  });
});

describe('customers in bulk', () => {
  // The lease and the doorbell of the killed process run out first; on a busy machine everything takes its time.
  it('B1 are suspended once each, after kill -9 in the middle of a step, each with a note of its own', async () => {
    const supervisor = await api.as('supervisor');
    const ids = await makeCustomers(BULK_STEP + 20, 'Bulk Suspended');
    const worker = await workers.start(api.databaseUrl, 400);
    const started = await supervisor.post('/api/v1/bulk/customers', {
      action: { command: 'suspend', reason: 'overdue', note: 'Since October' },
      filter: { q: 'Bulk Suspended', status: ['active'] },
      expected: ids.length,
    });
    expect(started.status).toBe(201);
    const { id } = started.body;
    await waitFor(async () => (await supervisor.get(`/api/v1/bulk/${id}`)).body.done === BULK_STEP);
    killHard(worker.pid);
    const second = await workers.start(api.databaseUrl);
    expect(await ended(id)).toMatchObject({ state: 'finished', done: ids.length, refused: 0 });
    const { rows } = await api.pool.query(
      `select (select count(*)::int from customers where status = 'suspended' and id = any($1)) as suspended,
        (select count(*)::int from events where type = 'customer.status_changed' and actor_id = any($1)) as events,
        (select count(*)::int from customer_notes where text = 'Since October' and customer_id = any($1)) as notes`,
      [ids],
    );
    expect(rows).toEqual([{ suspended: ids.length, events: ids.length, notes: ids.length }]);

    const back = await supervisor.post('/api/v1/bulk/customers', {
      action: { command: 'reactivate' },
      ids: ids.slice(0, 3),
    });
    expect(await ended(back.body.id)).toMatchObject({ kind: 'customer', done: 3 });
    const count = await supervisor.get('/api/v1/customers/count?q=Bulk%20Suspended&status=suspended');
    expect(count.body.total).toBe(ids.length - 3);
    killHard(second.pid);
  }, 90_000);
});

describe('a bulk job', () => {
  it('takes ten thousand ids, and no more', async () => {
    const supervisor = await api.as('supervisor');
    const action = { command: 'reactivate' };
    const ids = Array.from({ length: BULK_MAX }, () => uuid());
    const more = await supervisor.post('/api/v1/bulk/customers', { action, ids: [...ids, uuid()] });
    expect(more).toMatchObject({ status: 400, body: { errors: [{ path: 'ids' }] } });
    const started = await supervisor.post('/api/v1/bulk/customers', { action, ids });
    expect(started).toMatchObject({ status: 201, body: { total: BULK_MAX, refused: BULK_MAX } });
    await supervisor.post(`/api/v1/bulk/${started.body.id}/cancel`);
    const file = await supervisor.get(`/api/v1/bulk/${started.body.id}/export`);
    expect(String(file.body).trim().split('\n')).toHaveLength(BULK_MAX + 1);
  });

  it('is refused to whoever may not give its command alone, for another kind, and to a body of another route', async () => {
    const manager = await api.as('manager');
    const suspend = { action: { command: 'suspend', reason: 'overdue' }, filter: {} };
    expect((await manager.post('/api/v1/bulk/customers', suspend)).status).toBe(403);
    const service = await api.as('customer_service');
    const approve = { action: { command: 'approve' }, filter: {} };
    expect((await service.post('/api/v1/bulk/registrations', approve)).status).toBe(403);
    expect((await service.post('/api/v1/bulk/registrations', suspend)).status).toBe(400);
    const huge = { title: 'x'.repeat(200_000) };
    expect((await service.post('/api/v1/tickets', huge)).status).toBe(413);
  });
});
