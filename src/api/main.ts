/** An API process: one of several behind one port. */
import { telemetry } from '../engine/telemetry/start.ts';

// Telemetry comes first: it patches http and pg before anything uses them.

import { fileURLToPath } from 'node:url';
import type { Config } from '../contracts/generic/config.ts';
import { createSchedules } from '../cron/schedules.ts';
import {
  phoneNumberIdOf,
  reachesGroups,
  usesLocalProvider,
  whatsappHookSecrets,
} from '../engine/channels.ts';
import { readConfig } from '../engine/config.ts';
import { createLogger } from '../engine/logger.ts';
import { collectAllMetrics, runProcess } from '../engine/process.ts';
import { measureWork } from '../engine/process-metrics.ts';
import { createQueues } from '../engine/queues.ts';
import { createRinger } from '../engine/ring.ts';
import { createUpcasters } from '../engine/upcasters.ts';
import { vapidOf } from '../engine/vapid.ts';
import { followers, groupsOf, handlersIn, upcasters } from '../handlers/registry.ts';
import { createRenderClient } from '../renderer/client.ts';
import { startApi } from './server.ts';
import { createCloudHook } from './whatsapp/cloud-hook.ts';
import { createGatewayHook } from './whatsapp/gateway-hook.ts';
import type { WhatsappHook } from './whatsapp/hook.ts';

const config = readConfig();
// The days of the portal are those of this process's own clock then, see `dayOf`.
process.env.TZ = config.TIME_ZONE;
const role = 'api';
const index = config.TRUNKLINE_INDEX;
const logger = createLogger({ role, index, level: config.LOG_LEVEL });

async function start() {
  const { DATABASE_URL, REDIS_URL, PROVIDER_HTTP_PORT, PROVIDER_TOKEN, TRACES_PORT, RENDERER_PORT } = config;
  if (!DATABASE_URL || !REDIS_URL) throw new Error('An API process needs DATABASE_URL and REDIS_URL.');
  const vapid = vapidOf(config);
  const queues = createQueues(REDIS_URL, config.QUEUE_PREFIX, logger);
  const ringer = createRinger({ queues, groupsOf, followers: followers.map(({ name }) => name), logger });
  const schedules = createSchedules(config.TIME_ZONE);
  const api = await startApi({
    port: config.API_PORT,
    databaseUrl: DATABASE_URL,
    poolSize: config.POOL_SIZE,
    name: `trunkline-api-${index}`,
    redisUrl: REDIS_URL,
    registry: schedules.registry,
    schedules: schedules.definitions,
    ringer,
    handlers: handlersIn(config.TIME_ZONE),
    upcast: createUpcasters(upcasters),
    requestsPerMinute: config.RATE_LIMIT_PER_MINUTE,
    trustedProxies: config.TRUSTED_PROXIES,
    portal: {
      // Beside this file in the bundle.
      distDir: fileURLToPath(new URL('./web', import.meta.url)),
      realtimePort: config.REALTIME_PORT,
      timeZone: config.TIME_ZONE,
    },
    // Without it the request itself says whether it came by https; see TRUSTED_PROXIES.
    secureCookies: config.PUBLIC_URL?.startsWith('https:') ?? false,
    webhookReach: config.WEBHOOK_ADDRESSES ?? 'public',
    push: vapid && {
      publicKey: vapid.publicKey,
      reach: { addresses: config.PUSH_ADDRESSES, local: usesLocalProvider(config) },
    },
    secretKey: config.SECRET_KEY,
    whatsappHook: whatsappHook(config),
    reachesGroups: reachesGroups(config),
    logger,
    queues,
    metrics: collectAllMetrics,
    render: createRenderClient({
      url: RENDERER_PORT ? `http://${config.RENDERER_HOST}:${RENDERER_PORT}` : undefined,
      logger,
    }),
    // Only operators' pages ask these, so their code is memory of the process that serves one.
    traceUi: config.OTEL_EXPORTER_OTLP_ENDPOINT ? config.TRACE_UI_URL : undefined,
    traces: TRACES_PORT ? () => openTraces(config.TRACES_HOST, TRACES_PORT) : undefined,
    provider:
      PROVIDER_HTTP_PORT && PROVIDER_TOKEN
        ? () => openProvider(config.PROVIDER_HOST, PROVIDER_HTTP_PORT, PROVIDER_TOKEN)
        : undefined,
  });
  measureWork(role, api.pool, ringer.stats);
  return {
    async stop(how: { readonly rolling: boolean }) {
      await api.stop(how);
      await ringer.stop();
      await queues.stop();
      await telemetry.stop();
    },
  };
}

function whatsappHook(config: Config): WhatsappHook | undefined {
  const { secret, verifyToken } = whatsappHookSecrets(config);
  if (secret === undefined) return undefined;
  return config.WHATSAPP_ADAPTER === 'cloud'
    ? createCloudHook({ secret, verifyToken, phoneNumberId: phoneNumberIdOf(config) })
    : createGatewayHook(secret);
}

async function openTraces(host: string, port: number) {
  const { createTracesClient } = await import('../ops/traces/client.ts');
  return createTracesClient({ baseUrl: `http://${host}:${port}` });
}

async function openProvider(host: string, port: number, token: string) {
  const { createProviderClient } = await import('../ops/provider/client.ts');
  return createProviderClient({ baseUrl: `http://${host}:${port}`, token });
}

await runProcess({ role, index, logger, start, probePort: config.PROBE_PORT });
