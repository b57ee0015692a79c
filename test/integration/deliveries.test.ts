// D1, D2: deliveries against a provider that really speaks SMTP and HTTP, and misbehaves.

import { afterEach, describe, expect, it } from 'vitest';
import {
  discardDelivery,
  listDeadDeliveries,
  readAttempts,
  replayDelivery,
} from '../../src/engine/delivery-ledger.ts';
import { deliveryRing } from '../../src/engine/delivery-rings.ts';
import type { Effect } from '../../src/engine/effects.ts';
import { type DeliveryBench, startDeliveryBench } from '../support/delivery-bench.ts';
import { waitFor } from '../support/wait.ts';

let bench: DeliveryBench;

afterEach(() => bench.stop());

const person = { kind: 'user', id: 'admin' } as const;

describe.each(['email', 'whatsapp'] as const)('a delivery by %s', (channel) => {
  it('is sent once, and the ledger knows each of its times', async () => {
    bench = await startDeliveryBench();
    await bench.start(channel);
    const [id] = (await bench.deliver([{ channel, recipient: 'budi' }])) as [string];
    await waitFor(async () => (await bench.status(id)) === 'sent');

    const row = await bench.row(id);
    const times = [row.created_at, row.enqueued_at, row.attempted_at, row.accepted_at].map((at) =>
      Number(at),
    );
    expect(times.every((at) => at > 0)).toBe(true);
    expect(row).toMatchObject({ attempts: 1, lease_until: null, last_error: null });
    expect(row.provider_message_id).toBeTruthy();
    expect(await readAttempts(bench.pool, id)).toMatchObject([{ n: 1, outcome: 'sent', error: null }]);
    const [message] = bench.arrived();
    expect(bench.arrived()).toHaveLength(1);
    expect(message?.text).toContain(id);
    expect(channel === 'email' ? message?.messageId : message?.idempotencyKey).toContain(id);
  });

  it('is retried while the provider is down, and delivered once it is back', async () => {
    bench = await startDeliveryBench();
    bench.switch({ [channel]: { down: true } });
    // Retry-After of the local gateway is five seconds; what the policy caps is what counts here.
    await bench.start(channel);
    const [id] = (await bench.deliver([{ channel, recipient: 'budi' }])) as [string];
    await waitFor(async () => Number((await bench.row(id)).attempts) >= 2);
    expect(await bench.status(id)).not.toBe('failed');

    bench.switch({ [channel]: { down: false } });
    await waitFor(async () => (await bench.status(id)) === 'sent');
    const attempts = await readAttempts(bench.pool, id);
    expect(attempts.at(-1)?.outcome).toBe('sent');
    expect(attempts.slice(0, -1).every(({ outcome, error }) => outcome === 'retry' && error)).toBe(true);
    expect(bench.arrived()).toHaveLength(1);
  });

  it('fails at once when the recipient is refused, without naming it in the error', async () => {
    bench = await startDeliveryBench();
    bench.switch({ [channel]: { reject: '*nobody*' } });
    await bench.start(channel);
    const [id] = (await bench.deliver([{ channel, recipient: 'nobody' }])) as [string];
    await waitFor(async () => (await bench.status(id)) === 'failed');

    const row = await bench.row(id);
    expect(row.attempts).toBe(1);
    expect(row.last_error).toMatch(channel === 'email' ? /smtp_550/ : /http_422/);
    expect(row.last_error).not.toContain('nobody@');
    const failed = await bench.queues.queue(`deliveries-${channel}`).getFailed();
    expect(failed).toHaveLength(1);
  });

  it('is a dead letter after its last attempt, which a person finds and replays', async () => {
    bench = await startDeliveryBench();
    bench.switch({ [channel]: { down: true } });
    await bench.start(channel);
    const [id] = (await bench.deliver([{ channel, recipient: 'budi', maxAttempts: 2 }])) as [string];
    await waitFor(async () => (await bench.status(id)) === 'failed');
    expect(await listDeadDeliveries(bench.pool, { channel }, 10)).toMatchObject([{ id, attempts: 2 }]);

    bench.switch({ [channel]: { down: false } });
    const due = await replayDelivery(bench.pool, id, person, 'the provider is back');
    const ring = deliveryRing(due ?? expect.fail('nothing was replayed'));
    await bench.queues.queue(`deliveries-${channel}`).add(ring.name, ring.data, ring.opts);
    await waitFor(async () => (await bench.status(id)) === 'sent');
    expect(await replayDelivery(bench.pool, id, person, 'again')).toBeUndefined();
    expect(await bench.row(id)).toMatchObject({ attempts: 3, resolved_by: person });
  });

  it('that was never rung is found by the sweep', async () => {
    bench = await startDeliveryBench();
    await bench.start(channel);
    const [id] = (await bench.deliver([{ channel, recipient: 'budi' }], false)) as [string];
    bench.startSweep();
    await waitFor(async () => (await bench.status(id)) === 'sent');
  });

  it('is sent once however often it is rung and by however many workers', async () => {
    bench = await startDeliveryBench();
    bench.switch({ [channel]: { slowMs: 100 } });
    await Promise.all([bench.start(channel), bench.start(channel), bench.start(channel)]);
    const ids = await bench.deliver(Array.from({ length: 5 }, (_, n) => ({ channel, recipient: `r${n}` })));
    const queue = bench.queues.queue(`deliveries-${channel}`);
    for (let ring = 0; ring < 50; ring++) {
      await queue.add('again', { delivery: ids[ring % ids.length] as string }, { attempts: 1 });
    }
    await waitFor(async () => {
      const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed');
      return Object.values(counts).every((jobs) => jobs === 0);
    });
    expect(bench.arrived()).toHaveLength(5);
  });
});

