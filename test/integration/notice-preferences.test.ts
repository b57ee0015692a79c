import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../support/api.ts';
import { type Portal, startPortal } from '../support/portal.ts';

const path = '/api/v1/notice-preferences';

describe('the API of preferences', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const patch = async (who: Parameters<TestApi['as']>[0], body: unknown) =>
    await (await api.as(who)).request('PATCH', path, { body });

  it('answers the defaults of the role until somebody chooses, and each their own', async () => {
    const supervisor = await api.as('supervisor');
    const types = (await supervisor.get(path)).body.types as { type: string; on: string[] }[];
    expect(types.map(({ type }) => type)).toContain('deadlines');
    expect(types.map(({ type }) => type)).not.toContain('visits');
    const changed = await patch('supervisor', {
      notices: { deadlines: { on: ['in_app', 'email'], digest: 'hourly' } },
      quietHours: { from: '21:00', to: '06:30' },
    });
    expect(changed.status).toBe(200);
    const now = (await supervisor.get(path)).body;
    expect(now.types).toContainEqual({
      type: 'deadlines',
      offered: ['in_app', 'push', 'email', 'whatsapp'],
      on: ['in_app', 'email'],
      digest: 'hourly',
      always: false,
      chosen: true,
    });
    expect(now.quietHours).toEqual({ from: '21:00', to: '06:30' });
    expect((await (await api.as('manager')).get(path)).body.quietHours).toBeNull();

    expect((await patch('supervisor', { notices: { deadlines: null } })).status).toBe(200);
    const back = (await supervisor.get(path)).body;
    expect(back.types.find(({ type }: { type: string }) => type === 'deadlines').chosen).toBe(false);
    expect(back.quietHours).toEqual({ from: '21:00', to: '06:30' });
  });

  it.each([
    [{}],
    [{ notices: { rumours: { on: [], digest: 'hourly' } } }],
    [{ notices: { deadlines: { on: ['pigeon'], digest: 'hourly' } } }],
    [{ notices: { deadlines: { on: ['email', 'email'], digest: 'hourly' } } }],
    [{ notices: { deadlines: { on: [], digest: 'monthly' } } }],
    // Not told to a supervisor; never to be switched off.
    [{ notices: { visits: { on: [], digest: 'hourly' } } }],
    [{ notices: { own_account: { on: [], digest: 'hourly' } } }],
    [{ quietHours: { from: '24:00', to: '06:00' } }],
    [{ quietHours: { from: '06:00', to: '06:00' } }],
  ])('refuses %j and stores nothing', async (body) => {
    const before = await api.counts();
    expect((await patch('supervisor', body)).status).toBe(400);
    expect(await api.counts()).toEqual(before);
  });

  it('takes two first changes at once', async () => {
    const answers = await Promise.all(
      ['07:00', '08:00'].map((to) => patch('noc', { quietHours: { from: '22:00', to } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('notices', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it('are told as each person wishes, and what is not told stands in the ledger with the reason', async () => {
    const [quiet, off, plain] = [
      await portal.user('supervisor'),
      await portal.user('supervisor'),
      await portal.user('supervisor'),
    ];
    const nowAndFor = (minutes: number): string =>
      new Date(Date.now() + minutes * 60_000).toLocaleTimeString('sv-SE', {
        timeZone: 'Asia/Jakarta',
        hour: '2-digit',
        minute: '2-digit',
      });
    const wish = (id: string, change: object) =>
      portal.give('notice_preferences', id, { type: 'change', ...change });
    await wish(quiet, { quietHours: { from: nowAndFor(-60), to: nowAndFor(60) } });
    await wish(off, { notices: { new_tickets: { off: ['in_app', 'email'], digest: 'immediate' } } });
    await portal.ticket();
    await portal.settled();
    const rows = async (who: string) =>
      (
        await portal.pool.query(
          `select channel, status, reason, next_attempt_at > now() as later from deliveries
            where recipient_id = $1 order by channel`,
          [who],
        )
      ).rows;
    expect(await rows(plain)).toMatchObject([
      { channel: 'email', status: 'queued', reason: null, later: false },
      { channel: 'in_app', status: 'delivered' },
    ]);
    expect(await rows(quiet)).toMatchObject([
      { channel: 'email', status: 'queued', reason: 'quiet_hours', later: true },
      { channel: 'in_app', status: 'delivered' },
    ]);
    expect(await rows(off)).toMatchObject([
      { channel: 'email', status: 'suppressed', reason: 'switched_off', later: null },
      { channel: 'in_app', status: 'suppressed', reason: 'switched_off', later: null },
    ]);
  });

  it('of a ticket that nobody sees to are deadlines, which managers switch off', async () => {
    const [told, spared] = [await portal.user('manager'), await portal.user('manager')];
    await portal.give('notice_preferences', spared, {
      type: 'change',
      notices: { deadlines: { off: ['email', 'in_app', 'push', 'whatsapp'], digest: 'immediate' } },
    } as { type: string });
    const id = await portal.ticket({ zone: 'bogor' });
    const { rows } = await portal.pool.query<{ at: Date }>(
      'select sla_started_at as at from tickets where id = $1',
      [id],
    );
    const startedAt = rows[0]?.at.toISOString();
    await portal.give('ticket', id, { type: 'sla_breach', startedAt } as { type: string });
    await portal.give('ticket', id, { type: 'escalate', startedAt } as { type: string });
    await portal.settled();
    const mails = await portal.pool.query(
      `select recipient_id as who, status, reason from deliveries
        where template = 'ticket.escalated' and channel = 'email' and recipient_id = any($1) order by status`,
      [[told, spared]],
    );
    expect(mails.rows).toEqual([
      { who: told, status: 'queued', reason: null },
      { who: spared, status: 'suppressed', reason: 'switched_off' },
    ]);
  });

  it('that are critical pass the quiet hours', async () => {
    const id = await portal.user('supervisor', { zone: 'bogor' });
    await portal.give('notice_preferences', id, {
      type: 'change',
      quietHours: { from: '00:00', to: '23:59' },
    } as { type: string });
    await portal.ticket({ priority: 'critical', zone: 'bogor' });
    await portal.settled();
    const { rows } = await portal.pool.query(
      `select status, reason from deliveries where recipient_id = $1 and channel = 'email'`,
      [id],
    );
    expect(rows).toEqual([{ status: 'queued', reason: null }]);
  });
});
