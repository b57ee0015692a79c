// Webhooks out, against a real server that fails, redirects, talks too much and never answers (D1, D2, W1–W3).

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Recovered, recoverMissed } from '../../src/api/webhook-ledger.ts';
import { waitFor } from '../support/wait.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

let bench: WebhookBench;
let receiver: Receiver;

beforeEach(async () => {
  bench = await startWebhookBench();
  receiver = await startReceiver();
});
afterEach(async () => {
  await bench.stop();
  await receiver.stop();
});

const hourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

async function errorOf(webhookId: string): Promise<string> {
  const { rows } = await bench.api.pool.query<{ last_error: string | null }>(
    'select last_error from deliveries where recipient_id = $1 order by created_at limit 1',
    [webhookId],
  );
  return rows[0]?.last_error ?? '';
}

/** As after days of attempts: the next failure is the last. */
async function lastAttempts(webhookId: string): Promise<void> {
  await bench.api.pool.query('update deliveries set max_attempts = attempts + 1 where recipient_id = $1', [
    webhookId,
  ]);
}

describe('a webhook', () => {
  it('gets the events it wants, once each, in the words of staff, signed as the public library expects', async () => {
    const made = await bench.subscribe(receiver.url);
    receiver.know(made.secret);
    const [ticket] = await bench.tickets(2);
    const service = await bench.api.as('customer_service');
    await service.post(`/api/v1/tickets/${ticket}/comments`, { body: 'not wanted', internal: true });
    await waitFor(() => receiver.accepted().length === 2);
    await bench.followed();

    const { rows } = await bench.api.pool.query(
      `select id::text, audience, data, position from events where type = 'ticket.created' order by id`,
    );
    expect(
      receiver
        .accepted()
        .map(({ envelope }) => envelope.id)
        .sort(),
    ).toEqual(rows.map(({ id }) => id).sort());
    const first = receiver.accepted().find(({ envelope }) => envelope.id === rows[0].id);
    expect(first?.envelope).toMatchObject({
      specversion: '1.0',
      type: 'ticket.created',
      subject: `ticket/${ticket}`,
      data: rows[0].audience.find((entry: { class: string }) => entry.class === 'staff').data ?? rows[0].data,
    });
    expect(first?.headers['content-type']).toContain('application/cloudevents+json');
    expect(await bench.statuses(made.id)).toEqual({ sent: 2 });
  });

  it('gets a test message when somebody asks for it, whatever it wants', async () => {
    const made = await bench.subscribe(receiver.url, ['user.locked']);
    receiver.know(made.secret);
    expect((await bench.admin.post(`${made.path}/test`)).status).toBe(202);
    const [message] = await waitFor(() => receiver.accepted().length === 1 && receiver.accepted());
    expect(message?.envelope.type).toBe('webhook.tested');
  });

  it('never shows its secret again, nor in the log, in answers or in what is logged', async () => {
    const made = await bench.subscribe(receiver.url);
    const rotated = await bench.admin.post(`${made.path}/rotate`);
    const secrets = [made.secret, rotated.body.secret].map((secret: string) => secret.replace('whsec_', ''));
    expect(secrets[0]).not.toBe(secrets[1]);
    const seen = [
      JSON.stringify((await bench.admin.get('/api/v1/webhooks')).body),
      JSON.stringify((await bench.admin.get(made.path)).body),
      JSON.stringify((await bench.api.pool.query('select * from events')).rows),
      JSON.stringify((await bench.api.pool.query('select * from idempotency')).rows),
      JSON.stringify((await bench.api.pool.query('select * from webhooks')).rows),
      bench.api.logged.join(),
    ].join();
    for (const secret of secrets) expect(seen).not.toContain(secret);
  });

  it('is signed with both secrets while a rotation overlaps, and with the new one alone after it', async () => {
    const made = await bench.subscribe(receiver.url);
    const rotated = await bench.admin.post(`${made.path}/rotate`, { overlapHours: 1 });
    receiver.know(made.secret, rotated.body.secret);
    await bench.tickets(1);
    const [both] = await waitFor(() => receiver.accepted().length === 1 && receiver.accepted());
    expect(both?.verifiedBy).toEqual([made.secret, rotated.body.secret]);

    await bench.api.pool.query(
      `update webhook_secrets set expires_at = clock_timestamp() where webhook_id = $1 and expires_at is not null`,
      [made.id],
    );
    await bench.tickets(1);
    await waitFor(() => receiver.accepted().length === 2);
    expect(receiver.accepted()[1]?.verifiedBy).toEqual([rotated.body.secret]);
  });
});

