/** An API process: one of several behind one port. */
import { telemetry } from '../engine/telemetry/start.ts';

// Telemetry comes first: it patches http and pg before anything uses them.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createSchedules } from '../cron/schedules.ts';
import { readConfig } from '../engine/config.ts';
import type { Pool } from '../engine/database.ts';
import { createLogger } from '../engine/logger.ts';
import { gauge, ownMetrics } from '../engine/metrics.ts';
import { collectAllMetrics, runProcess } from '../engine/process.ts';
import { createQueues } from '../engine/queues.ts';
import { createRinger, type RingStats } from '../engine/ring.ts';
import { createUpcasters } from '../engine/upcasters.ts';
import { followers, groupsOf, handlers, upcasters } from '../handlers/registry.ts';
import { startApi } from './server.ts';

const config = readConfig();
const role = 'api';
const index = config.TRUNKLINE_INDEX;
const logger = createLogger({ role, index, level: config.LOG_LEVEL });

async function start() {
  const { DATABASE_URL, REDIS_URL, PROVIDER_HTTP_PORT, PROVIDER_TOKEN, TRACES_PORT } = config;
  if (!DATABASE_URL || !REDIS_URL) throw new Error('An API process needs DATABASE_URL and REDIS_URL.');
  const queues = createQueues(REDIS_URL, config.QUEUE_PREFIX, logger);
  const ringer = createRinger({ queues, groupsOf, followers: followers.map(({ name }) => name), logger });
  const api = await startApi({
    port: config.API_PORT,
    databaseUrl: DATABASE_URL,
    poolSize: config.POOL_SIZE,
    name: `trunkline-api-${index}`,
    redisUrl: REDIS_URL,
    registry: createSchedules(config.TIME_ZONE).registry,
    ringer,
    handlers,
    upcast: createUpcasters(upcasters),
    requestsPerMinute: config.RATE_LIMIT_PER_MINUTE,
    trustedProxies: config.TRUSTED_PROXIES,
    portal: {
      // Beside this file in the bundle.
      distDir: fileURLToPath(new URL('./web', import.meta.url)),
      realtimePort: config.REALTIME_PORT,
      timeZone: config.TIME_ZONE,
    },
    // Behind a proxy that ends TLS the request itself says https; see TRUSTED_PROXIES.
    secureCookies: false,
    logger,
    queues,
    metrics: () => collectAllMetrics(ownMetrics),
    // Only operators' pages ask these, so their code is memory of the process that serves one.
    traces: TRACES_PORT ? () => openTraces(TRACES_PORT) : undefined,
    provider:
      PROVIDER_HTTP_PORT && PROVIDER_TOKEN
        ? () => openProvider(PROVIDER_HTTP_PORT, PROVIDER_TOKEN)
        : undefined,
  });
  measure(api.pool, ringer.stats);
  return {
    async stop(how: { readonly rolling: boolean }) {
      await api.stop(how);
      await ringer.stop();
      await queues.stop();
      await telemetry.stop();
    },
  };
}

async function openTraces(port: number) {
  const { createTracesClient } = await import('../ops/traces/client.ts');
  return createTracesClient({ baseUrl: `http://127.0.0.1:${port}` });
}

async function openProvider(port: number, token: string) {
  const { createProviderClient } = await import('../ops/provider/client.ts');
  return createProviderClient({ baseUrl: `http://127.0.0.1:${port}`, token });
}

function measure(pool: Pool, rings: () => RingStats): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  gauge('eventLoopDelay', () => {
    const values = [0.5, 0.99].map(
      (q) => [{ quantile: String(q) }, delay.percentile(q * 100) / 1e9] as const,
    );
    delay.reset();
    return values;
  });
  gauge('residentMemory', () => [[{}, process.memoryUsage.rss()]]);
  gauge('cpuTime', () => {
    const { user, system } = process.cpuUsage();
    return [[{}, (user + system) / 1e6]];
  });
  gauge('databasePool', () => [
    [{ state: 'used' }, pool.totalCount - pool.idleCount],
    [{ state: 'idle' }, pool.idleCount],
    [{ state: 'waiting' }, pool.waitingCount],
  ]);
  gauge('rings', () => Object.entries(rings()).map(([outcome, count]) => [{ outcome }, count] as const));
}

await runProcess({ role, index, logger, start, metrics: ownMetrics });
