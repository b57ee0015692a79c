import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { By, Command } from '../../src/engine/actor-types.ts';
import type { Delivery } from '../../src/engine/delivery-sql.ts';
import { renderDelivery } from '../../src/handlers/render.ts';
import { type Portal, startPortal } from '../support/portal.ts';

describe('what follows from a ticket', () => {
  let portal: Portal;
  let ids: Record<'supervisor' | 'technician' | 'customer' | 'account' | 'ticket', string>;

  beforeAll(async () => {
    portal = await startPortal();
    const customer = '00000000-0000-7000-8000-000000000001';
    const account = await portal.user('customer', { customerId: customer });
    await portal.give('customer', customer, {
      type: 'create',
      code: 'C-000001',
      name: 'Siti Rahayu',
      email: 'siti@example.com',
      phone: null,
      zone: 'depok',
      status: 'active',
      userId: account,
    } as { type: string });
    const supervisor = await portal.user('supervisor');
    const technician = await portal.user('technician', { zone: 'depok', technicianId: 'tech-1' });
    await portal.give('technician', 'tech-1', {
      type: 'create',
      employeeNumber: 'TEK-001',
      name: 'Joko Wibowo',
      skillLevel: 'senior',
      zone: 'depok',
      shift: 'day',
      maxTicketsPerDay: 5,
      userId: technician,
    } as { type: string });
    const ticket = await portal.ticket({ customerId: customer });
    const member = { technicianId: 'tech-1', userId: technician, lead: true };
    await portal.give(
      'ticket',
      ticket,
      { type: 'assign', team: [member], scheduledAt: '2026-03-02T02:00:00.000Z' } as { type: string },
      supervisor,
    );
    await portal.settled();
    ids = { supervisor, technician, customer, account, ticket };
  });
  afterAll(() => portal.stop());

  it('is in the inboxes of those whom it concerns', async () => {
    const { rows } = await portal.pool.query<{ who: string; template: string }>(
      `select recipient_id as who, template from deliveries where channel = 'in_app' order by template`,
    );
    const inbox = (who: string) => rows.filter((row) => row.who === who).map(({ template }) => template);
    expect(inbox(ids.supervisor)).toEqual(['ticket.created']);
    expect(inbox(ids.technician)).toEqual(['ticket.assigned', 'ticket.created']);
    expect(inbox(ids.account)).toEqual(['ticket.received', 'ticket.visit']);
  });

  it('names the event and the entity in every row, and nothing personal', async () => {
    const { rows } = await portal.pool.query<{ text: string; whole: boolean }>(
      `select params::text as text, event_id is not null and entity_id = $1 as whole from deliveries`,
      [ids.ticket],
    );
    expect(rows.every(({ whole }) => whole)).toBe(true);
    expect(rows.map(({ text }) => text).join()).not.toMatch(/Siti|Joko|example|\+62/);
  });

  it('tells nobody of what their own token did, and mails no customer what they wrote themselves', async () => {
    const ticket = await portal.ticket({ customerId: ids.customer });
    const member = { technicianId: 'tech-1', userId: ids.technician, lead: true };
    await portal.give('ticket', ticket, { type: 'assign', team: [member] } as Command, ids.supervisor);
    await portal.pool.query(
      `insert into tokens (id, user_id, name, token_hash, scopes) values ('token-1', $1, 'a script', 'hash', '{}')`,
      [ids.technician],
    );
    const comment = { type: 'comment', text: 'x', internal: false };
    const theirs = { ...comment, guard: { customerId: ids.customer } };
    await by({ kind: 'token', id: 'token-1' }, ticket, { ...comment, commentId: 'c-1' } as Command);
    await by({ kind: 'system', id: 'whatsapp' }, ticket, { ...theirs, commentId: 'c-2' } as Command);
    await portal.settled();
    const { rows } = await portal.pool.query<{ comment: string; channel: string; who: string }>(
      `select e.data ->> 'commentId' as comment, d.channel, d.recipient_id as who from deliveries d
         join events e on e.id = d.event_id where e.actor_id = $1 and e.type = 'ticket.commented'
          and d.channel in ('in_app', 'email') order by 1, 2, 3`,
      [ticket],
    );
    expect(rows).toEqual([
      { comment: 'c-1', channel: 'email', who: ids.customer },
      { comment: 'c-1', channel: 'in_app', who: ids.account },
      ...[ids.account, ids.technician].toSorted().map((who) => ({ comment: 'c-2', channel: 'in_app', who })),
    ]);
  });

  const by = (who: By, ticket: string, command: Command) =>
    portal.runner.run({
      items: [{ actor: { kind: 'ticket', id: ticket }, command, by: who, trace: null }],
      answer: () => ({ status: 200, headers: {}, body: null }),
    });

  it('has its SLA timers until it ends', async () => {
    const timers = async (): Promise<unknown[]> =>
      (
        await portal.pool.query('select name from timers where actor_id = $1 order by name', [ids.ticket])
      ).rows.map(({ name }) => name);
    expect(await timers()).toEqual(['sla_breach', 'sla_warn']);
    await portal.give('ticket', ids.ticket, { type: 'cancel', reason: 'double' } as { type: string });
    await portal.settled();
    expect(await timers()).toEqual([]);
  });

  it('is rendered with name and address of the moment of sending', async () => {
    const delivery = await pick(portal, 'email', 'ticket.visit');
    expect(
      await renderDelivery(delivery, {
        db: portal.pool,
        timeZone: 'Asia/Jakarta',
        secrets: undefined,
        now: () => new Date(),
      }),
    ).toEqual({
      to: 'siti@example.com',
      wordsVersion: 0,
      subject: '[T-000001] A technician is on it',
      text: expect.stringMatching(/^Dear Siti Rahayu, our technician Joko Wibowo .* 2 March 2026.*09:00\.$/),
    });
  });

  it('is suppressed when there is no address', async () => {
    const delivery = await pick(portal, 'whatsapp', 'ticket.visit');
    expect(
      await renderDelivery(delivery, {
        db: portal.pool,
        timeZone: 'Asia/Jakarta',
        secrets: undefined,
        now: () => new Date(),
      }),
    ).toEqual({
      suppressed: 'contact_missing',
    });
  });

  it('reaches the group of its zone, when there is one', async () => {
    const delivery = await pick(portal, 'whatsapp_group', 'ticket.created');
    const options = {
      db: portal.pool,
      timeZone: 'Asia/Jakarta',
      secrets: undefined,
      now: () => new Date(),
    };
    expect(await renderDelivery(delivery, options)).toEqual({ suppressed: 'group_missing' });
    await portal.give('zone_group', 'depok', { type: 'set', groupId: 'group:depok' } as { type: string });
    expect(await renderDelivery(delivery, options)).toMatchObject({
      to: 'group:depok',
    });
  });
});

