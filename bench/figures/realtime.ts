/**
 * 2,000 events/s over 200 sockets, commit → socket, ÷ a pub/sub consumer. Every event is one commit and goes to one
 * socket; the driver commits and then rings (ours) or publishes (the reference).
 */

import { Redis } from 'ioredis';
import pg from 'pg';
import { createLogger } from '../../src/engine/logger.ts';
import { createQueues } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import type { Bench } from '../lib/bench.ts';
import type { Figure } from '../lib/figure.ts';
import { startPredecessorRealtime, startSocketClients } from '../lib/realtime.ts';
import { median, percentile, round, wallMs } from '../lib/stats.ts';
import { createBenchUsers } from '../lib/users.ts';

const PER_SECOND = 2_000;
const SECONDS = 5;
const SOCKETS = 200;
const CONNECTIONS = 8;

interface Target {
  commit(pool: pg.Pool, socket: number, n: number): Promise<void>;
  signal(socket: number, n: number): void;
}

/** Commits at the fixed rate and returns when each event was committed. */
async function drive(pool: pg.Pool, target: Target, from: number): Promise<Map<number, number>> {
  const total = PER_SECOND * SECONDS;
  const committedAt = new Map<number, number>();
  const startedAt = wallMs();
  let next = 0;
  const one = async (n: number): Promise<void> => {
    await target.commit(pool, n % SOCKETS, from + n);
    committedAt.set(from + n, wallMs());
    target.signal(n % SOCKETS, from + n);
  };
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (next < total) {
        const due = ((wallMs() - startedAt) / 1_000) * PER_SECOND;
        if (next > due) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          continue;
        }
        await one(next++);
      }
    }),
  );
  return committedAt;
}

export async function realtime(bench: Bench): Promise<Figure[]> {
  const { platform } = bench;
  const users = await createBenchUsers(platform.databaseUrl, SOCKETS);
  const reference = await startPredecessorRealtime(platform.redisUrl);
  const ourPool = new pg.Pool({ connectionString: platform.databaseUrl, max: CONNECTIONS });
  const theirPool = new pg.Pool({ connectionString: bench.referenceUrl, max: CONNECTIONS });
  await theirPool.query(
    'create table if not exists bench_events (id bigint generated always as identity primary key, data jsonb)',
  );
  const queues = createQueues(platform.redisUrl, 'trunkline');
  const logger = createLogger({ role: 'bench', level: 'silent' });
  const ringer = createRinger({ queues, groupsOf: () => [], logger });
  const redis = new Redis(platform.redisUrl, { enableAutoPipelining: true });
  const mine = await startSocketClients({
    url: platform.realtimeUrl,
    clients: users.map(({ cookie }) => ({ cookie })),
    event: 'bench.event',
    key: 'n',
  });
  const theirs = await startSocketClients({
    url: reference.url,
    clients: users.map((_, index) => ({ room: `user:${index}` })),
    event: 'bench.event',
    key: 'n',
  });
  const actor = `bench-${process.pid}`;
  const ours: Target = {
    commit: async (pool, socket, n) => {
      await pool.query({
        name: 'bench_event',
        text: `insert into events (actor_kind, actor_id, seq, type, version, data, audience, by, at)
               values ('bench', $1, 1, 'bench.event', 1, $2, $3, '{"kind":"system","id":"bench"}', now())`,
        values: [
          `${actor}-${n}`,
          { n },
          JSON.stringify([{ class: 'owner', rooms: [`user:${users[socket]?.id}`] }]),
        ],
      });
    },
    signal: () => ringer.ringRealtime(),
  };
  const pubsub: Target = {
    commit: async (pool, _socket, n) => {
      await pool.query({
        name: 'bench_event',
        text: 'insert into bench_events (data) values ($1)',
        values: [{ n }],
      });
    },
    signal: (socket, n) =>
      void redis.publish(
        'bench',
        JSON.stringify({ room: `user:${socket}`, type: 'bench.event', data: { n } }),
      ),
  };
  const measured = { ours: [] as number[][], reference: [] as number[][] };
  let from = 0;
  try {
    for (let index = 0; index < bench.rounds; index++) {
      for (const [name, target, pool, listener] of [
        ['reference', pubsub, theirPool, theirs],
        ['ours', ours, ourPool, mine],
      ] as const) {
        const committedAt = await drive(pool, target, from);
        from += committedAt.size;
        const arrived = new Map(await listener.collect(committedAt.size));
        measured[name].push([...committedAt].map(([n, at]) => (arrived.get(n) ?? Number.NaN) - at));
      }
    }
  } finally {
    for (const part of [mine, theirs, reference]) await part.stop();
    await ringer.stop();
    await Promise.all([ourPool.end(), theirPool.end(), queues.stop()]);
    redis.disconnect();
  }
  return figures(measured);
}

function figures(measured: { ours: number[][]; reference: number[][] }): Figure[] {
  const delivered = (values: number[][]): number =>
    values.flat().filter((value) => !Number.isNaN(value)).length;
  const at = (share: number) => (values: readonly number[]) =>
    percentile(
      values.filter((value) => !Number.isNaN(value)),
      share,
    );
  const compare = (share: number) => ({
    ours: measured.ours.map(at(share)),
    reference: measured.reference.map(at(share)),
  });
  const p50 = compare(0.5);
  const p99 = compare(0.99);
  const share = round(delivered(measured.ours) / delivered(measured.reference), 4);
  const ratio = round(median(p99.ours.map((value, index) => value / (p99.reference[index] ?? Number.NaN))));
  const difference = round(
    median(p50.ours.map((value, index) => value - (p50.reference[index] ?? Number.NaN))),
  );
  return [
    {
      name: 'realtime, events delivered',
      unit: '',
      ours: delivered(measured.ours),
      reference: delivered(measured.reference),
      ratio: share,
      target: '>= 1',
      reached: share >= 1,
    },
    {
      name: 'realtime, p99 at 2,000 events/s',
      unit: 'ms',
      ours: round(median(p99.ours)),
      reference: round(median(p99.reference)),
      ratio,
      target: '<= 2',
      reached: ratio <= 2,
    },
    {
      name: 'realtime, p50 at 2,000 events/s',
      unit: 'ms',
      ours: round(median(p50.ours)),
      reference: round(median(p50.reference)),
      ratio: difference,
      target: '<= +5 ms',
      reached: difference <= 5,
      note: 'ratio column: difference in ms',
    },
  ];
}
