// A place to try web push in: the API, the worker of its queue and the sweep in this process, and the local push service.

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { actors } from '../../src/actors/registry.ts';
import { queues as names } from '../../src/contracts/generic/queues.ts';
import type { Role } from '../../src/contracts/permissions.ts';
import { startDeliveryWorker } from '../../src/engine/deliveries.ts';
import { createDeliverySweep } from '../../src/engine/delivery-sweep.ts';
import { liveQueue } from '../../src/engine/live-queue.ts';
import { createWebPushProvider } from '../../src/engine/providers/web-push.ts';
import { createQueues, createWorkerConnection } from '../../src/engine/queues.ts';
import { createSecrets } from '../../src/engine/secrets.ts';
import { newVapidKey, publicKeyOf, type Vapid } from '../../src/engine/vapid.ts';
import { endGoneBrowser } from '../../src/handlers/push-end.ts';
import { createPushRender } from '../../src/handlers/render-push.ts';
import { type LocalSubscription, subscribeLocally } from '../../src/ops/provider/local-browser.ts';
import { type Provider, startProvider } from '../../src/ops/provider/provider.ts';
import { startTestApi, TEST_KEY, type TestApi } from './api.ts';
import { providerToken, testLogger } from './delivery-parts.ts';
import { freePorts } from './ports.ts';
import { makeTestFolder, removeTestFolder, sharedServers } from './servers.ts';

export interface PushBench {
  readonly api: TestApi;
  readonly provider: Provider;
  readonly vapid: Vapid;
  readonly localUrl: string;
  /** A browser of the local push service shows the notices of this person; its id is the answer's. */
  subscribe(who: Role, browser?: LocalSubscription): Promise<string>;
  /** What is stored about a delivery. */
  row(id: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export function newVapid(): Vapid {
  const privateKey = newVapidKey();
  return { privateKey, publicKey: publicKeyOf(privateKey), subject: 'mailto:noc@example.net' };
}

export async function startPushBench(): Promise<PushBench> {
  const vapid = newVapid();
  const folder = await makeTestFolder();
  const [smtpPort, httpPort] = (await freePorts(2)) as [number, number];
  const provider = await startProvider({
    smtpPort,
    httpPort,
    token: providerToken,
    dataDir: folder,
    onError: () => undefined,
  });
  const localUrl = `http://127.0.0.1:${httpPort}`;
  const push = { publicKey: vapid.publicKey, reach: { addresses: 'known', local: true } } as const;
  const api = await startTestApi({ push });
  const { pool } = api;
  const { redisUrl } = sharedServers();
  const prefix = `test_${randomUUID().slice(0, 8)}`;
  const queues = createQueues(redisUrl, prefix);
  const connection = createWorkerConnection(redisUrl);
  const tools = {
    pool,
    registry: actors,
    now: (): Date => new Date(),
    newId: (): string => randomUUID(),
    onCommitted: () => undefined,
    onOutcome: endGoneBrowser,
  };
  const queue = liveQueue(queues, names.deliveriesPush.name);
  const secrets = createSecrets(TEST_KEY, () => Buffer.alloc(0));
  const worker = await startDeliveryWorker({
    ...tools,
    queue,
    provider: createWebPushProvider({ addresses: 'known', localUrl }),
    render: createPushRender({ db: pool, vapid, secrets, timeZone: 'Asia/Jakarta' }),
    connection,
    prefix,
    logger: testLogger,
    limiter: { max: 1_000, durationMs: 1_000 },
    backoff: { baseMs: 40, factor: 2, capMs: 200 },
    breaker: { threshold: 5, openMs: 100, maxOpenMs: 400, probeMs: 5_000 },
  });
  const sweep = createDeliverySweep({ ...tools, queues: [queue] });
  const stopping = new AbortController();
  const sweeping = (async () => {
    while (!stopping.signal.aborted) {
      await sweep.run().catch(() => undefined);
      await pause(100, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();

  return {
    api,
    provider,
    vapid,
    localUrl,
    async subscribe(who, browser = subscribeLocally(vapid.publicKey)) {
      const { status, body } = await (await api.as(who)).post('/api/v1/push-subscriptions', browser);
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body.id;
    },
    async row(id) {
      const { rows } = await pool.query('select * from deliveries where id = $1', [id]);
      return rows[0] ?? {};
    },
    async stop() {
      stopping.abort();
      await sweeping;
      await worker.stop();
      await queues.stop();
      connection.disconnect();
      await api.stop();
      await provider.stop();
      removeTestFolder(folder);
    },
  };
}
