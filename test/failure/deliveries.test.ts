// D1: what becomes of a call whose process dies in the middle of it, and of back-offs when Redis loses everything.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createPool } from '../../src/engine/database.ts';
import { readAttempts } from '../../src/engine/delivery-ledger.ts';
import { type Cut, pause, resume, startCut } from '../support/chaos.ts';
import { type DeliveryBench, startDeliveryBench } from '../support/delivery-bench.ts';
import { type OwnServers, startOwnServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

let bench: DeliveryBench;
let servers: OwnServers | undefined;
let cut: Cut | undefined;
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await bench.stop();
  await cut?.stop();
  await servers?.stop();
  cut = undefined;
  servers = undefined;
});

async function startChild(channel: 'email' | 'whatsapp', port: number): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, '../support/delivery-child.ts'), {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      DATABASE_URL: bench.database.url,
      REDIS_URL: bench.redisUrl,
      QUEUE_PREFIX: bench.prefix,
      CHANNEL: channel,
      PORT: String(port),
    },
  });
  children.push(child);
  await once(child, 'message');
  return child;
}

const pidOf = (child: ChildProcess): number => child.pid as number;

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function written(id: string): Promise<boolean> {
  return (await readAttempts(bench.pool, id)).some(({ writtenAt }) => writtenAt !== null);
}

describe('a worker that is killed during a call', () => {
  it('to a gateway with idempotency: the message is sent again with its key and arrives once', async () => {
    bench = await startDeliveryBench();
    bench.switch({ whatsapp: { slowMs: 800 } });
    const child = await startChild('whatsapp', bench.provider.httpPort);
    const [id] = (await bench.deliver([{ channel: 'whatsapp', recipient: 'budi' }])) as [string];
    await waitFor(async () => (await bench.status(id)) === 'sending');
    await kill(child);

    bench.startSweep();
    await bench.start('whatsapp');
    await waitFor(async () => (await bench.status(id)) === 'sent', { deadlineMs: 20_000 });
    expect(bench.arrived().map(({ idempotencyKey }) => idempotencyKey)).toEqual([id]);
    expect(await readAttempts(bench.pool, id)).toMatchObject([{ outcome: 'lost' }, { outcome: 'sent' }]);
  });

  it('to SMTP, after the mail was handed over: it is unknown, and not doubled', async () => {
    bench = await startDeliveryBench();
    bench.switch({ email: { slowMs: 1_000 } });
    const child = await startChild('email', bench.provider.smtpPort);
    const [id] = (await bench.deliver([{ channel: 'email', recipient: 'budi' }])) as [string];
    await waitFor(() => written(id));
    await kill(child);

    bench.startSweep();
    await bench.start('email');
    await waitFor(async () => (await bench.status(id)) === 'unknown', { deadlineMs: 20_000 });
    // A second mail on the same queue proves that the worker has passed the first one by.
    bench.switch({ email: { slowMs: 0 } });
    const [other] = (await bench.deliver([{ channel: 'email', recipient: 'siti' }])) as [string];
    await waitFor(async () => (await bench.status(other)) === 'sent');
    await waitFor(() => bench.arrived().length === 2);
    expect(bench.arrived().filter(({ text }) => text.includes(id))).toHaveLength(1);
    expect(await bench.status(id)).toBe('unknown');
  });

  it('to SMTP, before the mail was handed over: it is sent again and arrives once', async () => {
    bench = await startDeliveryBench();
    cut = await startCut(bench.provider.smtpPort);
    cut.freeze();
    const child = await startChild('email', cut.port);
    const [id] = (await bench.deliver([{ channel: 'email', recipient: 'budi' }])) as [string];
    await waitFor(() => (cut?.connections() ?? 0) > 0);
    await kill(child);

    bench.startSweep();
    await bench.start('email');
    await waitFor(async () => (await bench.status(id)) === 'sent', { deadlineMs: 20_000 });
    expect(bench.arrived()).toHaveLength(1);
  });
});

