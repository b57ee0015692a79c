/** A worker process: mailboxes, deliveries, followers and cron jobs, and the duties when it holds their lease. */

import '../engine/telemetry/start.ts';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { v7 as uuid } from 'uuid';
import { queues as names } from '../contracts/generic/queues.ts';
import { createDuties } from '../cron/duties.ts';
import { createSchedules } from '../cron/schedules.ts';
import { channelPlaces } from '../engine/channels.ts';
import { readConfig } from '../engine/config.ts';
import { startCronWorker } from '../engine/cron-worker.ts';
import { createPool } from '../engine/database.ts';
import { startDeliveryWorker } from '../engine/deliveries.ts';
import { sentChannels } from '../engine/delivery-rings.ts';
import { startDuty } from '../engine/duty.ts';
import { createFigures, type FiguresDuty } from '../engine/figures.ts';
import { startFollowers } from '../engine/followers.ts';
import { liveQueue } from '../engine/live-queue.ts';
import { createLogger } from '../engine/logger.ts';
import { startMailboxGroup } from '../engine/mailbox.ts';
import { createTurn } from '../engine/mailbox-types.ts';
import { runProcess } from '../engine/process.ts';
import { measureWork } from '../engine/process-metrics.ts';
import { createQueues, createWorkerConnection } from '../engine/queues.ts';
import { createRinger } from '../engine/ring.ts';
import { createSecrets } from '../engine/secrets.ts';
import { telemetry } from '../engine/telemetry/start.ts';
import { createUpcasters } from '../engine/upcasters.ts';
import { vapidOf } from '../engine/vapid.ts';
import { keepZone } from '../handlers/analytics/zone.ts';
import { endGoneBrowser } from '../handlers/push-end.ts';
import { followers, groupsOf, handlersIn, upcasters } from '../handlers/registry.ts';
import { createRender } from '../handlers/render.ts';
import { createPushRender } from '../handlers/render-push.ts';
import { createWebhookRender } from '../handlers/render-webhook.ts';
import { webhookBackoff } from '../handlers/webhook-deliveries.ts';
import { createProviders, outletOf } from './providers.ts';

const config = readConfig();
const role = 'worker';
const index = config.TRUNKLINE_INDEX;
const logger = createLogger({ role, index, level: config.LOG_LEVEL });

let figures: FiguresDuty | undefined;

async function start(): Promise<{ stop(): Promise<void> }> {
  const { DATABASE_URL, REDIS_URL, QUEUE_PREFIX: prefix } = config;
  if (!DATABASE_URL || !REDIS_URL) throw new Error('A worker needs DATABASE_URL and REDIS_URL.');
  const now = (): Date => new Date();
  const newId = (): string => uuid();
  const pool = createPool({
    url: DATABASE_URL,
    poolSize: config.POOL_SIZE,
    plansOnce: true,
    name: `trunkline-worker-${index}`,
    onIdleError: (error) => logger.warn({ err: error }, 'database connection lost'),
  });
  const queues = createQueues(REDIS_URL, prefix, logger);
  const connection = createWorkerConnection(REDIS_URL, logger);
  const ringer = createRinger({ queues, groupsOf, followers: followers.map(({ name }) => name), logger });
  measureWork(role, pool, ringer.stats);
  const { definitions, registry } = createSchedules(config.TIME_ZONE);
  const handlers = handlersIn(config.TIME_ZONE);
  const upcast = createUpcasters(upcasters);
  const secrets = config.SECRET_KEY ? createSecrets(config.SECRET_KEY, randomBytes) : undefined;
  if (!secrets) logger.warn('SECRET_KEY is not set: one-time codes cannot be sent');
  const vapid = vapidOf(config);
  const timeZone = config.TIME_ZONE;
  const providers = createProviders(config, {
    render: createRender({ db: pool, timeZone, secrets, now }),
    renderWebhook: createWebhookRender({ db: pool, upcast, now }),
    renderPush: vapid && createPushRender({ db: pool, timeZone, secrets, vapid }),
  });
  if (!vapid) logger.warn('web push is off: set VAPID_PRIVATE_KEY, and VAPID_SUBJECT or PUBLIC_URL');
  for (const [channel, place] of Object.entries(channelPlaces(config)))
    if (place === 'off') logger.warn({ channel }, 'the channel is off: no server is set for it');
  if (await keepZone(pool, config.TIME_ZONE))
    logger.info({ zone: config.TIME_ZONE }, 'another time zone: analytics are counted anew');
  const onCommitted = ringer.ring;
  // The ledger keeps every outcome. Failures are told by the duty `incidents`, once for a thousand of them: as an
  // effect of each they would queue for one row.
  const onOutcome = endGoneBrowser;
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
  const delivery = { ...shared, onOutcome };
  for (const [queue, { provider, render, perSecond }, more] of [
    [names.deliveriesEmail.name, providers.email, {}],
    [names.deliveriesWhatsapp.name, providers.whatsapp, {}],
    [names.deliveriesWebhook.name, providers.webhook, { backoff: webhookBackoff }],
    [names.deliveriesPush.name, providers.push, {}],
  ] as const) {
    // Short windows: what is urgent waits for the end of one at most, however much else goes out.
    const limiter = { max: perSecond / 10, durationMs: 100 };
    parts.push(
      await startDeliveryWorker({
        ...delivery,
        ...more,
        queue: liveQueue(queues, queue),
        provider,
        render,
        limiter,
      }),
    );
  }
  parts.push(await startCronWorker(shared));
  const groups = groupNames.map((group) => ({
    group,
    types: [...new Set(handlers.filter((handler) => handler.group === group).flatMap(({ types }) => types))],
  }));
  const holder = `${hostname()}/${process.pid}/${uuid()}`;
  figures = createFigures({ pool, queues, logger, groups, channels: sentChannels, nowMs: Date.now });
  const tasks = createDuties({
    ...shared,
    groups,
    figures,
    schedules: definitions,
    onOutcome,
    keepDays: {
      attempts: config.KEEP_ATTEMPTS_DAYS,
      runs: config.KEEP_RUNS_DAYS,
      bulk: config.KEEP_BULK_DAYS,
      reports: config.KEEP_REPORTS_DAYS,
      origins: config.KEEP_ORIGINS_DAYS,
    },
    troubles: {
      lateAfterMs: config.LATE_AFTER_SECONDS * 1_000,
      calmMs: config.INCIDENT_CALM_SECONDS * 1_000,
      quietMs: config.INCIDENT_QUIET_SECONDS * 1_000,
      providerOf: (channel) => outletOf(providers, channel).provider.name,
    },
  });
  const duty = startDuty({ pool, holder, tasks, logger });
  return {
    async stop() {
      // The duty first, so that another process takes it at once; then what takes jobs, all at the same time.
      await duty.stop();
      await Promise.all(parts.map((part) => part.stop()));
      await Promise.all(Object.values(providers).map(({ provider }) => provider.stop()));
      await ringer.stop();
      await queues.stop();
      connection.disconnect();
      await pool.end();
      await telemetry.stop();
    },
  };
}

await runProcess({
  role,
  index,
  logger,
  start,
  metrics: async () => figures?.text() ?? '',
  probePort: config.PROBE_PORT,
});