describe('a receiver that fails for a while', () => {
  it('is changed by whoever saw it as it is: from then on other types, at another address', async () => {
    const made = await bench.subscribe(`${receiver.url}/before`);
    receiver.know(made.secret);
    const admin = await bench.api.as('admin');
    const path = `/api/v1/webhooks/${made.id}`;
    const change = (etag: string) =>
      admin.request('PATCH', path, {
        body: { url: `${receiver.url}/after`, types: ['ticket.cancelled'] },
        headers: { 'if-match': etag },
      });
    expect((await change('"99"')).status).toBe(412);
    const { headers } = await admin.get(path);
    expect(await change(headers.get('etag') ?? '')).toMatchObject({
      status: 200,
      body: { url: `${receiver.url}/after`, types: ['ticket.cancelled'] },
    });
    const [ticket] = await bench.tickets(1);
    await (await bench.api.as('supervisor')).post(`/api/v1/tickets/${ticket}/cancel`, { reason: 'double' });
    await waitFor(() => receiver.accepted().length === 1);
    await bench.followed();
    expect(receiver.received.map(({ envelope }) => envelope.type)).toEqual(['ticket.cancelled']);
  });

  it('is tried again with the same id, and gets everything once', async () => {
    const made = await bench.subscribe(receiver.url);
    receiver.know(made.secret);
    receiver.answer((response) => void response.writeHead(500).end());
    await bench.tickets(3);
    await waitFor(() => receiver.received.length >= 6);
    receiver.answer();
    await waitFor(() => receiver.accepted().length === 3);
    expect(new Set(receiver.accepted().map(({ id }) => id)).size).toBe(3);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
    const bodies = new Map(receiver.received.map(({ id, body }) => [id, body]));
    for (const { id, body } of receiver.received) expect(body).toBe(bodies.get(id));
  });

  it('is disabled when nothing was accepted for the days of a message, once, and recovers everything', async () => {
    const made = await bench.subscribe(receiver.url);
    receiver.know(made.secret);
    receiver.answer((response) => void response.writeHead(500).end());
    await bench.tickets(3);
    await bench.judge();
    expect((await bench.admin.get(made.path)).body.status).toBe('active');
    await waitFor(async () => (await bench.statuses(made.id)).queued === 3);
    await lastAttempts(made.id);
    await waitFor(async () => (await bench.statuses(made.id)).failed === 3);
    await Promise.all([bench.judge(), bench.judge()]);
    expect((await bench.admin.get(made.path)).body).toMatchObject({ status: 'disabled', reason: 'failing' });
    const { rows } = await bench.api.pool.query(
      `select count(*)::int as n from events where type = 'webhook.disabled'`,
    );
    expect(rows[0].n).toBe(1);

    // What happens meanwhile makes no delivery, and is recovered all the same.
    await bench.tickets(2);
    await bench.followed();
    expect(await bench.statuses(made.id)).toEqual({ failed: 3 });
    const since = hourAgo();
    expect((await bench.admin.post(`${made.path}/recover`, { since })).status).toBe(409);
    receiver.answer();
    await bench.admin.post(`${made.path}/enable`);
    await bench.judge();
    expect((await bench.admin.get(made.path)).body.status).toBe('active');
    const recovered = await bench.admin.post(`${made.path}/recover`, { since });
    expect(recovered).toMatchObject({
      status: 200,
      body: { requeued: 3, added: 2, more: false, next: null },
    });
    await waitFor(() => receiver.accepted().length === 5);
    await bench.tickets(1);
    await waitFor(() => receiver.accepted().length === 6);

    expect(new Set(receiver.accepted().map(({ envelope }) => envelope.id)).size).toBe(6);
    const again = await bench.admin.post(`${made.path}/recover`, { since });
    expect(again.body).toEqual({ requeued: 0, added: 0, more: false, next: null });
  });

  it('recovers a part by each call, and goes on where the one before ended', async () => {
    const made = await bench.subscribe(receiver.url);
    receiver.know(made.secret);
    receiver.answer((response) => void response.writeHead(500).end());
    await bench.tickets(3);
    await waitFor(async () => (await bench.statuses(made.id)).queued === 3);
    await lastAttempts(made.id);
    await waitFor(async () => (await bench.statuses(made.id)).failed === 3);
    await bench.admin.post(`${made.path}/disable`);
    await bench.tickets(2);
    await bench.followed();
    // Nothing is taken this time either: what a call has asked for is asked for no second time.
    await bench.admin.post(`${made.path}/enable`);
    const missed = {
      webhookId: made.id,
      types: ['ticket.created'],
      since: hourAgo(),
      by: { kind: 'user', id: 'x' },
    } as const;
    const limits = { again: 2, agains: 1, window: 3, windows: 1 };
    const parts: Recovered[] = [];
    do {
      parts.push(await recoverMissed(bench.api.pool, missed, parts.at(-1)?.next ?? undefined, limits));
    } while (parts.at(-1)?.next !== null);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts[0]).toMatchObject({ requeued: 2 });
    const sum = (of: 'requeued' | 'added') => parts.reduce((total, part) => total + part[of], 0);
    expect([sum('requeued'), sum('added')]).toEqual([3, 2]);
    for (const cursor of ['x', '1.', '-1.5', `${'9'.repeat(20)}.1`])
      expect((await bench.admin.post(`${made.path}/recover`, { since: hourAgo(), cursor })).status).toBe(400);
  });

  it('is not disabled for one message that it does not take', async () => {
    const made = await bench.subscribe(receiver.url);
    receiver.know(made.secret);
    const refuse = (response: ServerResponse) => void response.writeHead(422).end();
    receiver.answer(refuse);
    const [bad] = await bench.tickets(1);
    receiver.answer((response, { envelope }) => {
      if (envelope.subject === `ticket/${bad}`) refuse(response);
      else response.writeHead(204).end();
    });
    await bench.tickets(1);
    await waitFor(async () => (await bench.statuses(made.id)).sent === 1);
    await lastAttempts(made.id);
    await waitFor(async () => (await bench.statuses(made.id)).failed === 1);
    await bench.judge();
    expect((await bench.admin.get(made.path)).body.status).toBe('active');
  });

  it('and asks for no more by 410 is disabled at once', async () => {
    const made = await bench.subscribe(receiver.url);
    receiver.answer((response) => void response.writeHead(410).end());
    await bench.tickets(1);
    await waitFor(async () => (await bench.statuses(made.id)).failed === 1);
    await bench.judge();
    expect((await bench.admin.get(made.path)).body).toMatchObject({ status: 'disabled', reason: 'gone' });
  });
});

