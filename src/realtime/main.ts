/** The realtime process: active while it holds the lease, else it stands by. */

import { telemetry } from '../engine/telemetry/start.ts';

// Telemetry comes first: it patches http and pg before anything uses them.

import { hostname } from 'node:os';
import { v7 as uuid } from 'uuid';
import { createAuthority } from '../authority/authority.ts';
import { readConfig } from '../engine/config.ts';
import { createPool } from '../engine/database.ts';
import { createLogger } from '../engine/logger.ts';
import { runProcess } from '../engine/process.ts';
import { measureWork } from '../engine/process-metrics.ts';
import { createQueues } from '../engine/queues.ts';
import { createRinger } from '../engine/ring.ts';
import { followers, groupsOf } from '../handlers/registry.ts';
import { startRealtime } from './realtime.ts';

const config = readConfig();
const role = 'realtime';
const index = config.TRUNKLINE_INDEX;
const logger = createLogger({ role, index, level: config.LOG_LEVEL });

async function start(): Promise<{ stop(): Promise<void> }> {
  const { DATABASE_URL, REDIS_URL } = config;
  if (!DATABASE_URL || !REDIS_URL) throw new Error('Realtime needs DATABASE_URL and REDIS_URL.');
  const pool = createPool({
    url: DATABASE_URL,
    poolSize: config.POOL_SIZE,
    plansOnce: true,
    name: `trunkline-realtime-${index}`,
    onIdleError: (error) => logger.warn({ err: error }, 'database connection lost'),
  });
  const queues = createQueues(REDIS_URL, config.QUEUE_PREFIX, logger);
  const ringer = createRinger({ queues, groupsOf, followers: followers.map(({ name }) => name), logger });
  measureWork(role, pool, ringer.stats);
  const realtime = startRealtime({
    pool,
    redisUrl: REDIS_URL,
    prefix: config.QUEUE_PREFIX,
    port: config.REALTIME_PORT,
    authority: createAuthority({ pool }),
    logger,
    holder: `${hostname()}/${process.pid}/${uuid()}`,
    onNumbered: ringer.ringFollowers,
  });
  return {
    async stop() {
      await realtime.stop();
      await ringer.stop();
      await queues.stop();
      await pool.end();
      await telemetry.stop();
    },
  };
}

// As a rule there is one, so it goes by the role's name alone; a second one stands by.
await runProcess({
  role,
  index: index === 1 ? 0 : index,
  logger,
  start,
  probePort: config.PROBE_PORT,
});
