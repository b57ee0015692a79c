import { createHmac } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProviderClient } from '../../src/ops/provider/client.ts';
import type { SwitchesChange } from '../../src/ops/provider/messages.ts';
import { type Provider, startProvider } from '../../src/ops/provider/provider.ts';
import { waitFor } from '../support/wait.ts';

const token = 'test-token';
let dataDir: string;
let provider: Provider;
let errors: unknown[];

const start = () =>
  startProvider({
    smtpPort: 0,
    httpPort: 0,
    token,
    dataDir,
    hangMs: 50,
    onError: (error) => errors.push(error),
  });

beforeEach(async () => {
  errors = [];
  dataDir = mkdtempSync(join(tmpdir(), 'provider-'));
  provider = await start();
});

afterEach(async () => {
  await provider.stop();
  rmSync(dataDir, { recursive: true });
  expect(errors).toEqual([]);
});

const baseUrl = () => `http://127.0.0.1:${provider.httpPort}`;
const client = () => createProviderClient({ baseUrl: baseUrl(), token });

async function arrived() {
  const answer = await client().messages();
  if (!answer.ok) throw new Error(answer.problem.title);
  return answer.value.data;
}

async function turn(change: SwitchesChange) {
  expect(await client().change(change)).toMatchObject({ ok: true });
}

const whatsapp = { to: '628123', type: 'text', text: 'Tiket T-000001 dibuat' };

function post(body: unknown, key = 'key-1', headers: Record<string, string> = {}) {
  return fetch(`${baseUrl()}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function mail(to = 'siti@example.org', pool = false) {
  const transport = createTransport({ host: '127.0.0.1', port: provider.smtpPort, pool, ignoreTLS: true });
  return transport
    .sendMail({
      from: 'Nusa Net <noc@example.org>',
      to,
      subject: 'Tiket dibuat ✓',
      text: 'Halo Siti, tiket Anda dibuat.',
      html: '<p>Halo Siti</p>',
      messageId: '<delivery-1@trunkline>',
      headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    })
    .finally(() => transport.close());
}

describe('the WhatsApp gateway', () => {
  it('takes a message and says later that it was delivered', async () => {
    const response = await post(whatsapp);
    expect(response.status).toBe(202);
    const { id, status } = (await response.json()) as { id: string; status: string };
    expect(status).toBe('queued');
    await waitFor(async () => {
      const got = await fetch(`${baseUrl()}/v1/messages/${id}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return ((await got.json()) as { status: string }).status === 'delivered';
    });
    expect(await arrived()).toMatchObject([
      { id, to: ['628123'], text: whatsapp.text, idempotencyKey: 'key-1' },
    ]);
  });

  it('G1 gives the same id for the same key and keeps one message', async () => {
    const [first, second] = await Promise.all([post(whatsapp), post(whatsapp)]);
    const third = await post(whatsapp);
    const ids = await Promise.all(
      [first, second, third].map(async (r) => ((await r.json()) as { id: string }).id),
    );
    expect(new Set(ids).size).toBe(1);
    expect(third.headers.get('idempotent-replayed')).toBe('true');
    expect(await arrived()).toHaveLength(1);
  });

  it('G1 refuses a key that comes with another body', async () => {
    await post(whatsapp);
    expect((await post({ ...whatsapp, text: 'lain' })).status).toBe(422);
    expect(await arrived()).toHaveLength(1);
  });

  it('G1 remembers keys and messages over a restart, also with a torn line in the journal', async () => {
    const { id } = (await (await post(whatsapp)).json()) as { id: string };
    await provider.stop();
    appendFileSync(join(dataDir, 'provider', 'messages.jsonl'), '{"message":{"id":"to');
    provider = await start();
    await post({ ...whatsapp, text: 'berikutnya' }, 'key-2');
    await provider.stop();
    provider = await start();
    const again = await post(whatsapp);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toMatchObject({ id });
    expect((await arrived()).map(({ text }) => text)).toEqual(['berikutnya', whatsapp.text]);
  });

  it.each([
    ['malformed JSON', '{"to":', 400],
    ['an unknown field', { ...whatsapp, extra: 1 }, 400],
    ['an unknown type', { ...whatsapp, type: 'video' }, 400],
    ['a text that is too long', { ...whatsapp, text: 'x'.repeat(4097) }, 400],
    ['a report address off this machine', { ...whatsapp, reportUrl: 'http://example.org/' }, 400],
    ['a body over the limit', { ...whatsapp, text: 'x'.repeat(100_000) }, 413],
  ])('answers %s with a clear problem and keeps nothing', async (_name, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await arrived()).toEqual([]);
  });

  it('wants its token everywhere but at /healthz', async () => {
    const without = { authorization: 'Bearer wrong' };
    expect((await post(whatsapp, 'key-1', without)).status).toBe(401);
    expect((await fetch(`${baseUrl()}/messages`)).status).toBe(401);
    expect((await fetch(`${baseUrl()}/switches`, { method: 'PUT', body: '{}' })).status).toBe(401);
    expect((await fetch(`${baseUrl()}/healthz`)).status).toBe(200);
  });

  it('down: 503 with Retry-After, and nothing arrives', async () => {
    await turn({ whatsapp: { down: true } });
    const response = await post(whatsapp);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await arrived()).toEqual([]);
  });

  it('drop: the message arrives, the answer does not, and the key still holds afterwards', async () => {
    await turn({ whatsapp: { drop: true } });
    await expect(post(whatsapp)).rejects.toThrow();
    await turn({ whatsapp: { drop: false } });
    expect((await post(whatsapp)).headers.get('idempotent-replayed')).toBe('true');
    expect(await arrived()).toMatchObject([{ answered: false }]);
  });

  it('slow: the message arrives after the wait even when the sender left', async () => {
    await turn({ whatsapp: { slowMs: 100 } });
    const leaving = fetch(`${baseUrl()}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'key-1' },
      body: JSON.stringify(whatsapp),
      signal: AbortSignal.timeout(30),
    });
    await expect(leaving).rejects.toThrow();
    await waitFor(async () => (await arrived()).length === 1);
  });

  it('twice: a key that was seen makes a second message', async () => {
    const { id: first } = (await (await post(whatsapp)).json()) as { id: string };
    await turn({ whatsapp: { twice: true } });
    const { id: second } = (await (await post(whatsapp)).json()) as { id: string };
    expect(second).not.toBe(first);
    expect(await arrived()).toMatchObject([{ id: second, duplicateOf: first }, { id: first }]);
  });

  it('reject: that recipient is refused for good, others are not', async () => {
    await turn({ whatsapp: { reject: '6281*' } });
    expect((await post(whatsapp)).status).toBe(422);
    expect((await post({ ...whatsapp, to: '62999' }, 'key-2')).status).toBe(202);
  });

  it('reports the delivery, signed; twice with the switch', async () => {
    const reports: { headers: IncomingHttpHeaders; body: string }[] = [];
    const receiver = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
      reports.push({ headers: req.headers, body: Buffer.concat(chunks).toString() });
      res.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const reportUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/reports`;
    await turn({ whatsapp: { twice: true } });
    const { id } = (await (await post({ ...whatsapp, reportUrl })).json()) as { id: string };
    await waitFor(() => reports.length === 2);
    receiver.close();

    const [first, second] = reports;
    expect(first?.headers['webhook-id']).toBe(second?.headers['webhook-id']);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ data: { id, status: 'delivered' } });
    const signed = `${first?.headers['webhook-id']}.${first?.headers['webhook-timestamp']}.${first?.body}`;
    const expected = createHmac('sha256', token).update(signed).digest('base64');
    expect(first?.headers['webhook-signature']).toBe(`v1,${expected}`);
  });
});