describe('a message', () => {
  it('that was accepted is sent again when a person asks for it, under the same id', async () => {
    const made = await bench.subscribe(receiver.url);
    receiver.know(made.secret);
    await bench.tickets(1);
    await waitFor(async () => (await bench.statuses(made.id)).sent === 1);
    const log = await bench.admin.get(`${made.path}/deliveries`);
    const [delivery] = log.body.data;
    expect(delivery).toMatchObject({ eventType: 'ticket.created', status: 'sent', attempts: 1 });
    expect((await bench.admin.post(`${made.path}/deliveries/${delivery.id}/resend`)).status).toBe(204);
    await waitFor(() => receiver.accepted().length === 2);
    expect(receiver.accepted().map(({ id }) => id)).toEqual([delivery.id, delivery.id]);
    const other = await bench.subscribe(receiver.url);
    expect((await bench.admin.post(`${other.path}/deliveries/${delivery.id}/resend`)).status).toBe(404);
  });

  it('is not sent any more when its webhook is deleted', async () => {
    const made = await bench.subscribe(receiver.url);
    receiver.answer((response) => void response.writeHead(503).end());
    await bench.tickets(1);
    await waitFor(() => receiver.received.length >= 1);
    const headers = { 'idempotency-key': made.id };
    for (const _time of ['first', 'repeated'])
      expect((await bench.admin.request('DELETE', made.path, { headers })).status).toBe(204);
    expect((await bench.admin.request('DELETE', made.path)).status).toBe(404);
    await waitFor(async () => (await bench.statuses(made.id)).suppressed === 1);
    expect((await bench.admin.get(made.path)).status).toBe(404);
    const { rows } = await bench.api.pool.query('select from webhook_secrets where webhook_id = $1', [
      made.id,
    ]);
    expect(rows).toHaveLength(0);
  });
});

