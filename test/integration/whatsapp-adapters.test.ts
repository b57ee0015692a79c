// Both WhatsApp adapters against the local provider: one contract, outwards and inwards.

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCloudHook } from '../../src/api/whatsapp/cloud-hook.ts';
import { createGatewayHook } from '../../src/api/whatsapp/gateway-hook.ts';
import { type WhatsappAdapter, whatsappAdapters } from '../../src/contracts/generic/config.ts';
import {
  type DeliveryProvider,
  RetryableDeliveryError,
  type SendOptions,
  TerminalDeliveryError,
  UnknownDeliveryError,
} from '../../src/engine/delivery-provider.ts';
import { createWhatsappCloud } from '../../src/engine/providers/whatsapp-cloud.ts';
import { createWhatsappGateway } from '../../src/engine/providers/whatsapp-gateway.ts';
import { createProviderClient } from '../../src/ops/provider/client.ts';
import type { ChannelSwitches } from '../../src/ops/provider/messages.ts';
import { type Provider, startProvider } from '../../src/ops/provider/provider.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { freePorts } from '../support/ports.ts';
import { makeTestFolder } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const token = 'a-token-of-the-provider';
const phoneNumberId = '106540352242922';
const HOOK = '/api/v1/hooks/whatsapp';
const message = { to: '+628123456789', text: 'Tiket T-000001 dibuat' };

