// Web push, from a browser that subscribes to the notice on its screen, through the local push service, which checks
// the signature and opens the message with the browser's own key.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/engine/delivery-sql.ts';
import { createWebPushProvider } from '../../src/engine/providers/web-push.ts';
import { createPushRender } from '../../src/handlers/render-push.ts';
import { subscribeLocally } from '../../src/ops/provider/local-browser.ts';
import type { Message } from '../../src/ops/provider/messages.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { newVapid, type PushBench, startPushBench } from '../support/push-bench.ts';
import { waitFor } from '../support/wait.ts';

const path = '/api/v1/push-subscriptions';

describe('a browser', () => {
  let bench: PushBench;
  beforeAll(async () => {
    bench = await startPushBench();
  });
  afterAll(() => bench.stop());

  const test = async (who: Parameters<PushBench['subscribe']>[0], id: string): Promise<string> => {
    const { status, body } = await (await bench.api.as(who)).post(`${path}/${id}/test`, {});
    expect(status).toBe(202);
    return body.deliveryId;
  };
  const listed = async (who: Parameters<PushBench['subscribe']>[0]) =>
    (await (await bench.api.as(who)).get(path)).body.data as { id: string }[];
  const arrived = (deliveryId: string): Message | undefined =>
    bench.provider.mailroom.outbox
      .list({ channel: 'push', limit: 1_000 })
      .data.find(({ push }) => push?.payload.includes(deliveryId));

  it('gets a notice that it alone can open, signed for its push service, and the ledger says so', async () => {
    const id = await bench.subscribe('noc');
    const deliveryId = await test('noc', id);
    const message = await waitFor(() => arrived(deliveryId));
    const payload = JSON.parse(message.push?.payload ?? '');
    expect(payload).toMatchObject({ id: deliveryId, about: null, title: message.subject });
    expect(message.push).toMatchObject({ urgency: 'high', ttl: 86_400, topic: payload.tag });
    await waitFor(async () => (await bench.row(deliveryId)).status === 'sent');
    expect(await bench.row(deliveryId)).toMatchObject({
      channel: 'push',
      provider: 'push',
      recipient_id: id,
    });
    const ledger = await (await bench.api.as('admin')).get(
      `/api/v1/deliveries?recipientId=${bench.api.people.noc.id}`,
    );
    expect(ledger.body.data).toMatchObject([
      { id: deliveryId, recipient: { kind: 'push_subscription', name: expect.any(String) } },
    ]);
  });

  it('has secrets that stand in no event, answer, job, ledger or log', async () => {
    const browser = subscribeLocally(bench.vapid.publicKey);
    const key = { 'idempotency-key': 'push-secrets' };
    const admin = await bench.api.as('admin');
    const made = await admin.post(path, browser, key);
    const deliveryId = await test('admin', made.body.id);
    await waitFor(() => arrived(deliveryId));
    // One that its service refuses leaves its words in the ledger.
    bench.provider.mailroom.change({ push: { down: true } });
    const late = await test('admin', made.body.id);
    await waitFor(async () => (await bench.row(late)).last_error);
    bench.provider.mailroom.change({ push: { down: false } });
    await waitFor(async () => (await bench.row(late)).status === 'sent');
    const tables = ['events', 'idempotency', 'push_subscriptions', 'deliveries', 'delivery_attempts'];
    const seen = [
      JSON.stringify([made.body, (await admin.get(path)).body]),
      bench.api.logged.join(),
      JSON.stringify(bench.provider.mailroom.outbox.list({ limit: 1_000 })),
      ...(await Promise.all(
        tables.map(async (table) => {
          const { rows } = await bench.api.pool.query(`select * from ${table}`);
          return JSON.stringify(rows);
        }),
      )),
    ].join();
    for (const secret of [browser.endpoint.slice(-40), browser.keys.auth, browser.keys.p256dh])
      expect(seen).not.toContain(secret);
    await admin.request('DELETE', `${path}/${made.body.id}`);
    const left = await bench.api.pool.query('select from push_endpoints where id = $1', [made.body.id]);
    expect(left.rowCount).toBe(0);
  });

  it('that is gone, as its push service says, is told nothing more', async () => {
    const id = await bench.subscribe('manager');
    bench.provider.mailroom.change({ push: { reject: 'browser-*' } });
    const deliveryId = await test('manager', id);
    await waitFor(async () => (await bench.row(deliveryId)).status === 'suppressed');
    bench.provider.mailroom.change({ push: { reject: '' } });
    expect(await bench.row(deliveryId)).toMatchObject({ reason: 'subscription_gone', attempts: 1 });
    expect(await listed('manager')).toEqual([]);
    const { rows } = await bench.api.pool.query(
      `select data from events where actor_id = $1 and type = 'push_subscription.ended'`,
      [id],
    );
    expect(rows).toEqual([{ data: { reason: 'gone' } }]);
    expect((await (await bench.api.as('manager')).post(`${path}/${id}/test`, {})).status).toBe(404);
  });

  it('shows the notices of whoever turned it on last', async () => {
    const browser = subscribeLocally(bench.vapid.publicKey);
    const id = await bench.subscribe('technician', browser);
    expect(await bench.subscribe('technician', browser)).toBe(id);
    expect(await bench.subscribe('technician2' as 'technician', browser)).toBe(id);
    expect(await listed('technician')).toEqual([]);
    expect(await listed('technician2' as 'technician')).toMatchObject([{ id }]);
  });

  it('is one of ten at most', async () => {
    for (let n = 0; n < 10; n++) await bench.subscribe('supervisor');
    const supervisor = await bench.api.as('supervisor');
    const answer = await supervisor.post(path, subscribeLocally(bench.vapid.publicKey));
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  });

  it.each([
    ['http://127.0.0.1/push'],
    ['https://127.0.0.1/push'],
    ['https://[::1]/push'],
    ['https://169.254.169.254/latest'],
    ['https://push.example.com/x'],
    ['https://fcm.googleapis.com.example.com/x'],
    ['https://fcm.googleapis.com:8443/x'],
    ['https://user@fcm.googleapis.com/x'],
    ['nowhere'],
  ])('may not be at %s', async (endpoint) => {
    const customer = await bench.api.as('customer');
    const before = await bench.api.counts();
    const { keys } = subscribeLocally(bench.vapid.publicKey);
    const answer = await customer.post(path, { endpoint, keys });
    expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, 'endpoint']);
    expect(await bench.api.counts()).toEqual(before);
  });

  it('has keys that can be keys', async () => {
    const { endpoint, keys } = subscribeLocally(bench.vapid.publicKey);
    const customer = await bench.api.as('customer');
    for (const p256dh of ['short', `B${'A'.repeat(86)}`]) {
      const answer = await customer.post(path, { endpoint, keys: { ...keys, p256dh } });
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'keys.p256dh']);
    }
  });

  it('says that it showed a notice, with the proof that came in it, and nothing else is believed', async () => {
    const deliveryId = await test('noc', await bench.subscribe('noc'));
    const { push } = await waitFor(() => arrived(deliveryId));
    const { id, receipt } = JSON.parse(push?.payload ?? '');
    const say = (proof: string) =>
      bench.api.anonymous.post('/api/v1/push-receipts', { id, receipt: proof, step: 'shown' });
    expect((await say('0'.repeat(64))).status).toBe(404);
    expect((await say(receipt)).status).toBe(204);
    expect((await say(receipt)).status).toBe(204);
    const { rows } = await bench.api.pool.query(
      `select message_id, status from provider_reports where provider = 'push'`,
    );
    expect(rows).toEqual([{ message_id: id, status: 'shown' }]);
  });

  it('hears nothing from another key, nor in more than 4,096 bytes', async () => {
    const id = await bench.subscribe('noc');
    const delivery = {
      id: 'd-1',
      channel: 'push',
      recipient: { kind: 'push_subscription', id },
      template: 'ticket.created',
      params: { number: 'T-000001', title: '🚀"\\\u0001'.repeat(500), zone: 'depok', priority: 'normal' },
      entity: undefined,
      priority: 3,
    } as unknown as Delivery;
    const db = bench.api.pool;
    const rendered = (vapid = bench.vapid) =>
      createPushRender({ db, vapid, secrets: undefined, timeZone: 'Asia/Jakarta' })(delivery);
    const message = await rendered();
    if ('suppressed' in message) throw new Error(message.suppressed);
    expect(message.body?.byteLength).toBeLessThanOrEqual(4_096);
    expect(message.headers).toMatchObject({ TTL: '43200', Urgency: 'normal' });

    const stranger = newVapid();
    expect(await rendered(stranger)).toEqual({ suppressed: 'key_changed' });
    await db.query('update push_endpoints set vapid_key = $1 where id = $2', [stranger.publicKey, id]);
    const forged = await rendered(stranger);
    if ('suppressed' in forged) throw new Error(forged.suppressed);
    const provider = createWebPushProvider({ addresses: 'known', localUrl: bench.localUrl });
    const options = {
      idempotencyKey: 'k',
      channel: 'push',
      traceparent: undefined,
      signal: AbortSignal.timeout(5_000),
      onWritten: async () => undefined,
    };
    await expect(provider.send(forged, options)).rejects.toMatchObject({ code: 'http_403' });
    await expect(provider.send(message, options)).resolves.toEqual({ providerMessageId: 'k' });
    // A name that leads inside is refused when it is called, and the local service is nobody's where it does not run.
    const outside = createWebPushProvider({
      addresses: 'public',
      resolve: async () => [{ address: '10.0.0.1', family: 4 }],
    });
    for (const to of ['https://push.example.com/x', message.to])
      await expect(outside.send({ ...message, to }, options)).rejects.toMatchObject({
        code: 'address_refused',
      });
  });
});

