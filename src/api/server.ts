/**
 * The API as a running server: its parts in the order in which they need each other, stopped in reverse.
 *
 * Stopping drains: nothing that was accepted fails, then the rings that wait are sent.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { v7 as uuid } from 'uuid';
import type { Credential } from '../authority/credentials.ts';
import { createPasswords } from '../authority/passwords.ts';
import { readViewer } from '../authority/read-viewer.ts';
import type { ActorRegistry } from '../engine/actor-types.ts';
import { createCommandRunner } from '../engine/command.ts';
import { createPool, type Pool } from '../engine/database.ts';
import { createDeadLetters } from '../engine/dead-letters.ts';
import type { Handler } from '../engine/handler-types.ts';
import { drainHttpServer } from '../engine/http-drain.ts';
import type { Logger } from '../engine/logger.ts';
import { createNumberBlock } from '../engine/number-block.ts';
import type { Ringer } from '../engine/ring.ts';
import { createSecrets } from '../engine/secrets.ts';
import { traceRequests } from '../engine/telemetry/request-spans.ts';
import { outsideTrace } from '../engine/telemetry/spans.ts';
import type { Upcast } from '../engine/upcasters.ts';
import { createAnswerCache } from './answer-cache.ts';
import type { Api } from './api.ts';
import { createApp } from './app.ts';
import { createOrigins } from './origin.ts';
import type { PortalOptions } from './portal.ts';
import { createRegistrationLimits } from './registration-limits.ts';
import { createSessionCache } from './session-cache.ts';
import { createSharedLimit } from './shared-limit.ts';
import { createSignInLimit } from './sign-in-limit.ts';
import { touchCredential } from './touch.ts';

const REDIS_LIMIT_MS = 50;
const MINUTE_MS = 60_000;
const ADDRESS_LIMIT_PER_MINUTE = 3_000;
const KEEP_ALIVE_MS = 5_000;

export interface ApiOptions
  extends Pick<
    Api,
    | 'metrics'
    | 'render'
    | 'traces'
    | 'traceUi'
    | 'provider'
    | 'secureCookies'
    | 'webhookReach'
    | 'push'
    | 'whatsappHook'
    | 'reachesGroups'
    | 'logger'
  > {
  readonly port: number;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly name: string;
  readonly redisUrl: string | undefined;
  readonly registry: ActorRegistry;
  readonly schedules: Api['schedules'];
  readonly ringer: Pick<Ringer, 'ring' | 'ringMailboxes'>;
  /** Of all groups: a dead letter is replayed here. */
  readonly handlers: readonly Handler[];
  readonly upcast: Upcast;
  readonly requestsPerMinute: number;
  readonly trustedProxies: string;
  readonly portal?: PortalOptions;
  readonly queues: Api['queues'];
  /** SECRET_KEY. */
  readonly secretKey?: string | undefined;
}

export interface RunningApi {
  readonly port: number;
  readonly pool: Pool;
  stop(how: { readonly rolling: boolean }): Promise<void>;
}

export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { logger, ringer, handlers, upcast } = options;
  const now = (): Date => new Date();
  const newId = (): string => uuid();
  const decide = { registry: options.registry, now, newId };
  const pool = createPool({
    url: options.databaseUrl,
    poolSize: options.poolSize,
    name: options.name,
    onIdleError: (error) => logger.warn({ err: error }, 'database connection lost'),
  });
  const redis = options.redisUrl === undefined ? undefined : connectRedis(options.redisUrl, logger);
  const shared = { windowMs: MINUTE_MS, redis };
  const userLimit = createSharedLimit({ ...shared, name: 'user', limit: options.requestsPerMinute });
  const addressLimit = createSharedLimit({ ...shared, name: 'address', limit: ADDRESS_LIMIT_PER_MINUTE });
  const touch = touchCredential(pool, logger);
  const load = async (credential: Credential) => {
    const viewer = await readViewer(pool, credential);
    if (viewer) touch(credential);
    return viewer;
  };
  const app = createApp(
    {
      ...options,
      timeZone: options.portal?.timeZone ?? 'Asia/Jakarta',
      pool,
      redis,
      answers: createAnswerCache(redis),
      commands: createCommandRunner({ ...decide, pool, onCommitted: ringer.ring }),
      deadLetters: createDeadLetters({ ...decide, pool, handlers, ringer, upcast }),
      sessions: createSessionCache(load),
      origins: createOrigins(now),
      passwords: createPasswords(),
      signInLimit: createSignInLimit(redis),
      userLimit,
      addressLimit,
      registrationLimits: createRegistrationLimits(redis),
      registrationNumbers: createNumberBlock({ db: pool, sequence: 'registration_numbers', blockSize: 1 }),
      ticketNumbers: createNumberBlock({ db: pool, sequence: 'ticket_numbers', blockSize: 20 }),
      now,
      newId,
      randomBytes,
      secrets: options.secretKey === undefined ? undefined : createSecrets(options.secretKey, randomBytes),
    },
    {
      trustedProxies: options.trustedProxies,
      ...(options.portal ? { portal: options.portal } : {}),
    },
  );
  await openConnection(pool, logger);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, traceRequests(app));
  const port = await listen(server, options.port);
  return {
    port,
    pool,
    async stop(how) {
      await drainHttpServer(server, how);
      userLimit.stop();
      addressLimit.stop();
      redis?.disconnect();
      await pool.end();
    },
  };
}

/** Whoever comes first finds a connection. Without one the API starts all the same, and says so to whoever asks. */
async function openConnection(pool: Pool, logger: Logger): Promise<void> {
  try {
    (await pool.connect()).release();
  } catch (error) {
    logger.warn({ err: error }, 'no connection to the database yet');
  }
}

/** Each command answers or fails within 50 ms; while Redis is away, at once. */
function connectRedis(url: string, logger: Logger): Redis {
  return outsideTrace(() => {
    const redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: REDIS_LIMIT_MS,
      retryStrategy: (times) => Math.min(100 * times, 1_000),
    });
    redis.on('error', (error) => logger.debug({ err: error }, 'Redis connection of the limits'));
    return redis;
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
