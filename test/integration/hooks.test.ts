// Webhooks in: reports of the WhatsApp gateway, believed by their signature and written into the ledger once.

import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providerReport } from '../../src/actors/provider_report/actor.ts';
import { createGatewayHook } from '../../src/api/whatsapp/gateway-hook.ts';
import type { LoggedEvent } from '../../src/engine/log.ts';
import { createWhatsappGateway } from '../../src/engine/providers/whatsapp-gateway.ts';
import { webhookSecret } from '../../src/engine/webhook-signature.ts';
import { providerReports } from '../../src/handlers/business/provider-report.ts';
import { startProvider } from '../../src/ops/provider/provider.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { freePorts } from '../support/ports.ts';
import { makeTestFolder } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const secret = webhookSecret(Buffer.alloc(32, 7));
const PATH = '/api/v1/hooks/whatsapp';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ whatsappHook: createGatewayHook(secret) });
});
afterAll(() => api.stop());

interface Hook {
  readonly id?: string;
  readonly type?: string;
  readonly messageId?: string;
  readonly at?: Date;
  readonly signedWith?: string;
  /** Signed and sent instead of a report. */
  readonly signed?: string;
  /** Sent instead of what was signed. */
  readonly body?: string;
}

function send({ id = `report-${randomUUID()}`, type = 'message.delivered', at = new Date(), ...hook }: Hook) {
  const report = { type, timestamp: at.toISOString(), data: { id: hook.messageId ?? 'm-1' } };
  const signed = hook.signed ?? JSON.stringify(report);
  return api.anonymous.request('POST', PATH, {
    raw: hook.body ?? signed,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(hook.signedWith ?? secret).sign(id, at, signed),
    },
  });
}

const reports = async (): Promise<number> => {
  const { rows } = await api.pool.query(
    `select count(*)::int as n from events where type = 'provider_report.received'`,
  );
  return rows[0].n;
};

const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);

describe('a report', () => {
  it('is taken once, however often and however simultaneously it comes', async () => {
    const before = await reports();
    const id = `report-${randomUUID()}`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => send({ id })));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
    expect((await send({ id })).status).toBe(204);
    expect(await reports()).toBe(before + 1);
    const rung = api.committed.flatMap(({ events }) => events).filter(({ actorId }) => actorId.endsWith(id));
    expect(rung).toHaveLength(1);
  });

  it('with a bad signature, an old or future time, or another body is refused and leaves no trace', async () => {
    const before = await reports();
    const bad: Hook[] = [
      { signedWith: webhookSecret(Buffer.alloc(32, 8)) },
      { at: minutes(-6) },
      { at: minutes(6) },
      { body: JSON.stringify({ type: 'message.delivered', data: { id: 'another' } }) },
    ];
    for (const hook of bad) {
      expect(await send(hook)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
    expect((await api.anonymous.post(PATH, { type: 'message.delivered' })).status).toBe(401);
    expect(await reports()).toBe(before);
  });

  it('of a type that nobody waits for is answered and left alone; one that is no report is refused', async () => {
    const before = await reports();
    expect((await send({ type: 'message.typing' })).status).toBe(204);
    expect((await send({ type: 'constructor' })).status).toBe(204);
    expect((await send({ messageId: '' })).status).toBe(400);
    expect((await send({ id: 'two words' })).status).toBe(400);
    expect((await send({ signed: '' })).status).toBe(400);
    expect(await reports()).toBe(before);
  });

  it('of what somebody answers is kept once by the gateway’s id, whatever the ids of its repetitions', async () => {
    const reply = { id: 'reply-1', from: '0812-3456-789', text: 'Terima kasih', replyTo: 'm-9' };
    const signed = JSON.stringify({ type: 'message.received', data: reply });
    const sendReply = (body: string) => {
      const at = new Date();
      const id = `hook-${randomUUID()}`;
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      };
      return api.anonymous.request('POST', PATH, { raw: body, headers });
    };
    const answers = await Promise.all([sendReply(signed), sendReply(signed), sendReply(signed)]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    const service = await api.as('customer_service');
    const { body } = await service.get('/api/v1/replies');
    expect(body.data).toMatchObject([{ from: '+628123456789', text: 'Terima kasih', as: null }]);
    expect((await (await api.as('technician')).get('/api/v1/replies')).status).toBe(403);
    const faulty = JSON.stringify({ type: 'message.received', data: { ...reply, from: 'me' } });
    expect((await sendReply(faulty)).status).toBe(400);
  });

  it('is not taken where no secret is set', async () => {
    const other = await startTestApi();
    const answer = await other.anonymous.post(PATH, { type: 'message.delivered' });
    await other.stop();
    expect(answer.status).toBe(404);
    const ask = `${PATH}?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1`;
    expect((await api.anonymous.get(ask)).status).toBe(404);
  });
});

