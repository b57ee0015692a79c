// A place to try webhooks in: the API, the follower, the worker of their queue and the duties, all in this process.

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { actors } from '../../src/actors/registry.ts';
import { queues as names } from '../../src/contracts/generic/queues.ts';
import { webhooksTask } from '../../src/cron/webhooks.ts';
import { transaction } from '../../src/engine/database.ts';
import { startDeliveryWorker } from '../../src/engine/deliveries.ts';
import { createDeliverySweep } from '../../src/engine/delivery-sweep.ts';
import { followersTask, startFollowers } from '../../src/engine/followers.ts';
import { anyFollower } from '../../src/engine/handler-types.ts';
import { liveQueue } from '../../src/engine/live-queue.ts';
import { numberEvents } from '../../src/engine/log.ts';
import type { Reach } from '../../src/engine/outside-address.ts';
import { createWebhookProvider } from '../../src/engine/providers/webhook-http.ts';
import { createQueues, createWorkerConnection } from '../../src/engine/queues.ts';
import { createUpcasters } from '../../src/engine/upcasters.ts';
import { webhookDeliveries } from '../../src/handlers/followers/webhooks.ts';
import { createWebhookRender } from '../../src/handlers/render-webhook.ts';
import { type Client, startTestApi, type TestApi } from './api.ts';
import { testLogger } from './delivery-parts.ts';
import { sharedServers } from './servers.ts';
import { waitFor } from './wait.ts';

export interface Made {
  readonly id: string;
  readonly secret: string;
  readonly path: string;
}

export interface WebhookBench {
  readonly api: TestApi;
  readonly admin: Client;
  subscribe(url: string, types?: readonly string[]): Promise<Made>;
  /** Tickets made by customer service; their ids. */
  tickets(count: number): Promise<string[]>;
  /** One run of the duty `webhooks`. */
  judge(): Promise<void>;
  statuses(webhookId: string): Promise<Record<string, number>>;
  /** Waits until the follower has seen all that is in the log. */
  followed(): Promise<void>;
  stop(): Promise<void>;
}

export async function startWebhookBench({
  reach = 'any' as Reach,
  timeoutMs = 400,
} = {}): Promise<WebhookBench> {
  const api = await startTestApi({ webhookReach: 'any' });
  const { pool } = api;
  const { redisUrl } = sharedServers();
  const prefix = `test_${randomUUID().slice(0, 8)}`;
  const queues = createQueues(redisUrl, prefix);
  const connection = createWorkerConnection(redisUrl);
  const now = (): Date => new Date();
  const tools = { pool, registry: actors, now, newId: () => randomUUID(), onCommitted: () => undefined };
  const upcast = createUpcasters({});
  const followers = await startFollowers({
    ...tools,
    followers: [anyFollower(webhookDeliveries)],
    queues,
    ringer: { ring: () => undefined } as never,
    connection,
    logger: testLogger,
    upcast,
  });
  const onOutcome = () => [];
  const queue = liveQueue(queues, names.deliveriesWebhook.name);
  const worker = await startDeliveryWorker({
    ...tools,
    onOutcome,
    queue,
    provider: createWebhookProvider({ reach, timeoutMs }),
    render: createWebhookRender({ db: pool, upcast, now }),
    connection,
    prefix,
    logger: testLogger,
    limiter: { max: 1_000, durationMs: 1_000 },
    backoff: { baseMs: 40, factor: 2, capMs: 200 },
  });
  const sweep = createDeliverySweep({ ...tools, onOutcome, queues: [queue] });
  const follow = followersTask(pool, queues);
  const turn = {
    signal: new AbortController().signal,
    first: false,
    inLease: <T>(work: Parameters<typeof transaction<T>>[1]) => transaction(pool, work),
  };
  const judging = webhooksTask(tools);
  const stopping = new AbortController();
  const pumping = (async () => {
    while (!stopping.signal.aborted) {
      await numberEvents(pool).catch(() => undefined);
      await follow.run(turn).catch(() => undefined);
      await sweep.run().catch(() => undefined);
      await pause(100, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  const admin = await api.as('admin');

  return {
    api,
    admin,
    async subscribe(url, types = ['ticket.created']) {
      const { status, body } = await admin.post('/api/v1/webhooks', { url, types });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return { id: body.id, secret: body.secret, path: `/api/v1/webhooks/${body.id}` };
    },
    async tickets(count) {
      const service = await api.as('customer_service');
      const ids: string[] = [];
      for (let n = 0; n < count; n++) {
        const { status, body } = await service.post('/api/v1/tickets', {
          type: 'repair',
          title: `No signal ${n}`,
        });
        if (status !== 201) throw new Error(JSON.stringify(body));
        ids.push(body.id);
      }
      return ids;
    },
    judge: () => judging.run(turn),
    async statuses(webhookId) {
      const { rows } = await pool.query<{ status: string; n: number }>(
        `select status, count(*)::int as n from deliveries where recipient_id = $1 group by status`,
        [webhookId],
      );
      return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
    },
    async followed() {
      await waitFor(async () => {
        const { rows } = await pool.query<{ done: boolean }>(
          `select not exists (select from events where position is null)
             and f.position = h.position as done from followers f, log_head h where f.name = 'webhooks'`,
        );
        return rows[0]?.done;
      });
    },
    async stop() {
      stopping.abort();
      await pumping;
      await worker.stop();
      await followers.stop();
      await queues.stop();
      connection.disconnect();
      await api.stop();
    },
  };
}
