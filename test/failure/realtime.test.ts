import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/engine/logger.ts';
import { createQueues, type Queues } from '../../src/engine/queues.ts';
import { createRinger, type Ringer } from '../../src/engine/ring.ts';
import { migrate } from '../../src/migrations/all.ts';
import { killHard, pause, resume } from '../support/chaos.ts';
import { freePorts } from '../support/ports.ts';
import {
  addPerson,
  commitEvents,
  createPeople,
  createTestPool,
  type Listener,
  listen,
  type Person,
} from '../support/realtime.ts';
import { type OwnServers, startOwnServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const TAKEOVER_MS = 5_000;
const logger = createLogger({ role: 'test', level: 'silent' });

let servers: OwnServers;
let pool: pg.Pool;
let queues: Queues;
let ringer: Ringer;
let person: Person;
let room: string;
let prefix: string;
const children: ChildProcess[] = [];
const listeners: Listener[] = [];

beforeAll(async () => {
  servers = await startOwnServers();
  await migrate(servers.postgres.url);
  pool = createTestPool(servers.postgres.url);
  await createPeople(pool);
});

beforeEach(async () => {
  prefix = `rf${randomUUID().slice(0, 8)}`;
  room = `room-${prefix}`;
  queues = createQueues(servers.redis.url, prefix, logger);
  ringer = createRinger({ queues, groupsOf: () => [], logger });
  person = await addPerson(pool, { rooms: [room] });
  await waitFor(() => queues.isReady());
});

afterEach(async () => {
  for (const { client } of listeners.splice(0)) client.stop();
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
  await pool.query('delete from leases');
  await ringer.stop();
  await queues.stop();
});

afterAll(async () => {
  await pool.end();
  await servers.stop();
});

function startChild(port: number): ChildProcess & { readonly pid: number } {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, '../support/realtime-child.ts')],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        CHILD_DATABASE_URL: servers.postgres.url,
        CHILD_REDIS_URL: servers.redis.url,
        CHILD_PREFIX: prefix,
        CHILD_PORT: String(port),
      },
    },
  );
  children.push(child);
  if (child.pid === undefined) throw new Error('the child did not start');
  return child as ChildProcess & { readonly pid: number };
}

async function isActive(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(500) });
  return answer.ok;
}

const refused = (port: number): Promise<boolean> =>
  isActive(port).then(
    () => false,
    (error: { cause?: { code?: string } }) => error.cause?.code === 'ECONNREFUSED',
  );

function connect(port: number, more: Partial<Parameters<typeof listen>[0]> = {}): Listener {
  const listener = listen({ url: `http://127.0.0.1:${port}`, token: person.token, ...more });
  listeners.push(listener);
  listener.client.connect();
  return listener;
}

async function connected(port: number, more: Partial<Parameters<typeof listen>[0]> = {}): Promise<Listener> {
  const listener = connect(port, more);
  await waitFor(() => listener.client.isLive());
  return listener;
}

async function commit(n: number, rooms: readonly string[] = [room]): Promise<void> {
  await commitEvents(pool, [{ rooms, data: { n } }]);
  ringer.ringRealtime();
}

/**
 * Commits some hundred events a second until it is told to stop, and answers with how many. A commit that fails is
 * tried again.
 */
function startStorm(): { count(): number; stop(): Promise<number> } {
  let committing = true;
  let n = 0;
  const work = (async () => {
    while (committing) {
      await commit(n).then(
        () => n++,
        () => undefined,
      );
      await wait(3);
    }
  })();
  return {
    count: () => n,
    async stop() {
      committing = false;
      await work;
      return n;
    },
  };
}