describe.each(whatsappAdapters)('the adapter %s', (adapter) => {
  let api: TestApi;
  let provider: Provider;
  let sender: DeliveryProvider;

  beforeAll(async () => {
    const whatsappHook =
      adapter === 'cloud'
        ? createCloudHook({ secret: token, verifyToken: token, phoneNumberId })
        : createGatewayHook(token);
    api = await startTestApi({
      whatsappHook,
      provider: async () => createProviderClient({ baseUrl: `http://127.0.0.1:${provider.httpPort}`, token }),
    });
  });
  afterAll(() => api.stop());

  beforeEach(async () => {
    provider = await startProvider({
      smtpPort: 0,
      httpPort: 0,
      token,
      dataDir: await makeTestFolder(),
      portal: { adapter, url: api.url + HOOK, phoneNumberId, verifyToken: token },
      onError: () => undefined,
      hangMs: 300,
    });
    sender = adapterOf(adapter, `http://127.0.0.1:${provider.httpPort}`, token, api.url + HOOK);
  });
  afterEach(async () => {
    await sender.stop();
    await provider.stop();
  });

  const turn = (whatsapp: Partial<ChannelSwitches>) => provider.mailroom.change({ whatsapp });
  const arrived = () => provider.mailroom.outbox.list({ limit: 10 }).data;
  const refusal = (options: Partial<SendOptions> = {}, by = sender): Promise<unknown> =>
    by.send(message, optionsOf(options)).then(
      () => 'sent',
      (error: unknown) => error,
    );

  describe('outwards', () => {
    it('hands a text over once, and answers with the provider’s id', async () => {
      const { providerMessageId } = await sender.send(message, optionsOf({ idempotencyKey: 'd-1' }));
      expect(arrived()).toMatchObject([
        { id: providerMessageId, to: [message.to], text: message.text, type: 'text', answered: true },
      ]);
    });

    it('goes on later when the provider is down, says no, or is not there', async () => {
      turn({ down: true });
      expect(await refusal()).toMatchObject({ name: 'RetryableDeliveryError', providerDown: true });
      turn({ down: false });
      const stranger = adapterOf(adapter, `http://127.0.0.1:${provider.httpPort}`, 'another-token');
      expect(await refusal({}, stranger)).toMatchObject({
        name: 'RetryableDeliveryError',
        providerDown: true,
      });
      const [port] = await freePorts(1);
      const nowhere = adapterOf(adapter, `http://127.0.0.1:${port}`, token);
      expect(await refusal({}, nowhere)).toMatchObject({ code: 'ECONNREFUSED', providerDown: true });
      expect(arrived()).toEqual([]);
      await Promise.all([stranger.stop(), nowhere.stop()]);
    });

    it('gives a refused recipient up, without naming the number', async () => {
      turn({ reject: '+62812*' });
      const error = (await refusal()) as Error;
      expect(error).toBeInstanceOf(TerminalDeliveryError);
      expect(error.message).not.toContain(message.to.slice(1));
      expect(arrived()).toEqual([]);
    });

    it('sends what was not answered again only where a repetition is recognised', async () => {
      turn({ drop: true });
      const error = await refusal({ idempotencyKey: 'd-2' });
      expect(error).toBeInstanceOf(sender.idempotent ? RetryableDeliveryError : UnknownDeliveryError);
      turn({ drop: false });
      if (sender.idempotent) await sender.send(message, optionsOf({ idempotencyKey: 'd-2' }));
      expect(arrived()).toHaveLength(1);
    });

    it('records that it may have arrived before it can, or cannot be doubled at all', async () => {
      const lost = new RetryableDeliveryError('lease_lost', 'Lost', { providerDown: false });
      const error = await refusal({ onWritten: () => Promise.reject(lost) });
      if (sender.idempotent) expect(error).toBe('sent');
      else {
        expect(error).toBe(lost);
        expect(arrived()).toEqual([]);
      }
    });

    it('ends in time with a provider that is slow', async () => {
      turn({ slowMs: 5_000 });
      const error = await refusal({ signal: AbortSignal.timeout(100) });
      expect(error).toBeInstanceOf(sender.idempotent ? RetryableDeliveryError : UnknownDeliveryError);
    });

    it('reaches a group, or says for good that it does not', async () => {
      const error = await refusal({ channel: 'whatsapp_group' });
      if (adapter === 'gateway') expect(arrived()).toMatchObject([{ type: 'group' }]);
      else {
        expect(error).toMatchObject({ name: 'TerminalDeliveryError', code: 'groups_unsupported' });
        expect(arrived()).toEqual([]);
      }
    });
  });

  describe('inwards', () => {
    const rows = async (sql: string, value: string) => (await api.pool.query(sql, [value])).rows;

    it('says that a message was delivered, once, however often it comes', async () => {
      turn({ twice: true });
      const { providerMessageId } = await sender.send(message, optionsOf({ idempotencyKey: randomUUID() }));
      const delivered = () =>
        rows(
          `select data from events where type = 'provider_report.received' and data->>'messageId' = $1
            and data->>'status' = 'delivered'`,
          providerMessageId,
        );
      await waitFor(async () => (await delivered()).length > 0);
      await waitFor(() => /outcome="sent"\} [24]\n/.test(provider.metrics()));
      expect(await delivered()).toHaveLength(1);
    });

    it('passes on what somebody answers, once, with the message that it answers', async () => {
      turn({ twice: true });
      const answer = { from: '+628123456789', text: 'Besok saya di rumah', replyTo: 'wamid.of-ours' };
      const taken = await (await api.as('admin')).post('/ops/outbox/replies', answer);
      expect(taken.status).toBe(200);
      const id: string = taken.body.id;
      await waitFor(() => /outcome="sent"\} 2\n/.test(provider.metrics()));
      expect(
        await rows('select from_phone, text, reply_to from provider_replies where id = $1', `whatsapp:${id}`),
      ).toEqual([{ from_phone: answer.from, text: answer.text, reply_to: answer.replyTo }]);
    });
  });
});

function adapterOf(
  adapter: WhatsappAdapter,
  baseUrl: string,
  bearer: string,
  reportUrl?: string,
): DeliveryProvider {
  return adapter === 'cloud'
    ? createWhatsappCloud({ baseUrl, version: 'v24.0', phoneNumberId, token: bearer })
    : createWhatsappGateway({ baseUrl, token: bearer, reportUrl });
}

function optionsOf(options: Partial<SendOptions>): SendOptions {
  return {
    idempotencyKey: randomUUID(),
    channel: 'whatsapp',
    traceparent: undefined,
    signal: AbortSignal.timeout(5_000),
    onWritten: async () => undefined,
    ...options,
  };
}
