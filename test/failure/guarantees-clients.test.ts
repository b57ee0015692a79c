// What a person can rely on at their screen: answers, resumption, and what they may see; through the public doors.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.ts';
import { waitFor } from '../support/wait.ts';
import { type Ears, startWorld, type Who, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
}, 90_000);
afterAll(() => world.stop());

async function give(who: Who, path: string, body: object = {}, headers = {}): Promise<Answer> {
  const client = await world.as(who);
  const answer = await client.post(path, body, headers);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** A ticket of the north, by the desk. */
async function createTicket(more: object = {}): Promise<string> {
  const body = { type: 'repair', title: `Seen ${randomUUID()}`, zone: 'north', ...more };
  return (await give('customer_service', '/api/v1/tickets', body)).body.id;
}

const assign = (ticket: string, who: 'technician' | 'technician2') =>
  give('supervisor', `/api/v1/tickets/${ticket}/assign`, { technicianId: world.people[who].technicianId });

const comment = (ticket: string, more: object = {}) =>
  give('customer_service', `/api/v1/tickets/${ticket}/comments`, { text: 'Please call first', ...more });

/** What the person heard of the ticket, as event types. */
const heardOf = ({ events }: Ears, ticket: string) =>
  events.filter(({ subject }) => subject === `ticket/${ticket}`).map(({ type }) => type);

/** Until the person has heard all that was committed before the call: something that only they may see comes last. */
async function upToDate(ears: Ears): Promise<void> {
  const test = await give('admin', '/api/v1/notifications/test', { userId: world.people[ears.who].id });
  await waitFor(() => ears.events.some(({ subject }) => subject === `notification/${test.body.id}`), {
    deadlineMs: 20_000,
  });
}

describe('a request', () => {
  it('that is answered 2xx has left its change, its event with author and trace, its notices and its clock', async () => {
    const id = await createTicket({ customerId: world.people.customer.customerId });
    const supervisor = await world.as('supervisor');
    expect((await supervisor.get(`/api/v1/tickets/${id}`)).body).toMatchObject({ id, status: 'open' });
    const history = await supervisor.get(`/api/v1/tickets/${id}/history`);
    expect(history.body.data).toMatchObject([
      { type: 'ticket.created', by: { kind: 'user', id: world.people.customer_service.id } },
    ]);
    expect(history.body.data[0].traceId).toMatch(/^[0-9a-f]{32}$/);
    await world.settled();
    const inbox = await supervisor.get(`/api/v1/notifications?entityKind=ticket&entityId=${id}`);
    expect(inbox.body.data).toHaveLength(1);
    const { rows } = await world.pool.query('select name from timers where actor_id = $1 order by 1', [id]);
    expect(rows).toEqual([{ name: 'sla_breach' }, { name: 'sla_warn' }]);
  });

  it('that is answered 4xx has left no row, no job, no notice and no event', async () => {
    const admin = await world.ears('admin');
    const ticket = await createTicket();
    const desk = await world.as('customer_service');
    const technician2 = await world.as('technician2');
    await world.settled();
    await upToDate(admin);
    const before = await rowsOf(world);
    const from = admin.events.length;
    const at = `/api/v1/tickets/${ticket}`;
    const key = { 'idempotency-key': randomUUID() };
    const body = { type: 'repair', title: 'Refused', zone: 'north' };
    const statuses = [
      await desk.post('/api/v1/tickets', { ...body, color: 'red' }, key),
      await technician2.post(`${at}/claim`, {}, { 'idempotency-key': randomUUID() }),
      await technician2.post('/api/v1/tickets', body),
      await desk.post(`${at}/reopen`, { reason: 'Not closed' }),
      await desk.request('PATCH', at, { body: { title: 'Refused' }, headers: { 'if-match': '"99"' } }),
      await desk.request('PATCH', at, { body: { title: 'Refused' } }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 404, 403, 409, 412, 428]);
    await upToDate(admin);
    await world.settled();
    const { events, ...rest } = await rowsOf(world);
    // What `upToDate` asked for is one event and one notice.
    expect({ ...rest, events: events - 1 }).toEqual({ ...before, deliveries: before.deliveries + 1 });
    expect(admin.events.slice(from).map(({ type }) => type)).toEqual(['notification.created']);
  });

  it('that comes twice with one Idempotency-Key happens once; with another body it is refused', async () => {
    const desk = await world.as('customer_service');
    const key = { 'idempotency-key': randomUUID() };
    const body = { type: 'repair', title: 'Twice', zone: 'north' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        waitFor(async () => {
          const answer = await desk.post('/api/v1/tickets', body, key);
          if (answer.body.code !== 'idempotency_in_flight') return answer;
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
          return undefined;
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const other = await desk.post('/api/v1/tickets', { ...body, title: 'Other' }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
    const { rows } = await world.pool.query(`select from tickets where title in ('Twice', 'Other')`);
    expect(rows).toHaveLength(1);
  });

  it('by two people to edit one ticket: one wins, the other gets 412 with the current version', async () => {
    const id = await createTicket();
    const edit = async (who: Who, title: string) => {
      const client = await world.as(who);
      const headers = { 'if-match': '"1"' };
      return await client.request('PATCH', `/api/v1/tickets/${id}`, { body: { title }, headers });
    };
    const answers = await Promise.all([edit('customer_service', 'One'), edit('supervisor', 'Two')]);
    const [won, lost] = [...answers].sort((a, b) => a.status - b.status);
    expect(won?.status).toBe(200);
    expect(lost).toMatchObject({ status: 412, body: { code: 'stale_version', currentVersion: 2 } });
    const admin = await world.as('admin');
    expect((await admin.get(`/api/v1/tickets/${id}`)).body.title).toBe(won?.body.title);
  });
});

describe('a client that was offline', () => {
  it('gets all that it missed and may see, once and in order, from the position of the page it read', async () => {
    const reader = await world.as('customer');
    const page = await reader.get('/api/v1/tickets');
    const { customerId } = world.people.customer;
    const own = await createTicket({ customerId });
    await comment(own, { internal: true });
    await comment(own);
    await createTicket({ customerId: world.people.customer2.customerId });
    const ears = await world.ears('customer', { since: page.body.position });
    await upToDate(ears);
    const tickets = ears.events.filter(({ subject }) => subject.startsWith('ticket/'));
    expect(tickets.map(({ subject, type, actorseq }) => [subject, type, actorseq])).toEqual([
      [`ticket/${own}`, 'ticket.created', 1],
      [`ticket/${own}`, 'ticket.commented', 3],
    ]);
  });

  it.each([
    ['other_epoch', () => '0000000000:1'],
    ['beyond_head', (head: string) => `${head.split(':')[0]}:${Number(head.split(':')[1]) + 1_000_000}`],
  ])('is told to reload: %s', async (reason, since) => {
    const admin = await world.as('admin');
    const { position } = (await admin.get('/api/v1/tickets')).body;
    const ears = await world.ears('admin', { since: since(position) });
    expect(ears.reloads.map((reload) => reload.reason)).toEqual([reason]);
  });
});

describe('rights that change', () => {
  it('live: a ticket that is given to somebody else leaves the sight of its zone, watched or not', async () => {
    const ears = await world.ears('technician');
    const ticket = await createTicket();
    expect(await ears.client.watch('ticket', ticket)).toMatchObject({ ok: true });
    await assign(ticket, 'technician2');
    await waitFor(() => ears.unwatched.length === 1);
    await comment(ticket);
    await upToDate(ears);
    expect(heardOf(ears, ticket)).toEqual(['ticket.created', 'ticket.assigned']);
    const technician = await world.as('technician');
    expect((await technician.get(`/api/v1/tickets/${ticket}`)).status).toBe(404);
    expect((await technician.get(`/api/v1/tickets/${ticket}/history`)).status).toBe(404);
  });

  it('live: a ticket that is taken off somebody leaves their sight, and they learn that', async () => {
    const ears = await world.ears('technician');
    const ticket = await createTicket();
    await assign(ticket, 'technician');
    await comment(ticket);
    await assign(ticket, 'technician2');
    await comment(ticket);
    await upToDate(ears);
    expect(heardOf(ears, ticket)).toEqual([
      'ticket.created',
      'ticket.assigned',
      'ticket.commented',
      'ticket.assigned',
    ]);
  });

  it('on replay: of a ticket that left the sight meanwhile there is the event by which it left, and no more', async () => {
    const ears = await world.ears('technician');
    const stays = await createTicket();
    ears.client.stop();
    const leaves = await createTicket();
    await comment(leaves);
    await assign(leaves, 'technician2');
    await comment(leaves);
    await assign(stays, 'technician');
    ears.client.connect();
    await waitFor(() => ears.syncs.length === 2);
    await upToDate(ears);
    expect(heardOf(ears, leaves)).toEqual(['ticket.assigned']);
    expect(heardOf(ears, stays)).toEqual(['ticket.created', 'ticket.assigned']);
  });

  it('another role: sockets reload and hear no more than the new role, also those that come back later', async () => {
    const live = await world.ears('noc');
    const away = await world.ears('noc');
    away.client.stop();
    const before = await createTicket();
    await upToDate(live);
    const { id } = world.people.noc;
    await give('admin', `/api/v1/users/${id}/role`, { role: 'technician' });
    await waitFor(() => live.reloads.length === 1);
    const after = await createTicket();
    away.client.connect();
    await waitFor(() => away.reloads.length === 1);
    await upToDate(live);
    await upToDate(away);
    expect(live.reloads[0]?.reason).toBe('rights_changed');
    expect(away.reloads[0]?.reason).toBe('rights_changed');
    expect([heardOf(live, before), heardOf(live, after)]).toEqual([['ticket.created'], []]);
    expect([heardOf(away, before), heardOf(away, after)]).toEqual([[], []]);
  });

  it('a session that is revoked: its sockets are cut, its requests refused, other sessions stay', async () => {
    const { id } = world.people.manager;
    const stays = await world.ears('manager');
    const client = await world.signIn('manager');
    const cut = await world.ears('manager', { client });
    const admin = await world.as('admin');
    const session = (await client.get('/api/v1/session')).body.session.id;
    expect((await admin.request('DELETE', `/api/v1/users/${id}/sessions/${session}`)).status).toBe(204);
    await waitFor(() => cut.ends.includes('session_revoked'));
    await waitFor(async () => (await client.get('/api/v1/session')).status === 401);
    const ticket = await createTicket();
    await upToDate(stays);
    expect(heardOf(stays, ticket)).toEqual(['ticket.created']);
    expect(heardOf(cut, ticket)).toEqual([]);
    expect(cut.client.socket.connected).toBe(false);
  });
});

async function rowsOf({ pool }: World) {
  const { rows } = await pool.query<Record<'events' | 'tickets' | 'deliveries' | 'keys' | 'timers', number>>(
    `select (select count(*)::int from events where actor_kind <> 'schedule') as events,
      (select count(*)::int from tickets) as tickets, (select count(*)::int from deliveries) as deliveries,
      (select count(*)::int from idempotency) as keys, (select count(*)::int from timers) as timers`,
  );
  const [row] = rows;
  if (!row) throw new Error('no row');
  return row;
}