describe('a mail that was handed over and not answered', () => {
  it('is unknown, is not sent again by itself, and can be discarded', async () => {
    bench = await startDeliveryBench();
    bench.switch({ email: { drop: true } });
    await bench.start('email');
    bench.startSweep();
    const [id] = (await bench.deliver([{ channel: 'email', recipient: 'budi' }])) as [string];
    await waitFor(async () => (await bench.status(id)) === 'unknown');
    bench.switch({ email: { drop: false } });
    const [other] = (await bench.deliver([{ channel: 'email', recipient: 'siti' }])) as [string];
    await waitFor(async () => (await bench.status(other)) === 'sent');

    expect(await bench.status(id)).toBe('unknown');
    expect(bench.arrived()).toHaveLength(2);
    expect((await readAttempts(bench.pool, id))[0]?.writtenAt).toBeInstanceOf(Date);
    expect(await discardDelivery(bench.pool, id, person, 'it arrived')).toBe(true);
    expect(await bench.status(id)).toBe('discarded');
  });
});

describe('a WhatsApp message that was not answered', () => {
  it('is sent again with its key, and arrives once', async () => {
    bench = await startDeliveryBench();
    bench.switch({ whatsapp: { drop: true } });
    await bench.start('whatsapp');
    const [id] = (await bench.deliver([{ channel: 'whatsapp', recipient: 'budi' }])) as [string];
    await waitFor(async () => Number((await bench.row(id)).attempts) >= 2);
    bench.switch({ whatsapp: { drop: false } });
    await waitFor(async () => (await bench.status(id)) === 'sent');
    expect(bench.arrived().map(({ idempotencyKey }) => idempotencyKey)).toEqual([id]);
  });
});

describe('a provider that is down', () => {
  it('costs the deliveries that wait no attempt, and holds up no other channel', async () => {
    bench = await startDeliveryBench();
    bench.switch({ email: { down: true } });
    await bench.start('email', {
      breaker: { threshold: 3, openMs: 60_000, maxOpenMs: 60_000, probeMs: 1_000 },
      concurrency: 1,
    });
    await bench.start('whatsapp');
    const mails = await bench.deliver(
      Array.from({ length: 20 }, (_, n) => ({ channel: 'email' as const, recipient: `r${n}` })),
    );
    await waitFor(async () => (await attemptsOf(mails)) >= 3);
    const [id] = (await bench.deliver([{ channel: 'whatsapp', recipient: 'budi' }])) as [string];
    await waitFor(async () => (await bench.status(id)) === 'sent');
    expect(await attemptsOf(mails)).toBe(3);
  });
});

