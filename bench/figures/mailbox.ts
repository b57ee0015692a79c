/**
 * Mailbox events/s, exactly once and in order, against plain BullMQ: one job for each event that does the same INSERT.
 * One worker process (this one), the same pool, the same concurrency; both alternate in every round.
 *
 * Jobs and events are there before the clock starts; it stops when the last row is written. What a mailbox run wrote
 * is then checked: every event once, and each actor's in order.
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { createPool, type Pool } from '../../src/engine/database.ts';
import type { Handler } from '../../src/engine/handler-types.ts';
import { startMailboxGroup } from '../../src/engine/mailbox.ts';
import { runMigrations } from '../../src/engine/migrate.ts';
import { engineMigrations } from '../../src/engine/migrations/index.ts';
import { createQueues, createWorkerConnection, type Queues } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import { startQueueWorker } from '../../src/engine/worker.ts';
import { freePort } from '../../src/ops/ports.ts';
import { startPostgres } from '../../src/ops/postgres.ts';
import { startRedis } from '../../src/ops/redis.ts';
import { makeTestFolder } from '../../test/support/servers.ts';
import { waitFor } from '../../test/support/wait.ts';
import type { Figure } from '../lib/figure.ts';
import { median, round } from '../lib/stats.ts';

const CONCURRENCY = 50;
const POOL_SIZE = 10;
const EVENTS = 6_000;
const CASES = [
  { perActor: 1, target: 0.8 },
  { perActor: 10, target: 3 },
];
const logger = pino({ level: 'silent' });

interface Place {
  readonly pool: Pool;
  readonly queues: Queues;
  readonly connection: ReturnType<typeof createWorkerConnection>;
}

export async function mailbox(rounds: number): Promise<Figure[]> {
  const folder = await makeTestFolder();
  const postgres = await startPostgres({
    dataDir: folder,
    logFile: join(folder, 'postgres.log'),
    port: await freePort(),
  });
  const redis = await startRedis({
    dataDir: folder,
    cacheDir: join(import.meta.dirname, '../../.cache'),
    logFile: join(folder, 'redis.log'),
    port: await freePort(),
  });
  await runMigrations(postgres.url, engineMigrations);
  const place: Place = {
    pool: createPool({ url: postgres.url, poolSize: POOL_SIZE, name: 'bench' }),
    queues: createQueues(redis.url, 'bench'),
    connection: createWorkerConnection(redis.url),
  };
  await place.pool.query(`create table bench_rows (id bigint generated always as identity primary key,
    actor_id text not null, seq integer not null, note text not null)`);
  await waitFor(() => place.queues.isReady());
  try {
    const figures: Figure[] = [];
    // Once without measuring: connections, plans and code are warm for both.
    await plainJobs(place, 1);
    await mailboxes(place, 1);
    for (const { perActor, target } of CASES) figures.push(await compare(place, rounds, perActor, target));
    return figures;
  } finally {
    await place.queues.stop();
    place.connection.disconnect();
    await place.pool.end();
    await redis.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(place: Place, rounds: number, perActor: number, target: number): Promise<Figure> {
  const ours: number[] = [];
  const reference: number[] = [];
  for (let n = 0; n < rounds; n++) {
    reference.push(await plainJobs(place, perActor));
    ours.push(await mailboxes(place, perActor));
  }
  const ratio = round(median(ours) / median(reference));
  return {
    name: `mailbox, ${perActor === 1 ? 'one event' : `${perActor} events`} an actor`,
    unit: 'events/s',
    ours: round(median(ours), 0),
    reference: round(median(reference), 0),
    ratio,
    target: `>= ${target}`,
    reached: ratio >= target,
    note: `one process, concurrency ${CONCURRENCY}, pool ${POOL_SIZE}; reference: plain BullMQ job, same INSERT`,
  };
}

/** Events per second of plain jobs. */
async function plainJobs({ pool, queues, connection }: Place, perActor: number): Promise<number> {
  await pool.query('truncate bench_rows');
  const name = `plain-${randomUUID()}`;
  const queue = queues.queue(name);
  const actors = newActors(perActor);
  for (let seq = 1; seq <= perActor; seq++) {
    await queue.addBulk(actors.map((actorId) => ({ name: 'plain', data: { actorId, seq } })));
  }
  let left = EVENTS;
  const startedMs = performance.now();
  let worker: ReturnType<typeof startQueueWorker> | undefined;
  await new Promise<void>((resolve) => {
    worker = startQueueWorker<{ actorId: string; seq: number }>({
      queue: name,
      prefix: queues.prefix,
      connection,
      concurrency: CONCURRENCY,
      logger,
      work: async ({ data }) => {
        await pool.query({
          name: 'bench_insert',
          text: 'insert into bench_rows (actor_id, seq, note) values ($1, $2, $3)',
          values: [data.actorId, data.seq, 'plain'],
        });
        left--;
        if (left === 0) resolve();
      },
    });
  });
  const seconds = (performance.now() - startedMs) / 1_000;
  await worker?.stop();
  await queue.obliterate({ force: true });
  return EVENTS / seconds;
}

