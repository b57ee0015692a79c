// Answers by WhatsApp: a comment on the ticket that the message was about, or a word to customer service.

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireReports } from '../../src/cron/report-retention.ts';
import type { Command } from '../../src/engine/actor-types.ts';
import type { LoggedEvent } from '../../src/engine/log.ts';
import { providerReplies } from '../../src/handlers/business/provider-reply.ts';
import { type Client, startTestApi, type TestApi } from '../support/api.ts';
import { planned } from '../support/plans.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { submitted } from '../support/registrations.ts';
import { replyOf } from '../support/row-scopes.ts';

const PHONE = '+6281200000001';
const DAY_MS = 86_400_000;
let portal: Portal;
const people = { service: '', account: '' };
const customerId = v7();
let ticketId = '';

beforeAll(async () => {
  portal = await startPortal();
  people.service = await portal.user('customer_service');
  people.account = await portal.user('customer', { customerId });
  await portal.give('customer', customerId, {
    type: 'create',
    code: 'C-000001',
    name: 'Budi',
    email: null,
    phone: PHONE,
    address: null,
    zone: 'depok',
    packageId: null,
    status: 'active',
    userId: people.account,
  } as Command);
  ticketId = await portal.ticket({ customerId });
  await portal.settled();
});
afterAll(() => portal.stop());

async function sent(messageId: string, about: string): Promise<void> {
  await portal.pool.query(
    `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status, provider_message_id, entity_kind, entity_id)
      values ($1, 'whatsapp', 'customer', $2, 'ticket.created', '{}', 'sent', $3, 'ticket', $4)`,
    [v7(), customerId, messageId, about],
  );
}

async function answer(
  text: string,
  more: { fromPhone?: string; replyTo?: string | null } = {},
): Promise<string> {
  const id = `whatsapp:${v7()}`;
  const command = { type: 'receive', provider: 'whatsapp', replyTo: null, fromPhone: PHONE, text, ...more };
  await portal.give('provider_reply', id, command);
  // Again: the gateway repeats what it thinks was lost.
  await portal.give('provider_reply', id, command);
  await portal.settled();
  return id;
}

const rows = async (sql: string, ...values: unknown[]) => (await portal.pool.query(sql, values)).rows;
const comments = () =>
  rows(
    `select data->>'text' as text, data->>'internal' as internal, by->>'id' as by from events
      where type = 'ticket.commented' and actor_id = $1 order by id`,
    ticketId,
  );
const fate = async (id: string) =>
  (await rows('select settled_as, ticket_id, customer_id from provider_replies where id = $1', id))[0];
const told = (template: string) =>
  rows(
    `select recipient_id, entity_kind, entity_id from deliveries where template = $1 and channel = 'in_app'`,
    template,
  );

describe('an answer of a customer', () => {
  it('to a message about a ticket is a public comment on it, in their name, once', async () => {
    await sent('m-ticket', ticketId);
    const id = await answer('Besok saya di rumah', { replyTo: 'm-ticket' });
    expect(await comments()).toEqual([
      { text: 'Besok saya di rumah', internal: 'false', by: people.account },
    ]);
    expect(await fate(id)).toEqual({ settled_as: 'comment', ticket_id: ticketId, customer_id: customerId });
    expect(await told('reply.customer')).toEqual([]);
  });

  it('without a message counts for the last one about an open ticket', async () => {
    expect(await fate(await answer('Sudah dicoba'))).toMatchObject({
      settled_as: 'comment',
      ticket_id: ticketId,
    });
    expect(await comments()).toHaveLength(2);
  });

  it('that is too long is cut between two characters, and says so', async () => {
    const words = `${'a'.repeat(1_998)}📶 dan seterusnya`;
    expect(await fate(await answer(words, { replyTo: 'm-ticket' }))).toMatchObject({ settled_as: 'comment' });
    expect((await comments()).at(-1)?.text).toBe(`${'a'.repeat(1_998)}…`);
  });

  it('that belongs to no ticket is a note, and customer service is told', async () => {
    await portal.give('ticket', ticketId, { type: 'cancel', reason: 'done' } as Command);
    expect(await fate(await answer('Kapan tagihan?'))).toMatchObject({ settled_as: 'note', ticket_id: null });
    expect(await rows('select text from customer_notes where customer_id = $1', customerId)).toEqual([
      { text: 'Kapan tagihan?' },
    ]);
    expect(await told('reply.customer')).toEqual([
      { recipient_id: people.service, entity_kind: 'customer', entity_id: customerId },
    ]);
    expect(await comments()).toHaveLength(3);
  });

  it('keeps words and number out of the log', async () => {
    const log = await rows(`select data from events where actor_kind = 'provider_reply'`);
    expect(JSON.stringify(log)).not.toMatch(/Besok|tagihan|\+62/);
  });
});