describe('the local provider', () => {
  it('reports what the gateway was asked to, and is believed', async () => {
    const [smtpPort, httpPort] = (await freePorts(2)) as [number, number];
    const provider = await startProvider({
      smtpPort,
      httpPort,
      token: secret,
      dataDir: await makeTestFolder(),
      onError: () => undefined,
      hangMs: 300,
    });
    const gateway = createWhatsappGateway({
      baseUrl: `http://127.0.0.1:${httpPort}`,
      token: secret,
      reportUrl: api.url + PATH,
    });
    const { providerMessageId } = await gateway.send(
      { to: '+628123456789', text: 'Hello' },
      {
        idempotencyKey: randomUUID(),
        channel: 'whatsapp',
        traceparent: undefined,
        signal: AbortSignal.timeout(5_000),
        onWritten: async () => undefined,
      },
    );
    await waitFor(async () => {
      const { rows } = await api.pool.query('select status from provider_reports where message_id = $1', [
        providerMessageId,
      ]);
      return rows[0]?.status === 'delivered';
    });
    await provider.stop();
  });
});

describe('the ledger', () => {
  const at = '2026-01-05T10:00:00.000Z';
  const told = (status: string): LoggedEvent => ({
    id: '1',
    actorKind: providerReport.kind,
    actorId: 'whatsapp:report',
    seq: 1,
    type: 'provider_report.received',
    version: 1,
    data: { provider: 'whatsapp', messageId: 'm', status },
    audience: [],
    by: { kind: 'system', id: 'whatsapp' },
    trace: null,
    at,
    position: null,
  });
  const becomes = (from: string, report: string): unknown => {
    const accepted = new Map([
      ['m', { id: 'd', status: from, messageId: 'm', nameless: false, notice: null }],
    ]);
    const [effect] = providerReports.handle(told(report), accepted, { now: at, newId: randomUUID });
    return effect && 'row' in effect ? effect.row.status : from;
  };

  it('goes only forward', () => {
    const steps = ['sent', 'delivered', 'shown', 'read', 'failed'].map((report) =>
      ['sent', 'unknown', 'delivered', 'shown', 'read', 'queued', 'failed'].map((from) =>
        becomes(from, report),
      ),
    );
    expect(steps).toEqual([
      ['sent', 'sent', 'delivered', 'shown', 'read', 'queued', 'failed'],
      ['delivered', 'delivered', 'delivered', 'shown', 'read', 'queued', 'failed'],
      ['shown', 'shown', 'shown', 'shown', 'read', 'queued', 'failed'],
      ['read', 'read', 'read', 'read', 'read', 'queued', 'failed'],
      ['failed', 'failed', 'delivered', 'shown', 'read', 'queued', 'failed'],
    ]);
  });

  it('waits a minute for a message that it does not know yet', () => {
    const handle = (now: string) =>
      providerReports.handle(told('delivered'), new Map(), { now, newId: randomUUID });
    expect(() => handle('2026-01-05T10:00:59.000Z')).toThrow();
    expect(handle('2026-01-05T10:01:00.000Z')).toEqual([]);
  });

  it('finds the message by the provider’s id', async () => {
    await api.pool.query(
      `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status, provider_message_id)
       values ('d-1', 'whatsapp', 'user', 'u', 't', '{}', 'sent', 'm-known'),
         ('d-2', 'email', 'user', 'u', 't', '{}', 'sent', 'm-known')`,
    );
    const event = {
      ...told('delivered'),
      data: { provider: 'whatsapp', messageId: 'm-known', status: 'delivered' },
    };
    const accepted = await providerReports.load?.([event], api.pool);
    expect([...(accepted ?? new Map()).values()]).toEqual([
      { id: 'd-1', status: 'sent', messageId: 'm-known', nameless: false, notice: null },
    ]);
  });

  it('settles what is unknown by our own id, and learns the provider’s', async () => {
    await api.pool.query(
      `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, status)
       values ('d-lost', 'whatsapp', 'user', 'u', 't', '{}', 'unknown')`,
    );
    const data = { provider: 'whatsapp', messageId: 'wamid.new', status: 'sent', deliveryId: 'd-lost' };
    const event = { ...told('sent'), data };
    const accepted = (await providerReports.load?.([event], api.pool)) ?? new Map();
    expect(providerReports.handle(event, accepted, { now: at, newId: randomUUID })).toEqual([
      {
        effect: 'update',
        table: 'deliveries',
        key: ['id'],
        row: {
          id: 'd-lost',
          provider_message_id: 'wamid.new',
          status: 'sent',
          accepted_at: at,
          last_error: null,
        },
      },
    ]);
  });
});
