// A place to try timers and schedules in: counters to send commands to, a clock to turn, duties and workers.

import { randomUUID } from 'node:crypto';
import { type AnyActor, anyActor } from '../../src/engine/actor-types.ts';
import { type CommandRunner, createCommandRunner } from '../../src/engine/command.ts';
import type { Committed } from '../../src/engine/committed.ts';
import { startCronWorker } from '../../src/engine/cron-worker.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { liveQueue } from '../../src/engine/live-queue.ts';
import { createQueues, createWorkerConnection, type Queues } from '../../src/engine/queues.ts';
import { createScheduleActor, type ScheduleDefinition } from '../../src/engine/schedule-actor.ts';
import { createScheduleDuty } from '../../src/engine/schedules.ts';
import { createTimerDuty, type TimerTools } from '../../src/engine/timers.ts';
import { counterActor, createCounterTables } from './counter.ts';
import { createTestDatabase } from './database.ts';
import { testLogger } from './delivery-parts.ts';
import { sharedServers } from './servers.ts';

export interface CronBench {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly pool: Pool;
  readonly queues: Queues;
  readonly registry: Map<string, AnyActor>;
  readonly committed: Committed[];
  readonly tools: TimerTools;
  readonly runner: CommandRunner;
  /** What `tools.now` answers; the system's own clock until it is set. */
  setNow(iso: string): void;
  startWorker(): Promise<void>;
  timerDuty(): { run(): Promise<void> };
  scheduleDuty(): { run(): Promise<void> };
  createCounter(): Promise<string>;
  rows(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

interface CronBenchOptions {
  readonly redisUrl?: string;
  readonly schedules?: readonly ScheduleDefinition[];
}

export async function startCronBench(options: CronBenchOptions = {}): Promise<CronBench> {
  const redisUrl = options.redisUrl ?? sharedServers().redisUrl;
  const prefix = `test_${randomUUID().slice(0, 8)}`;
  const database = await createTestDatabase();
  await createCounterTables(database.url);
  const pool = createPool({ url: database.url, poolSize: 20, name: 'test' });
  const queues = createQueues(redisUrl, prefix);
  const connection = createWorkerConnection(redisUrl);
  const schedules = new Map((options.schedules ?? []).map((schedule) => [schedule.name, schedule]));
  const registry = new Map<string, AnyActor>([
    ['counter', anyActor(counterActor)],
    [
      'schedule',
      anyActor(createScheduleActor({ schedules, audience: [{ class: 'staff', rooms: ['admins'] }] })),
    ],
  ]);
  const committed: Committed[] = [];
  let fixed: string | undefined;
  const tools: TimerTools = {
    pool,
    registry,
    now: () => (fixed === undefined ? new Date() : new Date(fixed)),
    newId: () => randomUUID(),
    logger: testLogger,
    onCommitted: (commit) => committed.push(commit),
  };
  const runner = createCommandRunner(tools);
  const workers: { stop(): Promise<void> }[] = [];
  const queue = liveQueue(queues, 'cron');

  return {
    databaseUrl: database.url,
    redisUrl,
    prefix,
    pool,
    queues,
    registry,
    committed,
    tools,
    runner,
    setNow: (iso) => {
      fixed = iso;
    },
    async startWorker() {
      workers.push(
        await startCronWorker({
          ...tools,
          connection,
          prefix,
          random: () => 0.5,
          backoff: { baseMs: 200, factor: 1, capMs: 200 },
        }),
      );
    },
    timerDuty: () => createTimerDuty({ pool, queue }),
    scheduleDuty: () => createScheduleDuty({ ...tools, schedules, queue }),
    async createCounter() {
      const id = randomUUID();
      const item = { actor: { kind: 'counter', id }, command: { type: 'create', label: 'x' }, trace: null };
      await runner.run({
        items: [{ ...item, by: { kind: 'user', id: 'u' } }],
        creates: true,
        answer: () => ({ status: 201, headers: {}, body: null }),
      });
      return id;
    },
    async rows(sql, values = []) {
      const result = await pool.query<Record<string, unknown>>(sql, [...values]);
      return result.rows;
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await queues.stop();
      connection.disconnect();
      await pool.end();
      await database.stop();
    },
  };
}