describe('a worker that is paused during a call', () => {
  it('to SMTP, before the mail was handed over: another sends it, and the first one does not', async () => {
    bench = await startDeliveryBench();
    cut = await startCut(bench.provider.smtpPort);
    cut.freeze();
    const child = await startChild('email', cut.port);
    const [id] = (await bench.deliver([{ channel: 'email', recipient: 'budi' }])) as [string];
    await waitFor(() => (cut?.connections() ?? 0) > 0);
    pause(pidOf(child));

    bench.startSweep();
    await bench.start('email');
    await waitFor(async () => (await bench.status(id)) === 'sent', { deadlineMs: 20_000 });
    cut.heal();
    resume(pidOf(child));
    // It goes on with its conversation, finds its lease gone before the end of the mail, and hangs up.
    await waitFor(() => cut?.connections() === 0, { deadlineMs: 20_000 });
    expect(bench.arrived()).toHaveLength(1);
    expect(await bench.status(id)).toBe('sent');
  });
});

describe('Redis that is flushed', () => {
  it('loses no delivery and keeps attempts and back-offs', async () => {
    servers = await startOwnServers();
    bench = await startDeliveryBench({ redisUrl: servers.redis.url });
    bench.switch({ whatsapp: { down: true } });
    await bench.start('whatsapp', {
      backoff: { baseMs: 600_000, factor: 1, capMs: 600_000 },
      random: () => 0.5,
    });
    const [waits] = (await bench.deliver([{ channel: 'whatsapp', recipient: 'budi' }])) as [string];
    await waitFor(async () => Number((await bench.row(waits)).attempts) === 1);
    await waitFor(async () => (await bench.row(waits)).status === 'queued');
    const before = await bench.row(waits);

    bench.switch({ whatsapp: { down: false } });
    const rest = await bench.deliver(
      Array.from({ length: 20 }, (_, n) => ({ channel: 'whatsapp' as const, recipient: `r${n}` })),
      false,
    );
    await bench.queues.redis.flushall();
    bench.startSweep();
    for (const id of rest) {
      await waitFor(async () => (await bench.status(id)) === 'sent', { deadlineMs: 20_000 });
    }
    expect(await bench.row(waits)).toMatchObject({ attempts: 1, next_attempt_at: before.next_attempt_at });

    await bench.pool.query('update deliveries set next_attempt_at = clock_timestamp() where id = $1', [
      waits,
    ]);
    await waitFor(async () => (await bench.status(waits)) === 'sent', { deadlineMs: 20_000 });
    expect(bench.arrived()).toHaveLength(21);
  });
});

describe('Postgres that is away during a call', () => {
  it('learns of its outcome when it is back: sent once, and known to be', async () => {
    bench = await startDeliveryBench();
    bench.switch({ email: { slowMs: 600 } });
    const url = new URL(bench.database.url);
    cut = await startCut(Number(url.port));
    url.port = String(cut.port);
    const pool = createPool({ url: url.href, poolSize: 4, name: 'cut' });
    try {
      const worker = await bench.start('email', { pool });
      const [id] = (await bench.deliver([{ channel: 'email', recipient: 'budi' }])) as [string];
      await waitFor(() => written(id));
      cut.refuse();
      await waitFor(() => bench.arrived().length === 1);
      // What waits behind it comes back by itself.
      const [next] = (await bench.deliver([{ channel: 'email', recipient: 'siti' }])) as [string];
      const queue = bench.queues.queue('deliveries-email');
      await waitFor(async () => (await queue.getDelayedCount()) > 0);
      cut.heal();
      await waitFor(async () => (await bench.status(id)) === 'sent');
      await waitFor(async () => (await bench.status(next)) === 'sent');
      expect(bench.arrived()).toHaveLength(2);
      await worker.stop();
    } finally {
      await pool.end();
    }
  });
});