describe('many deliveries', () => {
  it('go out by priority, one-time codes first', async () => {
    bench = await startDeliveryBench();
    const priorities = [4, 3, 4, 2, 1, 3, 1, 2];
    await bench.deliver(
      priorities.map((priority, n) => ({
        channel: 'whatsapp' as const,
        recipient: `r${priority}-${n}`,
        priority,
      })),
    );
    await bench.start('whatsapp', { concurrency: 1 });
    await waitFor(() => bench.arrived().length === priorities.length);
    expect(bench.arrived().map(({ to }) => Number(to[0]?.slice(5, 6)))).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('keep to the limit of the provider', async () => {
    bench = await startDeliveryBench();
    await bench.start('whatsapp', { limiter: { max: 3, durationMs: 60_000 } });
    await bench.deliver(
      Array.from({ length: 10 }, (_, n) => ({ channel: 'whatsapp' as const, recipient: `r${n}` })),
    );
    await waitFor(() => bench.arrived().length === 3);
    const queue = bench.queues.queue('deliveries-whatsapp');
    await waitFor(async () => (await queue.getRateLimitTtl()) > 0);
    expect(bench.arrived()).toHaveLength(3);
  });

  it('to one slow recipient leave room for the others', async () => {
    bench = await startDeliveryBench();
    const slow = Array.from({ length: 12 }, () => ({ channel: 'whatsapp' as const, recipient: 'slow' }));
    const started: string[] = [];
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await bench.start('whatsapp', {
      concurrency: 4,
      perRecipient: 2,
      provider: {
        name: 'held',
        idempotent: true,
        async send(message, { idempotencyKey }) {
          started.push(message.to);
          if (message.to.endsWith('slow')) await released;
          return { providerMessageId: idempotencyKey };
        },
        stop: async () => undefined,
      },
    });
    await bench.deliver(slow);
    await waitFor(() => started.length === 2);
    const ids = await bench.deliver(
      [1, 2, 3, 4, 5].map((n) => ({ channel: 'whatsapp' as const, recipient: `quick${n}` })),
    );
    for (const id of ids) await waitFor(async () => (await bench.status(id)) === 'sent');
    expect(started.filter((to) => to.endsWith('slow'))).toHaveLength(2);
    release();
    await waitFor(() => started.length === slow.length + ids.length);
  });
});

describe('what follows from an outcome', () => {
  it('is committed with it, and rung', async () => {
    const notice = (id: string): Effect => ({
      effect: 'delivery',
      id: `notice-${id}`,
      channel: 'whatsapp',
      recipient: { kind: 'user', id: 'admin' },
      template: 'delivery.failed',
      params: { delivery: id },
      priority: 2,
    });
    bench = await startDeliveryBench({
      onOutcome: (delivery, { outcome }) => (outcome === 'failed' ? [notice(delivery.id)] : []),
    });
    bench.switch({ email: { reject: '*' } });
    await bench.start('email');
    const [id] = (await bench.deliver([{ channel: 'email', recipient: 'budi' }])) as [string];
    await waitFor(() =>
      bench.committed.some(({ deliveries }) => deliveries.some((made) => made.id === `notice-${id}`)),
    );
    expect(await bench.status(`notice-${id}`)).toBe('queued');
  });
});

describe('a message that is not to be sent any more', () => {
  it('is suppressed with its reason', async () => {
    bench = await startDeliveryBench();
    await bench.start('email', { render: async () => ({ suppressed: 'no_address' }) });
    const [id] = (await bench.deliver([{ channel: 'email', recipient: 'budi' }])) as [string];
    await waitFor(async () => (await bench.status(id)) === 'suppressed');
    expect(await bench.row(id)).toMatchObject({ reason: 'no_address' });
    expect(bench.arrived()).toEqual([]);
  });
});

async function attemptsOf(ids: readonly string[]): Promise<number> {
  const result = await bench.pool.query('select sum(attempts)::int as n from deliveries where id = any($1)', [
    ids,
  ]);
  return result.rows[0].n;
}