describe('those who are told', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  const toldTo = async (id: string, channel = 'in_app') =>
    (
      await portal.pool.query<{ template: string }>(
        `select template from deliveries where recipient_id = $1 and channel = $2 order by created_at, template`,
        [id, channel],
      )
    ).rows.map(({ template }) => template);

  it('are the staff also while a stranger’s wrong passwords lock them, and not when an administrator does', async () => {
    const guessed = await portal.user('supervisor');
    const locked = await portal.user('supervisor');
    const until = new Date(Date.now() + 600_000).toISOString();
    await portal.give('user', guessed, { type: 'lock', until, reason: 'wrong_passwords' } as {
      type: string;
    });
    await portal.give('user', locked, { type: 'lock', until: null, reason: 'administrator' } as {
      type: string;
    });
    await portal.ticket();
    await portal.settled();
    expect(await toldTo(guessed)).toContain('ticket.created');
    expect(await toldTo(locked)).not.toContain('ticket.created');
  });

  it('are the technician and the customer of a visit that is moved', async () => {
    const customer = '00000000-0000-7000-8000-000000000002';
    await portal.give('customer', customer, {
      type: 'create',
      code: 'C-000002',
      name: 'Rini',
      email: 'rini@example.com',
      phone: null,
      address: null,
      zone: 'depok',
      packageId: null,
      status: 'active',
      userId: null,
    } as { type: string });
    const technician = await portal.user('technician', { zone: 'depok' });
    const ticket = await portal.ticket({ customerId: customer });
    const member = { technicianId: 'tech-2', userId: technician, lead: true };
    await portal.give('ticket', ticket, {
      type: 'assign',
      team: [member],
      scheduledAt: '2026-03-02T02:00:00.000Z',
    } as { type: string });
    await portal.give('ticket', ticket, {
      type: 'edit',
      fields: { scheduledAt: '2026-03-03T02:00:00.000Z' },
    } as { type: string });
    await portal.settled();
    expect(await toldTo(technician, 'whatsapp')).toEqual(['ticket.assigned', 'ticket.assigned']);
    const { rows } = await portal.pool.query(
      `select params ->> 'scheduledAt' as at from deliveries
        where recipient_id = $1 and template = 'ticket.visit' and channel = 'email' order by at`,
      [customer],
    );
    expect(rows).toEqual([{ at: '2026-03-02T02:00:00.000Z' }, { at: '2026-03-03T02:00:00.000Z' }]);
  });

  it('get nothing more once their account is out of use', async () => {
    const id = await portal.user('supervisor');
    await portal.ticket();
    await portal.settled();
    await portal.give('user', id, { type: 'deactivate' });
    const { rows } = await portal.pool.query<{ delivery: Delivery }>(
      `select jsonb_build_object('id', id, 'channel', channel, 'template', template, 'params', params,
          'recipient', jsonb_build_object('kind', recipient_kind, 'id', recipient_id)) as delivery
        from deliveries where channel = 'email' and recipient_id = $1`,
      [id],
    );
    const options = { db: portal.pool, timeZone: 'Asia/Jakarta', secrets: undefined, now: () => new Date() };
    expect(await renderDelivery(rows[0]?.delivery as Delivery, options)).toEqual({
      suppressed: 'recipient_inactive',
    });
  });
});

async function pick(portal: Portal, channel: string, template: string): Promise<Delivery> {
  const result = await portal.pool.query<{ delivery: Delivery }>(
    `select jsonb_build_object('id', id, 'channel', channel, 'template', template, 'params', params,
        'recipient', jsonb_build_object('kind', recipient_kind, 'id', recipient_id)) as delivery
      from deliveries where channel = $1 and template = $2`,
    [channel, template],
  );
  const [row] = result.rows;
  if (!row) throw new Error(`no ${channel} ${template}`);
  return row.delivery;
}