describe('the SMTP side', () => {
  it('keeps a mail with its envelope, subject, text, Message-ID and trace', async () => {
    expect((await mail()).response).toMatch(/^250/);
    expect(await arrived()).toMatchObject([
      {
        channel: 'email',
        from: 'Nusa Net <noc@example.org>',
        to: ['siti@example.org'],
        subject: 'Tiket dibuat ✓',
        text: expect.stringContaining('tiket Anda dibuat'),
        html: expect.stringContaining('<p>Halo Siti</p>'),
        messageId: '<delivery-1@trunkline>',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        answered: true,
      },
    ]);
  });

  it('S2 keeps the same mail twice when it is handed in twice', async () => {
    await mail();
    await mail();
    expect((await arrived()).map(({ messageId }) => messageId)).toHaveLength(2);
  });

  it('down: 421 at the greeting, and within a connection that was open before', async () => {
    const pooled = createTransport({
      host: '127.0.0.1',
      port: provider.smtpPort,
      pool: true,
      ignoreTLS: true,
    });
    const letter = { from: 'noc@example.org', to: 'siti@example.org', text: 'satu' };
    await pooled.sendMail(letter);
    await turn({ email: { down: true } });
    await expect(mail()).rejects.toMatchObject({ responseCode: 421 });
    await expect(pooled.sendMail(letter)).rejects.toThrow();
    pooled.close();
    expect(await arrived()).toHaveLength(1);
  });

  it('drop: the mail arrives and the connection closes without an answer', async () => {
    await turn({ email: { drop: true } });
    const error = await mail().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toHaveProperty('responseCode');
    expect(await arrived()).toMatchObject([{ answered: false }]);
  });

  it('twice: one mail arrives as two', async () => {
    await turn({ email: { twice: true } });
    await mail();
    const [second, first] = await arrived();
    expect(second?.duplicateOf).toBe(first?.id);
  });

  it('reject: 550 for that recipient', async () => {
    await turn({ email: { reject: '*@example.org' } });
    await expect(mail()).rejects.toMatchObject({ responseCode: 550 });
    expect((await mail('siti@example.net')).response).toMatch(/^250/);
  });
});

describe('the control endpoints', () => {
  it('clear what arrived, for good', async () => {
    await post(whatsapp);
    expect(await client().clear()).toEqual({ ok: true, value: null });
    await provider.stop();
    provider = await start();
    expect(await arrived()).toEqual([]);
  });

  it('refuse switches that do not exist', async () => {
    const answer = await client().change({ email: { onFire: true } } as unknown as SwitchesChange);
    expect(answer).toMatchObject({ ok: false, problem: { status: 400 } });
  });

  it('the client says clearly that the provider is away', async () => {
    const away = createProviderClient({ baseUrl: 'http://127.0.0.1:1', token });
    expect(await away.messages()).toMatchObject({ ok: false, problem: { status: 503 } });
  });
});