const heard = (listener: Listener): unknown[] => listener.events.map(({ data }) => data.n);
/** A commit whose answer was lost is repeated by the storm, so a number may come twice; a gap may not. */
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('realtime killed with -9 under load', () => {
  it('comes back, and its clients resume without a gap, also one that never got an event', async () => {
    const [port = 0] = await freePorts(1);
    const first = startChild(port);
    await waitFor(() => isActive(port), { deadlineMs: 20_000 });
    const listener = await connected(port);
    const quiet = await addPerson(pool, { rooms: ['quiet'] });
    const silent = await connected(port, { token: quiet.token });
    const storm = startStorm();
    for (let round = 1; round <= 2; round++) {
      const before = storm.count();
      await waitFor(() => storm.count() > before + 200 && listener.events.length > before);
      killHard((children.at(-1) ?? first).pid ?? 0);
      await commit(round, ['quiet']);
      await waitFor(() => refused(port));
      startChild(port);
      await waitFor(() => listener.client.isLive() && silent.client.isLive(), { deadlineMs: 20_000 });
    }
    const count = await storm.stop();
    await waitFor(() => listener.events.length === count);
    expect(heard(listener)).toEqual(upTo(count));
    expect(listener.reloads).toEqual([]);
    expect(heard(silent)).toEqual([1, 2]);
    expect(silent.reloads).toEqual([]);
  });
});

describe('two realtime processes (M8, R6)', () => {
  it('one stands by without listening, and takes over when the active one is killed', async () => {
    const [one = 0, two = 0] = await freePorts(2);
    const active = startChild(one);
    await waitFor(() => isActive(one), { deadlineMs: 20_000 });
    startChild(two);
    const listener = await connected(one);
    for (let n = 0; n < 20; n++) await commit(n);
    await waitFor(() => listener.events.length === 20);
    expect(await refused(two)).toBe(true);
    const since = listener.client.position();
    listener.client.stop();
    // The standby may still be starting: its first look has to lie behind us for the time to mean something.
    await waitFor(async () => {
      const { rows } = await pool.query('select from pg_stat_activity where application_name = $1', [
        `realtime:${two}`,
      ]);
      return rows.length > 0;
    });
    killHard(active.pid);
    for (let n = 20; n < 40; n++) await commit(n);
    await waitFor(() => isActive(two), { deadlineMs: TAKEOVER_MS });
    const later = await connected(two, since === undefined ? {} : { since });
    await commit(40);
    await waitFor(() => later.events.length === 21);
    expect([...heard(listener), ...heard(later)]).toEqual(upTo(41));
  });

  it('one that was paused has lost its lease: on waking it cuts its sockets and stands by', async () => {
    const [one = 0, two = 0] = await freePorts(2);
    const paused = startChild(one);
    await waitFor(() => isActive(one), { deadlineMs: 20_000 });
    const listener = await connected(one);
    startChild(two);
    await commit(0);
    await waitFor(() => listener.events.length === 1);
    pause(paused.pid);
    try {
      await waitFor(() => isActive(two), { deadlineMs: 20_000 });
      const later = await connected(two);
      await commit(1);
      await waitFor(() => later.events.length === 1);
    } finally {
      resume(paused.pid);
    }
    await waitFor(() => listener.ends.length > 0, { deadlineMs: 3_000 });
    expect(listener.ends[0]).toBe('lease_lost');
    await waitFor(() => refused(one), { deadlineMs: 3_000 });
    expect(heard(listener)).toEqual([0]);
    expect(await isActive(two)).toBe(true);
  });
});

describe('the servers under realtime', () => {
  it('Redis flushed, killed and started again, Postgres restarted: every event arrives, in order', async () => {
    const [port = 0] = await freePorts(1);
    startChild(port);
    await waitFor(() => isActive(port), { deadlineMs: 20_000 });
    const listener = await connected(port);
    const storm = startStorm();
    const more = async (count: number) => {
      const before = storm.count();
      await waitFor(() => storm.count() > before + count, { deadlineMs: 20_000 });
    };
    await more(100);
    const redis = new Redis(servers.redis.url);
    await redis.flushall();
    redis.disconnect();
    await more(100);
    await servers.redis.kill();
    await more(100);
    // The look of each second stands in for the rings.
    const sofar = storm.count();
    await waitFor(() => listener.events.length >= sofar, { deadlineMs: TAKEOVER_MS });
    await servers.redis.start();
    await servers.postgres.restart();
    await more(100);
    const count = await storm.stop();
    await commit(-1);
    await waitFor(() => heard(listener).at(-1) === -1, { deadlineMs: 20_000 });
    const { rows } = await pool.query<{ id: string }>(
      `select id::text from events where audience -> 0 -> 'rooms' ? $1 order by position`,
      [room],
    );
    expect(rows.length).toBeGreaterThan(count);
    expect(listener.events.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(listener.reloads).toEqual([]);
  });
});
