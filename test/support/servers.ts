// Real PostgreSQL and Redis for tests: one pair shared by a vitest run, or a pair of one's own to kill and flush.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '../../src/migrations/all.ts';
import { freePort } from '../../src/ops/ports.ts';
import { type PostgresServer, startPostgres } from '../../src/ops/postgres.ts';
import { type RedisServer, startRedis } from '../../src/ops/redis.ts';
import { isAlive, killHard, pause, resume } from './chaos.ts';
import { waitFor } from './wait.ts';

const folderPrefix = 'trunkline-test-';
const cacheDir = join(import.meta.dirname, '../../.cache');

export type SharedServers = {
  readonly postgresUrl: string;
  readonly redisUrl: string;
  /** The name of a migrated database to copy. */
  readonly template: string;
};

declare module 'vitest' {
  export interface ProvidedContext {
    servers: SharedServers;
  }
}

/** The pair that all test files of this run share. Never kill, pause or flush it. */
export function sharedServers(): SharedServers {
  return inject('servers');
}

type Victim = {
  readonly url: string;
  readonly port: number;
  pid(): Promise<number>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>;
  restart(): Promise<void>;
};

export type OwnServers = {
  readonly postgres: Victim;
  readonly redis: Victim;
  /** A folder of this pair; the platform under test may keep its data here. */
  readonly folder: string;
  stop(): Promise<void>;
};

type OwnOptions = {
  /** For server settings such as max_connections. */
  readonly postgresSettings?: Readonly<Record<string, string | number>>;
};

/** A PostgreSQL and a Redis of one's own: for tests that kill, pause, restart or flush them. */
export async function startOwnServers({ postgresSettings = {} }: OwnOptions = {}): Promise<OwnServers> {
  const folder = await makeTestFolder();
  const [postgres, redis] = await Promise.all([
    startPostgres({
      dataDir: folder,
      logFile: join(folder, 'logs/postgres.log'),
      port: await freePort(),
      settings: postgresSettings,
    }),
    startRedis({
      dataDir: folder,
      cacheDir,
      logFile: join(folder, 'logs/redis.log'),
      port: await freePort(),
    }),
  ]);
  return {
    postgres: victim(postgres),
    redis: victim(redis),
    folder,
    async stop() {
      await victim(postgres).resume();
      await victim(redis).resume();
      await Promise.all([postgres.stop(), redis.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function victim(server: PostgresServer | RedisServer): Victim {
  const pid = async () => {
    const found = await server.pid();
    if (!found) throw new Error('the server is not running');
    return found;
  };
  return {
    url: server.url,
    port: server.port,
    pid,
    async kill() {
      const target = await pid();
      killHard(target);
      await waitFor(async () => (await server.pid()) === undefined);
    },
    pause: async () => pause(await pid()),
    async resume() {
      const target = await server.pid();
      if (target) resume(target);
    },
    start: () => server.start(),
    async restart() {
      await server.stop();
      await server.start();
    },
  };
}

/** A folder in the system's place for temporary files that an unprivileged server can reach. */
export async function makeTestFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), folderPrefix));
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'owner.pid'), String(process.pid));
  return folder;
}

/** Starts the shared pair. For the global set-up only; tests use sharedServers(). */
export async function startSharedServers(): Promise<{ servers: SharedServers; stop(): Promise<void> }> {
  sweepLeftovers();
  // A killed server loses nothing that it handed to the system, so the shared pair need not wait for the disk.
  const own = await startOwnServers({ postgresSettings: { fsync: 'off', max_connections: 300 } });
  try {
    const template = 'trunkline_template';
    await makeTemplate(own.postgres.url, template);
    return {
      servers: { postgresUrl: own.postgres.url, redisUrl: own.redis.url, template },
      stop: own.stop,
    };
  } catch (error) {
    await own.stop();
    throw error;
  }
}

async function makeTemplate(postgresUrl: string, template: string): Promise<void> {
  const admin = new pg.Client({ connectionString: postgresUrl });
  await admin.connect();
  await admin.query(`create database ${template}`);
  await admin.end();
  const url = new URL(postgresUrl);
  url.pathname = `/${template}`;
  await migrate(url.href);
}

/** Ends the servers and removes the folders of runs that were killed. */
function sweepLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(folderPrefix)) continue;
    const folder = join(tmpdir(), name);
    const owner = pidIn(join(folder, 'owner.pid'));
    if (owner > 0 && !isAlive(owner)) removeTestFolder(folder);
  }
}

/** Removes a test's folder, and kills the servers that still live on it or on a platform's data in it. */
export function removeTestFolder(folder: string): void {
  for (const base of [folder, join(folder, 'data')]) {
    for (const [file, program] of [
      ['postgres/postmaster.pid', 'postgres'],
      ['redis/redis.pid', 'redis-server'],
    ] as const) {
      const pid = pidIn(join(base, file));
      if (pid > 0 && programOf(pid).startsWith(program)) killHard(pid);
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

function pidIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
}

function programOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
