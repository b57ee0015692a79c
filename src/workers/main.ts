/** A worker process: mailboxes, deliveries, followers and cron jobs, and the duties when it holds their lease. */

import '../engine/telemetry/start.ts';
import { hostname } from 'node:os';
import { v7 as uuid } from 'uuid';
import { queues as names } from '../contracts/generic/queues.ts';
import { createDuties } from '../cron/duties.ts';
import { createSchedules } from '../cron/schedules.ts';
import { readConfig } from '../engine/config.ts';
import { startCronWorker } from '../engine/cron-worker.ts';
import { createPool } from '../engine/database.ts';
import { startDeliveryWorker } from '../engine/deliveries.ts';
import { startDuty } from '../engine/duty.ts';
import { startFollowers } from '../engine/followers.ts';
import { liveQueue } from '../engine/live-queue.ts';
import { createLogger } from '../engine/logger.ts';
import { startMailboxGroup } from '../engine/mailbox.ts';
import { createTurn } from '../engine/mailbox-types.ts';
import { runProcess } from '../engine/process.ts';
import { createQueues, createWorkerConnection } from '../engine/queues.ts';
import { createRinger } from '../engine/ring.ts';
import { telemetry } from '../engine/telemetry/start.ts';
import { createUpcasters } from '../engine/upcasters.ts';
import { followers, groupsOf, handlers, upcasters } from '../handlers/registry.ts';
import { createRender } from '../handlers/render.ts';
import { createProviders } from './providers.ts';

const config = readConfig();
const role = 'worker';
const index = config.TRUNKLINE_INDEX;
const logger = createLogger({ role, index, level: config.LOG_LEVEL });

async function start(): Promise<{ stop(): Promise<void> }> {
  const { DATABASE_URL, REDIS_URL, QUEUE_PREFIX: prefix } = config;
  if (!DATABASE_URL || !REDIS_URL) throw new Error('A worker needs DATABASE_URL and REDIS_URL.');
  const now = (): Date => new Date();
  const newId = (): string => uuid();
  const pool = createPool({
    url: DATABASE_URL,
    poolSize: config.POOL_SIZE,
    name: `trunkline-worker-${index}`,
    onIdleError: (error) => logger.warn({ err: error }, 'database connection lost'),
  });
  const queues = createQueues(REDIS_URL, prefix, logger);
  const connection = createWorkerConnection(REDIS_URL, logger);
  const ringer = createRinger({ queues, groupsOf, followers: followers.map(({ name }) => name), logger });
  const { definitions, registry } = createSchedules(config.TIME_ZONE);
  const providers = createProviders(config);
  const onCommitted = ringer.ring;
  // The ledger keeps every outcome; nothing of the portal follows from one yet.
  const onOutcome = () => [];
  const upcast = createUpcasters(upcasters);
  const shared = {
    pool,
    registry,
    queues,
    ringer,
    connection,
    prefix,
    logger,
    now,
    newId,
    onCommitted,
    upcast,
  };
  const turn = createTurn();
  const groupNames = [names.notifications.name, names.business.name];
  const parts: { stop(): Promise<void> }[] = [];
  for (const group of groupNames) {
    const members = handlers.filter((handler) => handler.group === group);
    parts.push(await startMailboxGroup({ ...shared, group, handlers: members, turn }));
  }
  parts.push(await startFollowers({ ...shared, followers }));
  const delivery = {
    ...shared,
    render: createRender({ db: pool, timeZone: config.TIME_ZONE }),
    onOutcome,
  };
  for (const [queue, provider, perSecond] of [
    [names.deliveriesEmail.name, providers.email, 500],
    [names.deliveriesWhatsapp.name, providers.whatsapp, 500],
  ] as const) {
    const limiter = { max: perSecond, durationMs: 1_000 };
    parts.push(
      await startDeliveryWorker({ ...delivery, queue: liveQueue(queues, queue), provider, limiter }),
    );
  }
  parts.push(await startCronWorker(shared));
  const groups = groupNames.map((group) => ({
    group,
    types: [...new Set(handlers.filter((handler) => handler.group === group).flatMap(({ types }) => types))],
  }));
  const holder = `${hostname()}/${process.pid}/${uuid()}`;
  const tasks = createDuties({ ...shared, groups, schedules: definitions, onOutcome });
  const duty = startDuty({ pool, holder, tasks, logger });
  return {
    async stop() {
      // The duty first, so that another process takes it at once; then what takes jobs, all at the same time.
      await duty.stop();
      await Promise.all(parts.map((part) => part.stop()));
      await Promise.all([providers.email.stop(), providers.whatsapp.stop()]);
      await ringer.stop();
      await queues.stop();
      connection.disconnect();
      await pool.end();
      await telemetry.stop();
    },
  };
}

await runProcess({ role, index, logger, start });