describe('what the inbox is told', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  const vapid = newVapid();
  async function supervisorWith(browsers: number, wish: object = {}): Promise<string> {
    const userId = await portal.user('supervisor', { zone: 'bogor' });
    for (let n = 0; n < browsers; n++) {
      const command = {
        ...subscribeLocally(vapid.publicKey),
        userId,
        vapidKey: vapid.publicKey,
        userAgent: null,
      };
      await portal.give('push_subscription', crypto.randomUUID(), { type: 'start', ...command } as never);
    }
    if (Object.keys(wish).length > 0)
      await portal.give('notice_preferences', userId, { type: 'change', ...wish } as never);
    return userId;
  }
  const pushesTo = async (userId: string) =>
    (
      await portal.pool.query(
        `select d.id, d.status, d.reason, d.priority, d.event_id, d.next_attempt_at > now() as later from deliveries d
          join push_subscriptions s on s.id = d.recipient_id and s.user_id = $1 where d.channel = 'push' order by d.id`,
        [userId],
      )
    ).rows;

  it('is told in each browser, as the person wishes', async () => {
    const told = (push: object) => ({ notices: { new_tickets: push } });
    const plain = await supervisorWith(2);
    const none = await supervisorWith(0);
    const off = await supervisorWith(1, told({ off: ['push'], digest: 'immediate' }));
    const hourly = await supervisorWith(1, told({ off: [], digest: 'hourly' }));
    const night = await supervisorWith(1, { quietHours: { from: '00:00', to: '23:59' } });
    const night2 = await supervisorWith(1, { quietHours: { from: '23:59', to: '00:00' } });
    await portal.ticket({ zone: 'bogor' });
    await portal.settled();
    expect(await pushesTo(plain)).toMatchObject([{ status: 'queued' }, { status: 'queued', priority: 3 }]);
    expect(await pushesTo(none)).toEqual([]);
    expect(await pushesTo(off)).toMatchObject([{ status: 'suppressed', reason: 'switched_off' }]);
    expect(await pushesTo(hourly)).toMatchObject([{ status: 'gathered', reason: 'hourly' }]);
    // It is night for one of them, whatever the time.
    const held = [...(await pushesTo(night)), ...(await pushesTo(night2))];
    expect(held.filter(({ reason, later }) => reason === 'quiet_hours' && later)).toHaveLength(1);
  });

  it('is read there when it was opened in the browser', async () => {
    const userId = await supervisorWith(1);
    await portal.ticket({ zone: 'bogor' });
    await portal.settled();
    const [push] = await pushesTo(userId);
    await portal.pool.query(`update deliveries set status = 'sent' where id = $1`, [push?.id]);
    await portal.give('provider_report', `push:${push?.id}:read`, {
      type: 'receive',
      provider: 'push',
      messageId: push?.id,
      status: 'read',
    } as never);
    await portal.settled();
    const { rows } = await portal.pool.query(
      `select channel, status from deliveries where event_id = $1 and (recipient_id = $2 or id = $3)
        and channel in ('in_app', 'push') order by channel`,
      [push?.event_id, userId, push?.id],
    );
    expect(rows).toEqual([
      { channel: 'in_app', status: 'read' },
      { channel: 'push', status: 'read' },
    ]);
  });
});
