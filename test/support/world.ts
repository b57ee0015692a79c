// A whole platform with a person of each role, seen through its public doors; Postgres is looked into for recounts.

import { v7 } from 'uuid';
import { actors } from '../../src/actors/registry.ts';
import { permissionsOf, roomsOf } from '../../src/authority/viewer.ts';
import type { Role } from '../../src/contracts/permissions.ts';
import { createCommandRunner } from '../../src/engine/command.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { type Client, createClient, PASSWORD, type Person, randomAddress, seed } from './api.ts';
import { type Platform, startPlatform } from './platform.ts';
import { lagging } from './portal.ts';
import { type Listener, listen } from './realtime.ts';
import type { OwnServers } from './servers.ts';
import { waitFor } from './wait.ts';

export type Who = Role | 'technician2' | 'customer2';

/** One with a socket: what it hears, and the rooms it may hear of. */
export interface Ears extends Listener {
  readonly who: Who;
  readonly rooms: ReadonlySet<string>;
  /** The head of the log when it connected. */
  readonly from: number;
}

export interface World {
  readonly platform: Platform;
  readonly pool: Pool;
  readonly people: Readonly<Record<Who, Person>>;
  /** Signed in; the session is kept for the next call. */
  as(who: Who): Promise<Client>;
  signIn(who: Who): Promise<Client>;
  /** A socket of the person, live. Resumes from `since`. */
  ears(who: Who, options?: { since?: string; client?: Client }): Promise<Ears>;
  /** All processes answer again. */
  ready(): Promise<void>;
  /** Nothing is left to do: all numbered, handled, followed and delivered. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorld(
  servers: OwnServers | 'shared' = 'shared',
  settings: Readonly<Record<string, string>> = {},
): Promise<World> {
  const platform = await startPlatform({
    servers,
    env: { WORKER_PROCESSES: '2', LOG_LEVEL: 'warn', ...settings },
  });
  const pool = createPool({ url: platform.env.DATABASE_URL ?? '', poolSize: 4, name: 'world-test' });
  const people = await seed(
    createCommandRunner({
      pool,
      registry: actors,
      now: () => new Date(),
      newId: () => v7(),
      onCommitted: () => undefined,
    }),
  );
  const sessions = new Map<Who, Promise<Client>>();
  const heard: Ears[] = [];

  async function signIn(who: Who): Promise<Client> {
    const anonymous = createClient(platform.apiUrl, {});
    const answer = await anonymous.post(
      '/api/v1/session',
      { username: people[who].username, password: PASSWORD },
      { 'x-forwarded-for': randomAddress() },
    );
    if (answer.status !== 201) throw new Error(`${who} cannot sign in: ${JSON.stringify(answer.body)}`);
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return createClient(platform.apiUrl, { cookie, origin: platform.apiUrl });
  }

  function as(who: Who): Promise<Client> {
    const session = sessions.get(who) ?? signIn(who);
    sessions.set(who, session);
    return session;
  }

  return {
    platform,
    pool,
    people,
    as,
    signIn,
    async ears(who, { since, client } = {}) {
      const person = people[who];
      const account = { userId: person.id, ...person };
      const { cookie = '' } = client ?? (await as(who));
      const listener = listen({
        url: platform.realtimeUrl,
        headers: { cookie },
        ...(since === undefined ? {} : { since }),
      });
      listener.client.connect();
      await waitFor(() => listener.client.isLive(), { deadlineMs: 20_000 });
      const from = offsetOf(since ?? (listener.syncs[0] ?? listener.reloads[0])?.position);
      const rooms = new Set(roomsOf(account, permissionsOf(account)));
      const ears: Ears = { ...listener, who, rooms, from };
      heard.push(ears);
      return ears;
    },
    async ready() {
      await waitFor(async () => (await platform.list()).every(({ state }) => state === 'ready'), {
        deadlineMs: 20_000,
      });
    },
    settled: () =>
      waitFor(async () => (await open(pool)) === '', { deadlineMs: 60_000, everyMs: 100 }).then(),
    async stop() {
      for (const { client } of heard) client.stop();
      await pool.end();
      await platform.stop();
    },
  };
}

export function offsetOf(position: string | undefined): number {
  return Number(position?.split(':')[1]);
}

/** What is still open, in words; empty when nothing is. */
async function open(pool: Pool): Promise<string> {
  const { rows } = await pool.query<Record<string, number>>(
    `select (select count(*)::int from events where position is null) as unnumbered,
       (select count(*)::int from deliveries where status in ('queued', 'sending')) as undelivered,
       (select count(*)::int from followers f, log_head h where f.position < h.position) as following`,
  );
  const counts = { ...rows[0], lagging: await lagging(pool) };
  const left = Object.entries(counts).filter(([, count]) => count > 0);
  if (left.length > 0) throw new Error(JSON.stringify(Object.fromEntries(left)));
  return '';
}
