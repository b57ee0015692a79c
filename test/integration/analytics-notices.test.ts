import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../../src/engine/log.ts';
import { techniciansNotices } from '../../src/handlers/notifications/technicians.ts';
import { type Portal, startPortal } from '../support/portal.ts';

describe('what schedules tell managers', () => {
  let portal: Portal;
  let manager: string;
  let clock = new Date('2026-03-11T03:00:00Z');
  beforeAll(async () => {
    portal = await startPortal(() => clock);
    manager = await portal.user('manager');
    const done = await portal.ticket();
    const lead = { technicianId: 't1', userId: null, lead: true };
    await portal.give('ticket', done, { type: 'assign', team: [lead] } as { type: string });
    await portal.give('ticket', done, { type: 'start' });
    await portal.give('ticket', done, { type: 'complete', resolution: 'New plug' } as { type: string });
    await portal.give('ticket', done, { type: 'rate', rating: 4, feedback: null } as { type: string });
    await portal.ticket();
    await portal.settled();
    // Monday, 01:00 in Jakarta: there it is no longer Sunday.
    clock = new Date('2026-03-15T18:00:00Z');
  });
  afterAll(() => portal.stop());

  const run = async (name: string) => {
    const actor = { kind: 'schedule', id: name };
    const by = { kind: 'system', id: 'test' } as const;
    for (const type of ['schedule.register', 'schedule.runNow']) {
      await portal.runner.run({
        ...(type === 'schedule.register' ? { creates: true } : {}),
        items: [{ actor, command: { type }, by, trace: null }],
        answer: () => ({ status: 200, headers: {}, body: null }),
      });
    }
    await portal.settled();
    const { rows } = await portal.pool.query<{ channel: string; recipient: string; params: unknown }>(
      `select channel, recipient_id as recipient, params from deliveries where template = $1 order by channel`,
      [name],
    );
    return rows;
  };

  it('is on Mondays how technicians did last week, in the inbox and by e-mail', async () => {
    const params = {
      from: '2026-03-09',
      to: '2026-03-15',
      technicians: 1,
      completed: 1,
      onTimePercent: 100,
      firstTimePercent: 100,
      ratings: 1,
      rating: 4,
    };
    expect(await run('summary.technicians')).toEqual([
      { channel: 'email', recipient: manager, params },
      { channel: 'in_app', recipient: manager, params },
    ]);
  });

  it('waits as long as the week is not counted to its end', async () => {
    const event = {
      id: '1',
      actorKind: 'schedule',
      actorId: 'summary.technicians',
      data: { instant: clock.toISOString() },
      by: { kind: 'schedule', id: 'summary.technicians' },
    } as unknown as LoggedEvent;
    const context = { now: clock.toISOString(), newId: () => v7() };
    const attempt = async () => {
      const loaded = await techniciansNotices.load?.([event], portal.pool);
      if (!loaded) throw new Error('it loads nothing');
      return techniciansNotices.handle(event, loaded, context);
    };
    expect(await attempt()).not.toEqual([]);
    await portal.pool.query(`update followers set position = 0 where name = 'analytics'`);
    await expect(attempt()).rejects.toThrow('not counted to its end');
  });

  it('is each day how the work stands, by the figures of the pages', async () => {
    const [byEmail] = await run('summary.daily');
    expect(byEmail?.params).toMatchObject({ open: 1, assigned: 0, inProgress: 0, onHold: 0 });
  });
});