describe('a receiver that', () => {
  it('redirects is not followed', async () => {
    let reached = 0;
    const inward = createServer((_request, response) => {
      reached += 1;
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => inward.listen(0, '127.0.0.1', resolve));
    const made = await bench.subscribe(receiver.url);
    const location = `http://127.0.0.1:${(inward.address() as AddressInfo).port}/`;
    receiver.answer((response) => void response.writeHead(307, { location }).end());
    await bench.tickets(1);
    await waitFor(() => receiver.received.length >= 2);
    expect(await errorOf(made.id)).toMatch(/^http_307/);
    inward.close();
    expect(reached).toBe(0);
  });

  it('answers 10 MB has accepted, and is cut off', async () => {
    const made = await bench.subscribe(receiver.url);
    let written = 0;
    let closed = false;
    receiver.answer((response) => {
      response.writeHead(200);
      response.once('close', () => {
        closed = true;
      });
      const more = (): void => {
        while (!response.destroyed && written < 10 * 1024 * 1024) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    await bench.tickets(1);
    await waitFor(async () => (await bench.statuses(made.id)).sent === 1);
    await waitFor(() => closed);
    expect(written).toBeLessThan(10 * 1024 * 1024);
  });

  it('never answers, or never ends its answer, costs the time limit and is tried again', async () => {
    const silentOne = await bench.subscribe(receiver.url);
    receiver.answer(() => undefined);
    await bench.tickets(1);
    await waitFor(async () => (await errorOf(silentOne.id)).startsWith('timeout'));
    receiver.answer((response) => void response.writeHead(200).write('.'));
    const slow = await bench.subscribe(`${receiver.url}/slow`);
    await bench.tickets(1);
    await waitFor(async () => (await errorOf(slow.id)).startsWith('timeout'));
    expect((await bench.statuses(slow.id)).sent).toBeUndefined();
  });
});

describe('a name that leads inward', () => {
  it('is refused before anything is sent, whatever it was when the webhook was made', async () => {
    const strict = await startWebhookBench({ reach: 'public' });
    try {
      const made = await strict.subscribe('https://localhost:1/hook');
      await strict.tickets(1);
      await waitFor(async () => (await strict.statuses(made.id)).failed === 1);
      const { rows } = await strict.api.pool.query(
        'select last_error from deliveries where recipient_id = $1',
        [made.id],
      );
      expect(rows[0].last_error).toMatch(/^address_refused/);
    } finally {
      await strict.stop();
    }
  });
});
