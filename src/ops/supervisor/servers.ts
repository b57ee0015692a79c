// PostgreSQL and Redis of the platform: servers of our own unless the settings name others.
//
// What holds: a server of our own that dies is started again on the same port with the same data.

import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Config } from '../../contracts/generic/config.ts';
import { startPostgres } from '../postgres.ts';
import { startRedis } from '../redis.ts';
import { afterExit, noCrashes } from './backoff.ts';
import type { ServerLimits } from './pools.ts';

const lookEveryMs = 500;
const maxConnections = 200;

export type Servers = {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly limits: ServerLimits;
  stop(): Promise<void>;
};

type ServersOptions = {
  readonly config: Config;
  readonly dataDir: string;
  readonly logDir: string;
  readonly say: (line: string) => void;
};

type OwnServer = { pid(): Promise<number | undefined>; start(): Promise<void>; stop(): Promise<void> };

export async function startServers({ config, dataDir, logDir, say }: ServersOptions): Promise<Servers> {
  const guards: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(guards.map((guard) => guard.stop()));
  };
  try {
    let databaseUrl = config.DATABASE_URL;
    if (!databaseUrl) {
      const server = await startPostgres({
        dataDir,
        logFile: join(logDir, 'postgres.log'),
        settings: { max_connections: maxConnections },
        say,
      });
      databaseUrl = server.url;
      guards.push(guard('PostgreSQL', server, say));
      say(`PostgreSQL: ready on port ${server.port}`);
    }
    const limits = await readLimits(databaseUrl);
    let redisUrl = config.REDIS_URL;
    if (redisUrl) {
      await greetRedis(redisUrl);
    } else {
      const server = await startRedis({
        dataDir,
        cacheDir: join(dataDir, 'cache'),
        logFile: join(logDir, 'redis.log'),
        say,
      });
      redisUrl = server.url;
      guards.push(guard('Redis', server, say));
      say(`Redis: ready on port ${server.port}`);
    }
    return { databaseUrl, redisUrl, limits, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function guard(name: string, server: OwnServer, say: (line: string) => void): { stop(): Promise<void> } {
  let stopped = false;
  let crashes = noCrashes;
  let startedAtMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();

  async function look(): Promise<void> {
    if (await server.pid()) return;
    crashes = afterExit(crashes, performance.now() - startedAtMs);
    say(
      `${name} is gone; starting it again${crashes.isLoop ? ` (crash loop: ${crashes.inARow} times)` : ''}`,
    );
    startedAtMs = performance.now();
    await server.start().catch((error: Error) => say(error.message));
  }
  function schedule(): void {
    timer = setTimeout(
      () => {
        looking = look().finally(() => {
          if (!stopped) schedule();
        });
      },
      Math.max(lookEveryMs, crashes.delayMs),
    );
  }
  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await server.stop();
    },
  };
}

async function readLimits(databaseUrl: string): Promise<ServerLimits> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ max: number; reserved: number }>(
      `select sum(setting::int) filter (where name = 'max_connections')::int as max,
              coalesce(sum(setting::int) filter (where name <> 'max_connections'), 0)::int as reserved
         from pg_settings
        where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')`,
    );
    const row = rows[0];
    return { maxConnections: row?.max ?? 100, reserved: row?.reserved ?? 3 };
  } catch (error) {
    const { hostname, port } = new URL(databaseUrl);
    throw new Error(
      `PostgreSQL at ${hostname}:${port || 5432} (DATABASE_URL) cannot be used: ${messageOf(error)}. ` +
        'Correct DATABASE_URL, or leave it out to run a server of its own.',
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function greetRedis(redisUrl: string): Promise<void> {
  const client = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 5_000, retryStrategy: () => null });
  let lastError: unknown;
  client.on('error', (error) => {
    lastError = error;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    const { hostname, port } = new URL(redisUrl);
    throw new Error(
      `Redis at ${hostname}:${port || 6379} (REDIS_URL) cannot be used: ${messageOf(lastError ?? error)}. ` +
        'Correct REDIS_URL, or leave it out to run a server of its own.',
    );
  } finally {
    client.disconnect();
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}
