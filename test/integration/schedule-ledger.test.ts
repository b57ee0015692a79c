// The ledger of schedules through the API, and what the sweep of deadlines finds.

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchedules } from '../../src/cron/schedules.ts';
import { commandSchedule } from '../../src/engine/schedules.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type Portal, startPortal } from '../support/portal.ts';

describe('the ledger of schedules', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    const by = { kind: 'schedule', id: 'sla.sweep' } as const;
    for (const type of ['schedule.register', 'schedule.runNow'])
      await api.commands.run({
        creates: type === 'schedule.register' ? true : undefined,
        items: [{ actor: { kind: 'schedule', id: 'sla.sweep' }, command: { type }, by, trace: null }],
        answer: () => ({ status: 204, headers: {}, body: null }),
      } as Parameters<typeof api.commands.run>[0]);
    await api.pool.query(
      `insert into cron_runs (name, instant, outcome, started_at, finished_at)
        select 'sla.sweep', now() - make_interval(hours => i), 'skipped', now(), now() from generate_series(1, 4) i`,
    );
  });
  afterAll(() => api.stop());

  it('says of each when it runs next, how it ran last, what was missed, and what becomes of that', async () => {
    const { body } = await (await api.as('manager')).get('/api/v1/schedules');
    expect(body.data).toMatchObject([
      {
        name: 'sla.sweep',
        cron: '*/15 * * * *',
        catchUp: 'run-once',
        overdue: false,
        paused: false,
        missed: 4,
        lastRun: { outcome: 'by_hand', durationMs: expect.any(Number) },
      },
    ]);
  });

  it('shows the instants of one, newest first, page by page, and knows no other', async () => {
    const manager = await api.as('manager');
    const first = await manager.get('/api/v1/schedules/sla.sweep/runs?limit=2');
    expect(first.body.data.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'by_hand',
      'skipped',
    ]);
    const second = await manager.get(
      `/api/v1/schedules/sla.sweep/runs?limit=200&cursor=${first.body.page.next}`,
    );
    expect(second.body).toMatchObject({ data: [{}, {}, {}], page: { next: null } });
    expect((await manager.get('/api/v1/schedules/nothing/runs')).status).toBe(404);
    for (const cursor of ['yesterday', '-271821-04-20T00:00:00.000Z'])
      expect((await manager.get(`/api/v1/schedules/sla.sweep/runs?cursor=${cursor}`)).status).toBe(400);
    expect((await (await api.as('technician')).get('/api/v1/schedules/sla.sweep/runs')).status).toBe(403);
  });
});

describe('the sweep of deadlines', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it('finds a ticket past its deadline whose timer is gone, and leaves those alone whose timer waits', async () => {
    const forgotten = await portal.ticket();
    const waiting = await portal.ticket();
    await portal.settled();
    await portal.pool.query("delete from timers where actor_id = $1 and name = 'sla_breach'", [forgotten]);
    await portal.pool.query("update tickets set sla_due_at = now() - interval '1 hour'");
    const name = 'sla.sweep';
    const by = { kind: 'user', id: v7() } as const;
    await portal.give('schedule', name, { type: 'schedule.register' });
    await commandSchedule(portal.runner, name, 'schedule.runNow', by);
    await portal.settled();
    const { rows } = await portal.pool.query(
      "select actor_id from events where type = 'ticket.sla_breached'",
    );
    expect(rows).toEqual([{ actor_id: forgotten }]);
    expect(waiting).not.toBe(forgotten);
    expect([...createSchedules('Asia/Jakarta').definitions.keys()]).toContain(name);
  });
});