describe('an answer from another number', () => {
  it('puts no word on the ticket, whatever message it names; customer service is told', async () => {
    const id = await answer('Tutup saja', { replyTo: 'm-ticket', fromPhone: '+6281299999999' });
    expect(await fate(id)).toEqual({ settled_as: 'notice', ticket_id: null, customer_id: null });
    expect(await comments()).toHaveLength(3);
    expect(await told('reply.unknown')).toHaveLength(1);
  });

  it('that is an applicant’s leads to the registration', async () => {
    const registration = v7();
    await portal.give('registration', registration, submitted({ phone: '+6281200000777' }));
    await answer('Halo', { fromPhone: '+6281200000777' });
    expect(await told('reply.applicant')).toEqual([
      { recipient_id: people.service, entity_kind: 'registration', entity_id: registration },
    ]);
  });
});

describe('what a person does about an answer', () => {
  let api: TestApi;
  let service: Client;
  beforeAll(async () => {
    api = await startTestApi();
    service = await api.as('customer_service');
  });
  afterAll(() => api.stop());

  const one = async (id: string) => (await service.get(`/api/v1/replies/${encodeURIComponent(id)}`)).body;
  const loose = async () =>
    (await service.get('/api/v1/replies?loose=yes')).body.data.map(({ id }: { id: string }) => id);
  const seeTo = async (id: string, how: 'done' | 'reopen') =>
    (await service.post(`/api/v1/replies/${encodeURIComponent(id)}/${how}`)).status;
  const make = (replyId: string, client = service, headers = {}) =>
    client.post('/api/v1/tickets', { type: 'repair', title: 'Dark', replyId }, headers);

  it('a ticket that is made of it is its ticket, in one commit, once; it is loose no more', async () => {
    const id = await replyOf(api);
    expect(await loose()).toEqual([id]);
    const answers = await Promise.all([make(id), make(id), make(id)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const ticket = answers.find(({ status }) => status === 201)?.body;
    expect(await one(id)).toMatchObject({
      as: 'notice',
      seenTo: 'ticket',
      ticketId: ticket.id,
      ticketNumber: ticket.number,
    });
    expect(await loose()).toEqual([]);
    const { rows } = await api.pool.query(`select count(*)::int as n from tickets`);
    expect(rows).toEqual([{ n: 1 }]);
    expect([await seeTo(id, 'done'), await seeTo(id, 'reopen')]).toEqual([409, 409]);

    const again = await replyOf(api);
    const key = { 'idempotency-key': 'once' };
    const [first, repeated] = [await make(again, service, key), await make(again, service, key)];
    expect(repeated).toMatchObject({ status: 201, body: { id: first.body.id } });
  });

  it('is nobody’s who may not read answers, and must be there', async () => {
    const id = await replyOf(api);
    expect((await make(id, await api.as('customer'))).body.code).toBe('forbidden');
    expect(await make('whatsapp:none')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'replyId' }] },
    });
    expect(await seeTo('whatsapp:none', 'done')).toBe(404);
    await api.pool.query('update provider_replies set settled_as = null where id = $1', [id]);
    expect((await make(id)).status).toBe(409);
    await api.pool.query('delete from provider_replies where id = $1', [id]);
  });

  it('it is done without a ticket, which can be taken back', async () => {
    const id = await replyOf(api);
    expect([await seeTo(id, 'done'), await seeTo(id, 'done')]).toEqual([204, 204]);
    expect([await one(id), await loose()]).toMatchObject([{ seenTo: 'done', ticketId: null }, []]);
    expect([await seeTo(id, 'reopen'), await seeTo(id, 'reopen')]).toEqual([204, 204]);
    expect([await one(id), await loose()]).toMatchObject([{ seenTo: null }, [id]]);
    await seeTo(id, 'done');
    expect((await make(id)).status).toBe(201);
  });
});

describe('whose an answer is', () => {
  it('is found by the number through indexes', async () => {
    const client = await portal.pool.connect();
    try {
      await client.query('begin; set local enable_seqscan = off; set local enable_bitmapscan = off');
      const plans: string[] = [];
      await providerReplies.load?.([{ actorId: 'whatsapp:any' } as LoggedEvent], planned(client, plans));
      await client.query('rollback');
      expect(plans.join()).toContain('customers_phone');
      expect(plans.join()).toContain('registrations_phone');
    } finally {
      client.release();
    }
  });
});

describe('reports and answers', () => {
  it('go when their time is over; comments, notes and the ledger stay', async () => {
    const before = await comments();
    const [reports, replies] = expireReports(30, () => Date.now() + 29 * DAY_MS);
    expect(await replies?.remove(portal.pool, 100)).toBe(0);
    await portal.give('provider_report', 'whatsapp:r1', {
      type: 'receive',
      provider: 'whatsapp',
      messageId: 'm-ticket',
      status: 'delivered',
    } as Command);
    expect(await reports?.remove(portal.pool, 100)).toBe(0);
    const later = expireReports(30, () => Date.now() + 31 * DAY_MS);
    expect(await later[0]?.remove(portal.pool, 100)).toBe(1);
    expect(await later[1]?.remove(portal.pool, 100)).toBeGreaterThan(3);
    expect(await rows('select 1 from provider_replies')).toEqual([]);
    expect(await comments()).toEqual(before);
  });
});