/** Events per second of mailboxes. */
async function mailboxes({ pool, queues, connection }: Place, perActor: number): Promise<number> {
  await pool.query('truncate bench_rows, mailbox; truncate events cascade');
  const group = `group-${randomUUID()}`;
  const actors = newActors(perActor);
  await pool.query(`insert into mailbox_groups values ($1, 0, 0)`, [group]);
  await pool.query(
    `insert into events (actor_kind, actor_id, seq, type, version, data, audience, "by", at)
     select 'bench', a, s, 'bench.done', 1, '{"title": "a title as long as one of a ticket"}',
            '[{"class": "staff", "rooms": ["all"]}]', '{"kind": "user", "id": "u"}', now()
       from generate_series(1, $2) s, unnest($1::text[]) a`,
    [actors, perActor],
  );
  await pool.query('analyze events');
  const ringer = createRinger({ queues, groupsOf: () => [group], logger, maxPending: EVENTS });
  ringer.ringMailboxes(
    group,
    actors.map((id) => ({ kind: 'bench', id })),
  );
  await waitFor(() => ringer.stats().sent === actors.length);
  const startedMs = performance.now();
  const mailboxGroup = await startMailboxGroup({
    group,
    handlers: [handler(group)],
    pool,
    registry: new Map(),
    ringer,
    connection,
    prefix: queues.prefix,
    logger,
    now: () => new Date(),
    newId: randomUUID,
    concurrency: CONCURRENCY,
  });
  await waitFor(() => mailboxGroup.stats().processed >= EVENTS, { deadlineMs: 60_000, everyMs: 2 });
  const seconds = (performance.now() - startedMs) / 1_000;
  await mailboxGroup.stop();
  await checkRows(pool, actors, perActor);
  if (process.env.BENCH_VERBOSE) console.error(perActor, mailboxGroup.stats());
  await queues.queue(group).obliterate({ force: true });
  return EVENTS / seconds;
}

function newActors(perActor: number): string[] {
  return Array.from({ length: EVENTS / perActor }, () => randomUUID());
}

function handler(group: string): Handler {
  return {
    name: 'bench.insert',
    group,
    types: ['bench.done'],
    attempts: 3,
    onDead: 'continue',
    handle: (event) => [
      {
        effect: 'insert',
        table: 'bench_rows',
        row: { actor_id: event.actorId, seq: event.seq, note: 'mailbox' },
      },
    ],
  };
}

/** A fast figure that lost, doubled or swapped an event would be worth nothing. */
async function checkRows(pool: Pool, actors: readonly string[], perActor: number): Promise<void> {
  const { rows } = await pool.query<{ actor_id: string; seqs: number[] }>(
    'select actor_id, array_agg(seq order by id) as seqs from bench_rows group by actor_id',
  );
  const expected = Array.from({ length: perActor }, (_, index) => index + 1).join();
  const right = rows.filter(({ seqs }) => seqs.join() === expected).length;
  if (right !== actors.length || rows.length !== actors.length) {
    throw new Error(`Only ${right} of ${actors.length} actors have each event once and in order`);
  }
}
