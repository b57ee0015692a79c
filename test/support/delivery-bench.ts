// A place to try deliveries in: a database of one's own, the local provider, workers, and the sweep.

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { queues as names } from '../../src/contracts/generic/queues.ts';
import type { Committed } from '../../src/engine/committed.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import {
  type DeliveryWorker,
  type DeliveryWorkerOptions,
  startDeliveryWorker,
} from '../../src/engine/deliveries.ts';
import type { OutcomeTools } from '../../src/engine/delivery-outcome.ts';
import type { DeliveryProvider } from '../../src/engine/delivery-provider.ts';
import { deliveryRing, queueOfChannel } from '../../src/engine/delivery-rings.ts';
import { createDeliverySweep } from '../../src/engine/delivery-sweep.ts';
import { liveQueue } from '../../src/engine/live-queue.ts';
import { createQueues, createWorkerConnection, type Queues } from '../../src/engine/queues.ts';
import type { Message, SwitchesChange } from '../../src/ops/provider/messages.ts';
import { type Provider, startProvider } from '../../src/ops/provider/provider.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { providerToken, render, smtp, testLogger, whatsapp } from './delivery-parts.ts';
import { freePorts } from './ports.ts';
import { makeTestFolder, sharedServers } from './servers.ts';

export interface DeliveryBench {
  readonly database: TestDatabase;
  readonly pool: Pool;
  readonly queues: Queues;
  readonly provider: Provider;
  readonly prefix: string;
  readonly redisUrl: string;
  readonly committed: Committed[];
  readonly tools: OutcomeTools;
  switch(change: SwitchesChange): void;
  arrived(): readonly Message[];
  /** Writes ledger rows as a commit would, and rings for them unless told not to. */
  deliver(deliveries: readonly TestDelivery[], ring?: boolean): Promise<string[]>;
  start(channel: 'email' | 'whatsapp', options?: Partial<DeliveryWorkerOptions>): Promise<DeliveryWorker>;
  /** Runs the sweep's duty until the bench stops. */
  startSweep(): void;
  row(id: string): Promise<Record<string, unknown>>;
  status(id: string): Promise<unknown>;
  stop(): Promise<void>;
}

export interface TestDelivery {
  readonly channel: 'email' | 'whatsapp' | 'whatsapp_group';
  readonly recipient: string;
  readonly priority?: number;
  readonly maxAttempts?: number;
}

interface BenchOptions {
  readonly redisUrl?: string;
  readonly hangMs?: number;
  readonly onOutcome?: OutcomeTools['onOutcome'];
}

export async function startDeliveryBench(options: BenchOptions = {}): Promise<DeliveryBench> {
  const database = await createTestDatabase();
  const redisUrl = options.redisUrl ?? sharedServers().redisUrl;
  const prefix = `test_${randomUUID().slice(0, 8)}`;
  const folder = await makeTestFolder();
  const [smtpPort, httpPort] = (await freePorts(2)) as [number, number];
  const provider = await startProvider({
    smtpPort,
    httpPort,
    token: providerToken,
    dataDir: folder,
    onError: () => undefined,
    hangMs: options.hangMs ?? 300,
  });
  const pool = createPool({ url: database.url, poolSize: 10, name: 'test' });
  const queues = createQueues(redisUrl, prefix);
  const connection: Redis = createWorkerConnection(redisUrl);
  const committed: Committed[] = [];
  const tools: OutcomeTools = {
    pool,
    registry: new Map(),
    now: () => new Date(),
    newId: () => randomUUID(),
    onOutcome: options.onOutcome ?? (() => []),
    onCommitted: (commit) => committed.push(commit),
  };
  const workers: DeliveryWorker[] = [];
  const providers: DeliveryProvider[] = [];
  const stopping = new AbortController();
  let sweeping: Promise<void> = Promise.resolve();

  return {
    database,
    pool,
    queues,
    provider,
    prefix,
    redisUrl,
    committed,
    tools,
    switch: (change) => void provider.mailroom.change(change),
    arrived: () => [...provider.mailroom.outbox.list({ limit: 1_000 }).data].reverse(),
    async deliver(deliveries, ring = true) {
      const rows = deliveries.map((delivery) => ({
        id: randomUUID(),
        priority: 3,
        maxAttempts: 10,
        ...delivery,
      }));
      await pool.query(
        `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, priority, status,
           next_attempt_at, max_attempts)
         select id, channel, 'user', recipient, 'test', '{}', priority, 'queued', clock_timestamp(), "maxAttempts"
           from jsonb_to_recordset($1) as x(id text, channel text, recipient text, priority int, "maxAttempts" int)`,
        [JSON.stringify(rows)],
      );
      const channels = new Set(ring ? rows.map(({ channel }) => channel) : []);
      for (const channel of channels) {
        const mine = rows.filter((row) => row.channel === channel);
        const jobs = mine.map((row) => deliveryRing({ ...row, trace: null, attempts: 0 }));
        await queues.queue(queueOfChannel(channel) as string).addBulk(jobs);
      }
      return rows.map(({ id }) => id);
    },
    async start(channel, more = {}) {
      const own = channel === 'email' ? smtp(smtpPort) : whatsapp(httpPort);
      providers.push(own);
      const name = channel === 'email' ? names.deliveriesEmail.name : names.deliveriesWhatsapp.name;
      const worker = await startDeliveryWorker({
        ...tools,
        queue: liveQueue(queues, name),
        provider: own,
        render,
        connection,
        prefix,
        logger: testLogger,
        limiter: { max: 1_000, durationMs: 1_000 },
        backoff: { baseMs: 50, factor: 2, capMs: 400 },
        breaker: { threshold: 5, openMs: 100, maxOpenMs: 400, probeMs: 5_000 },
        ...more,
      });
      workers.push(worker);
      return worker;
    },
    startSweep() {
      const sweep = createDeliverySweep({
        ...tools,
        queues: [
          liveQueue(queues, names.deliveriesEmail.name),
          liveQueue(queues, names.deliveriesWhatsapp.name),
        ],
      });
      sweeping = (async () => {
        while (!stopping.signal.aborted) {
          await sweep.run().catch(() => undefined);
          await pause(200, undefined, { signal: stopping.signal }).catch(() => undefined);
        }
      })();
    },
    async row(id) {
      const result = await pool.query('select * from deliveries where id = $1', [id]);
      return result.rows[0] ?? {};
    },
    async status(id) {
      const result = await pool.query('select status from deliveries where id = $1', [id]);
      return result.rows[0]?.status;
    },
    async stop() {
      stopping.abort();
      await sweeping;
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all(providers.map((own) => own.stop()));
      await provider.stop();
      await queues.stop();
      connection.disconnect();
      await pool.end();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
