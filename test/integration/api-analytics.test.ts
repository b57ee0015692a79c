import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figureNames } from '../../src/contracts/analytics.ts';
import { anyFollower } from '../../src/engine/handler-types.ts';
import { analytics } from '../../src/handlers/followers/analytics.ts';
import { registrationFunnel } from '../../src/handlers/followers/registration-funnel.ts';
import { ticketCounts } from '../../src/handlers/followers/ticket-counts.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type Following, startFollowing } from '../support/following.ts';
import { makePackage, submitted } from '../support/registrations.ts';

const A = '/api/v1/analytics';
const MANY = 2_500;

describe('the figures of analytics', () => {
  let api: TestApi;
  let following: Following;
  let today: string;
  beforeAll(async () => {
    api = await startTestApi();
    following = await startFollowing(api.pool, [
      ticketCounts,
      anyFollower(analytics),
      anyFollower(registrationFunnel),
    ]);
    await work();
    await following.settled();
    const { rows } = await api.pool.query<{ today: string }>(
      `select (now() at time zone 'Asia/Jakarta')::date::text as today`,
    );
    today = rows[0]?.today ?? '';
  });
  afterAll(async () => {
    await following.stop();
    await api.stop();
  });

  /** Three tickets: one done and rated by north's technician, one done by south's and reopened, one left open. */
  async function work(): Promise<void> {
    const supervisor = await api.as('supervisor');
    const made = async (more: object) =>
      (await supervisor.post('/api/v1/tickets', { type: 'repair', title: 'No light', ...more })).body.id;
    const give = async (id: string, command: string, body: object = {}) => {
      const answer = await supervisor.post(`/api/v1/tickets/${id}/${command}`, body);
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    };
    const done = async (id: string, who: 'technician' | 'technician2') => {
      const { technicianId } = api.people[who];
      await give(id, 'assign', { technicianId });
      await give(id, 'start');
      await give(id, 'complete', { resolution: 'New plug' });
    };
    const first = await made({ zone: 'north', priority: 'high', customerId: api.people.customer.customerId });
    await done(first, 'technician');
    const customer = await api.as('customer');
    expect((await customer.post(`/api/v1/tickets/${first}/rate`, { rating: 4 })).status).toBe(200);
    const second = await made({ zone: 'south', priority: 'normal' });
    await done(second, 'technician2');
    await give(second, 'reopen', { reason: 'Dark again' });
    await made({ zone: 'north', priority: 'normal' });
  }

  it('say how the work stands, and what today, this week and this month brought', async () => {
    const { status, body } = await (await api.as('manager')).get(`${A}/overview`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      behind: 0,
      spans: [
        { span: 'today', period: { from: today, to: today }, created: 3, completed: 2, createdBefore: 0 },
        { span: 'week', created: 3, completed: 2, completedBefore: 0 },
        { span: 'month', created: 3, completed: 2 },
      ],
    });
    expect(body.statuses).toContainEqual({ status: 'open', count: 2 });
    expect(body.statuses).toContainEqual({ status: 'completed', count: 1 });
  });

  it('come with the period before, the last thirty days when none is named', async () => {
    const manager = await api.as('manager');
    const { body } = await manager.get(`${A}/trend`);
    expect(body.data).toHaveLength(30);
    expect(body.dataBefore).toHaveLength(30);
    expect(body.data.at(-1)).toEqual({ day: today, created: 3, completed: 2, cancelled: 0, reopened: 1 });
    const day = await manager.get(`${A}/trend?from=2026-03-01&to=2026-03-02`);
    expect(day.body).toMatchObject({
      period: { from: '2026-03-01', to: '2026-03-02' },
      before: { from: '2026-02-27', to: '2026-02-28' },
    });
  });

  it('tell of statuses, priorities, times, clocks, technicians and messages', async () => {
    const manager = await api.as('manager');
    const rows = async (name: string) =>
      (await manager.get(`${A}/${name}?from=${today}&to=${today}`)).body.data;
    expect(await rows('distribution')).toEqual([
      { by: 'priority', value: 'normal', count: 2 },
      { by: 'priority', value: 'high', count: 1 },
      { by: 'status', value: 'open', count: 2 },
      { by: 'status', value: 'completed', count: 1 },
      { by: 'type', value: 'repair', count: 3 },
      { by: 'zone', value: 'north', count: 2 },
      { by: 'zone', value: 'south', count: 1 },
    ]);
    expect(await rows('times')).toMatchObject([
      { priority: null, responses: 2, resolutions: 2, responseMedianMs: expect.any(Number) },
      { priority: 'critical', responses: 0, resolutionMedianMs: null },
      { priority: 'high', resolutions: 1, resolutionP90Ms: expect.any(Number) },
      { priority: 'normal', resolutions: 1 },
      { priority: 'low', resolutions: 0 },
    ]);
    expect((await rows('sla'))[0]).toEqual({ priority: null, completed: 2, onTime: 2 });
    expect(await rows('technicians')).toMatchObject([
      { name: 'Technician E-1', completed: 1, onTime: 1, firstTime: 1, ratings: 1, rating: 4 },
      { name: 'Technician E-2', completed: 1, onTime: 1, firstTime: 0, ratings: 0, rating: null },
    ]);
    await api.pool.query(
      `insert into deliveries (id, seq, version, channel, recipient_kind, recipient_id, template, params, priority,
          status, attempts, created_at)
        select 'd' || n, 0, 0, 'email', 'user', 'u', 'x', '{}', 3, (array['sent', 'read', 'failed', 'queued'])[n], 0, now()
        from generate_series(1, 4) n`,
    );
    expect(await rows('deliveries')).toEqual([
      { channel: 'email', total: 4, accepted: 2, seen: 1, failed: 1, suppressed: 0, waiting: 1 },
    ]);
  });

  it('show how far the registrations of the period came, each state once, also as CSV', async () => {
    const give = (id: string, command: { type: string }) =>
      api.commands.run({
        items: [
          { actor: { kind: 'registration', id }, command, by: { kind: 'system', id: 'test' }, trace: null },
        ],
        answer: () => ({ status: 200, headers: {}, body: null }),
      });
    const packageId = await makePackage(api.commands);
    for (const [id, phone] of [
      [v7(), '+6281200001'],
      [v7(), '+6281200002'],
    ] as const) {
      await give(id, submitted({ packageId, number: `R-${phone.slice(-6)}`, phone, email: null }));
      await give(id, { type: 'verify', zone: 'north' } as { type: string });
      if (phone.endsWith('2')) await give(id, { type: 'reject', reason: 'far' } as { type: string });
    }
    await following.settled();
    const manager = await api.as('manager');
    const { body } = await manager.get(`${A}/funnel`);
    expect(body.behind).toBe(0);
    const count = (rows: { state: string; count: number }[]) =>
      Object.fromEntries(rows.filter((row) => row.count > 0).map((row) => [row.state, row.count]));
    expect(count(body.data)).toEqual({ pending_verification: 2, verified: 2, rejected: 1 });
    expect(body.dataBefore).toHaveLength(8);
    expect(count(body.dataBefore)).toEqual({});
    const csv = String((await manager.get(`${A}/funnel/export`)).body);
    expect(csv.split('\n').slice(0, 3)).toEqual(['state,count', 'pending_verification,2', 'verified,2']);
  });

  it('show a technician the own row of the technicians, and nothing else', async () => {
    const own = await (await api.as('technician')).get(`${A}/technicians`);
    expect(own.body.data).toMatchObject([{ name: 'Technician E-1', completed: 1 }]);
    const csv = await (await api.as('technician2')).get(`${A}/technicians/export`);
    expect(csv.body).toContain('Technician E-2');
    expect(csv.body).not.toContain('E-1');
    const technician = await api.as('technician');
    for (const name of [...figureNames.filter((one) => one !== 'technicians'), 'overview', 'work/export'])
      expect((await technician.get(`${A}/${name}`)).status, name).toBe(403);
  });

  it.each([
    'from=2026-03-02&to=2026-03-01',
    'from=2025-01-01&to=2026-03-01',
    'from=2026-02-30',
    'to=1999-12-31',
    'from=yesterday',
    'from=2026-03-01&zone=north',
    'from=2026-03-01&from=2026-03-02',
  ])('are refused for the period %s', async (query) => {
    const manager = await api.as('manager');
    expect((await manager.get(`${A}/trend?${query}`)).status).toBe(400);
    expect((await manager.get(`${A}/work/export?${query}`)).status).toBe(400);
  });

  describe('exported', () => {
    beforeAll(async () => {
      await api.pool.query(
        `insert into technicians select '=cmd', 1, 1, 'E-9', '=cmd()', skill_level, zone, availability, shift,
          max_tickets_per_day, null, created_at, updated_at from technicians limit 1`,
      );
      await api.pool.query(
        `insert into tickets (id, seq, version, number, type, priority, status, title, created_by, created_at, updated_at)
          select 'many-' || n, 1, 1, 'M-' || n, 'repair', 'low', 'completed', 'x', '{}', now(), now()
          from generate_series(1, ${MANY}) n`,
      );
      await api.pool.query(
        `insert into analytics_rounds (ticket_id, round, opened_at, held_ms, completed_at, completed_day,
            completed_priority, resolution_ms, technician_id, on_time, reopened)
          select 'many-' || n, 0, '2026-03-01', 0, '2026-03-01', date '2026-03-01' + n % 3, 'low', 1000, '=cmd', true, false
          from generate_series(1, ${MANY}) n`,
      );
    });

    it('are every completion of the period, once, and nothing that a spreadsheet runs', async () => {
      const manager = await api.as('manager');
      const answer = await manager.get(`${A}/work/export?from=2026-03-01&to=2026-03-03`);
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toContain('work-2026-03-01-2026-03-03.csv');
      const [head, ...lines] = String(answer.body).trim().split('\n');
      expect(head).toContain('ticket,type,priority,zone,technician,openedAt');
      expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(MANY);
      expect(lines[0]).toMatch(/^M-\d+,repair,low,,'=cmd\(\),2026-03-01T/);
    });

    it('end with the client that leaves, and are no error', async () => {
      const { cookie = '' } = await api.as('manager');
      for (let time = 0; time < 5; time++) {
        const leaving = new AbortController();
        const answer = await fetch(`${api.url}${A}/work/export?from=2026-03-01&to=2026-03-03`, {
          headers: { cookie },
          signal: leaving.signal,
        });
        await answer.body?.getReader().read();
        leaving.abort();
      }
      expect((await (await api.as('manager')).get(`${A}/sla`)).status).toBe(200);
      expect(api.logged).toEqual([]);
    });
  });
});
