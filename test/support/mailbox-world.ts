// A place to try mailboxes in: a database and a queue prefix of one's own, counters whose events are handled, and
// handlers that write down what they did.

import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type CommandRunner, createCommandRunner } from '../../src/engine/command.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { type MailboxGroup, type MailboxGroupOptions, startMailboxGroup } from '../../src/engine/mailbox.ts';
import { runMigrations } from '../../src/engine/migrate.ts';
import { engineMigrations } from '../../src/engine/migrations/index.ts';
import { createQueues, createWorkerConnection, type Queues } from '../../src/engine/queues.ts';
import { createRinger, type Ringer } from '../../src/engine/ring.ts';
import { createSweep, type Sweep } from '../../src/engine/sweep.ts';
import { type CounterCommand, counterRegistry, createCounterTables } from './counter.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { counterTypes, GROUP, recorder, silent } from './mailbox-handlers.ts';
import { sharedServers } from './servers.ts';
import { waitFor } from './wait.ts';

export interface MailboxWorld {
  readonly url: string;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly pool: Pool;
  readonly queues: Queues;
  readonly ringer: Ringer;
  readonly connection: Redis;
  readonly runner: CommandRunner;
  readonly sweep: Sweep;
  /** A new counter, and these amounts added; each is an event. Rings unless told not to. */
  counter(amounts?: readonly number[], ring?: boolean): Promise<string>;
  add(id: string, amounts: readonly number[], ring?: boolean): Promise<void>;
  /** Sequences of the events that had their effect, in the order of the effects. */
  effects(id: string, note?: string): Promise<number[]>;
  mailbox(id: string): Promise<Record<string, unknown>>;
  letters(id: string): Promise<Record<string, unknown>[]>;
  switchFlaky(failing: boolean): Promise<void>;
  start(options?: Partial<MailboxGroupOptions>): Promise<MailboxGroup>;
  /** Sweeps and numbers each `everyMs` until the world stops. */
  startSweeping(everyMs?: number): void;
  number(): Promise<void>;
  /** The group as it is before anything happens; `start` does the same. */
  stop(): Promise<void>;
}

export async function createMailboxWorld(
  options: { readonly redisUrl?: string; readonly postgresUrl?: string } = {},
): Promise<MailboxWorld> {
  const database = options.postgresUrl ? await migrated(options.postgresUrl) : await createTestDatabase();
  await createCounterTables(database.url);
  const redisUrl = options.redisUrl ?? sharedServers().redisUrl;
  const prefix = `test_${randomUUID().slice(0, 8)}`;
  const pool = createPool({ url: database.url, poolSize: 10, name: 'mailbox-test' });
  await pool.query(`create table test_switch (failing boolean not null);
    insert into test_switch values (false);
    insert into mailbox_groups values ('${GROUP}', 0, 0)`);
  const queues = createQueues(redisUrl, prefix);
  await waitFor(() => queues.isReady());
  const ringer = createRinger({
    queues,
    groupsOf: (type) => (counterTypes.includes(type) ? [GROUP] : []),
    logger: silent,
  });
  const connection = createWorkerConnection(redisUrl);
  const runner = createCommandRunner({
    pool,
    registry: counterRegistry,
    now: () => new Date(),
    newId: randomUUID,
    onCommitted: (committed) => {
      if (ringing) ringer.ring(committed);
    },
  });
  const sweep = createSweep({
    pool,
    queues,
    groups: [{ group: GROUP, types: counterTypes }],
    logger: silent,
  });
  const groups: MailboxGroup[] = [];
  let ringing = true;
  let sweeping: NodeJS.Timeout | undefined;
  let pass: Promise<unknown> = Promise.resolve();

  const run = async (id: string, command: CounterCommand): Promise<void> => {
    await runner.run({
      items: [{ actor: { kind: 'counter', id }, command, by: { kind: 'user', id: 'u' }, trace: null }],
      ...(command.type === 'create' ? { creates: true } : {}),
      answer: () => ({ status: 200, headers: {}, body: null }),
    });
  };
  const world: MailboxWorld = {
    url: database.url,
    redisUrl,
    prefix,
    pool,
    queues,
    ringer,
    connection,
    runner,
    sweep,
    async counter(amounts = [], ring = true) {
      const id = randomUUID();
      ringing = ring;
      await run(id, { type: 'create', label: 'c' });
      await world.add(id, amounts, ring);
      return id;
    },
    async add(id, amounts, ring = true) {
      ringing = ring;
      for (const amount of amounts) await run(id, { type: 'add', amount });
      ringing = true;
    },
    async effects(id, note = 'recorder') {
      const result = await pool.query<{ seq: number }>(
        'select seq from test_effects where actor_id = $1 and note = $2 order by id',
        [id, note],
      );
      return result.rows.map(({ seq }) => seq);
    },
    async mailbox(id) {
      const result = await pool.query('select * from mailbox where actor_id = $1', [id]);
      return result.rows[0] ?? {};
    },
    async letters(id) {
      const result = await pool.query('select * from dead_letters where actor_id = $1 order by id', [id]);
      return result.rows;
    },
    async switchFlaky(failing) {
      await pool.query('update test_switch set failing = $1', [failing]);
    },
    async start(more = {}) {
      const group = await startMailboxGroup({
        group: GROUP,
        handlers: [recorder],
        pool,
        registry: counterRegistry,
        ringer,
        connection,
        prefix,
        logger: silent,
        now: () => new Date(),
        newId: randomUUID,
        retry: { firstMs: 50, maxMs: 200 },
        ...more,
      });
      groups.push(group);
      return group;
    },
    startSweeping(everyMs = 200) {
      sweeping = setInterval(() => {
        pass = pass.then(() => world.number().then(() => sweep.sweep(false))).catch(() => undefined);
      }, everyMs);
    },
    async number() {
      await pool.query('select number_events(1000)');
    },
    async stop() {
      clearInterval(sweeping);
      await pass;
      for (const group of groups) await group.stop();
      await ringer.stop();
      await queues.stop();
      connection.disconnect();
      await pool.end();
      await database.stop();
    },
  };
  return world;
}

/** The database of a server that belongs to the test alone, and goes with it. */
async function migrated(url: string): Promise<TestDatabase> {
  await runMigrations(url, engineMigrations);
  return { url, stop: async () => undefined };
}

/** 1, 2, … n. */
export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index + 1);
}
