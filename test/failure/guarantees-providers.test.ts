// What holds when a provider is down, slow, silent or refuses, seen through API and outbox.

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Client } from '../support/api.ts';
import { waitFor } from '../support/wait.ts';
import { startWorld, type World } from '../support/world.ts';

const WELL = { slowMs: 0, down: false, drop: false, twice: false, reject: '' };
const ARRIVED = ['sent', 'delivered'];

let world: World;
let admin: Client;

beforeAll(async () => {
  world = await startWorld();
  admin = await world.as('admin');
}, 90_000);
afterEach(() => turn({ email: WELL, whatsapp: WELL }));
afterAll(() => world.stop());

async function turn(switches: object): Promise<void> {
  const answer = await admin.request('PUT', '/ops/outbox/switches', { body: switches });
  expect(answer.status).toBe(200);
}

/** A ticket of the north: two mails, and one WhatsApp message to the group of the zone. */
async function createTicket(): Promise<string> {
  const desk = await world.as('customer_service');
  const { customerId } = world.people.customer;
  const title = `Provider ${randomUUID()}`;
  const answer = await desk.post('/api/v1/tickets', { type: 'repair', title, zone: 'north', customerId });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

interface Sent {
  readonly id: string;
  readonly channel: string;
  readonly status: string;
  readonly attempts: number;
  readonly recipient: { readonly kind: string; readonly id: string };
}

async function ledgerOf(ticket: string, ...channels: string[]): Promise<Sent[]> {
  const answer = await admin.get(
    `/api/v1/deliveries?entityKind=ticket&entityId=${ticket}&channel=${channels.join(',')}`,
  );
  expect(answer.status).toBe(200);
  // Without a phone number there is nothing to send to: that is no matter of the provider.
  return answer.body.data.filter(({ status }: Sent) => status !== 'suppressed');
}

/** Until the messages of the channel satisfy the condition. */
function messages(
  ticket: string,
  channel: string,
  holds: (sent: readonly Sent[]) => boolean,
): Promise<Sent[]> {
  return waitFor(
    async () => {
      const sent = await ledgerOf(ticket, channel);
      return sent.length > 0 && holds(sent) && sent;
    },
    { deadlineMs: 45_000, everyMs: 100 },
  );
}

async function timesArrived({ id, channel }: Sent): Promise<number> {
  const box = channel === 'email' ? 'email' : 'whatsapp';
  const answer = await admin.get(`/ops/outbox?channel=${box}&limit=1000`, { accept: 'application/json' });
  const found = answer.body.data.filter(
    (message: { idempotencyKey?: string; messageId?: string }) =>
      message.idempotencyKey === id || message.messageId?.includes(id),
  );
  return found.length;
}

const allArrived = (sent: readonly Sent[]) => sent.every(({ status }) => ARRIVED.includes(status));

const resolve = (what: 'replay' | 'discard', { id }: Sent): Promise<Answer> =>
  admin.post(`/api/v1/deliveries/${id}/${what}`, { reason: 'The address was mended' });

describe('a provider that is down', () => {
  it('holds up no other channel, is tried again, and gets each message once when it is back', async () => {
    await turn({ whatsapp: { ...WELL, down: true } });
    const ticket = await createTicket();
    await messages(ticket, 'email', (sent) => sent.length === 2 && allArrived(sent));
    const [waiting] = await messages(ticket, 'whatsapp_group', ([one]) => (one?.attempts ?? 0) > 0);
    expect(ARRIVED).not.toContain(waiting?.status);
    await turn({ whatsapp: WELL });
    const [sent] = await messages(ticket, 'whatsapp_group', allArrived);
    expect(await timesArrived(sent as Sent)).toBe(1);
  });
});

describe('a provider that is slow', () => {
  it('gets each message once, and the request does not wait for it', async () => {
    await turn({ email: { ...WELL, slowMs: 1_500 } });
    const ticket = await createTicket();
    const waiting = await messages(ticket, 'email', (sent) => sent.length === 2);
    expect(allArrived(waiting)).toBe(false);
    for (const sent of await messages(ticket, 'email', allArrived)) expect(await timesArrived(sent)).toBe(1);
  });
});

describe('a provider that takes a message and does not answer', () => {
  it('gets it again with its key where it has keys, and keeps one', async () => {
    await turn({ whatsapp: { ...WELL, drop: true } });
    const ticket = await createTicket();
    const [waiting] = await messages(ticket, 'whatsapp_group', ([one]) => (one?.attempts ?? 0) > 0);
    await waitFor(async () => (await timesArrived(waiting as Sent)) === 1);
    await turn({ whatsapp: WELL });
    const [sent] = await messages(ticket, 'whatsapp_group', allArrived);
    expect(sent?.attempts).toBeGreaterThan(1);
    expect(await timesArrived(sent as Sent)).toBe(1);
  });

  it('where it has none, the message is unknown, is not doubled, and a person decides', async () => {
    await turn({ email: { ...WELL, drop: true } });
    const ticket = await createTicket();
    const [first, second] = await messages(
      ticket,
      'email',
      (sent) => sent.length === 2 && sent.every(({ status }) => status === 'unknown'),
    );
    await turn({ email: WELL });
    expect([await timesArrived(first as Sent), await timesArrived(second as Sent)]).toEqual([1, 1]);
    expect((await resolve('discard', first as Sent)).status).toBe(204);
    expect((await resolve('replay', second as Sent)).status).toBe(204);
    const left = await messages(ticket, 'email', (sent) => sent.every(({ status }) => status !== 'unknown'));
    const settled = await messages(ticket, 'email', (sent) =>
      sent.every(({ status }) => status === 'discarded' || ARRIVED.includes(status)),
    );
    expect(left).toHaveLength(2);
    expect(settled.map(({ status }) => status).sort()).toEqual([
      'discarded',
      expect.stringMatching(/sent|delivered/),
    ]);
    expect((await resolve('replay', first as Sent)).status).toBe(409);
  });
});

describe('a provider that doubles what it takes', () => {
  it('has been given each message once', async () => {
    await turn({ email: { ...WELL, twice: true } });
    const ticket = await createTicket();
    for (const sent of await messages(ticket, 'email', allArrived)) {
      expect(sent.attempts).toBe(1);
      expect(await timesArrived(sent)).toBe(2);
    }
  });
});

describe('a recipient that is refused', () => {
  it('is a dead letter that an administrator sees and replays; the others got theirs', async () => {
    await turn({ email: { ...WELL, reject: 'supervisor@*' } });
    const ticket = await createTicket();
    const sent = await messages(
      ticket,
      'email',
      (all) => all.length === 2 && all.every(({ status }) => [...ARRIVED, 'failed'].includes(status)),
    );
    const dead = sent.find(({ status }) => status === 'failed');
    expect(dead?.recipient).toMatchObject({ kind: 'user', id: world.people.supervisor.id });
    const listed = await admin.get('/api/v1/deliveries?status=failed');
    expect(listed.body.data.map(({ id }: Sent) => id)).toContain(dead?.id);
    await turn({ email: WELL });
    const manager = await world.as('manager');
    const path = `/api/v1/deliveries/${dead?.id}/replay`;
    expect((await manager.post(path, { reason: 'x' })).status).toBe(403);
    expect((await resolve('replay', dead as Sent)).status).toBe(204);
    for (const one of await messages(ticket, 'email', allArrived)) expect(await timesArrived(one)).toBe(1);
    const audit = await admin.get('/api/v1/audit?action=delivery.replay');
    expect(audit.body.data[0]).toMatchObject({ target: dead?.id, by: { id: world.people.admin.id } });
  });
});
