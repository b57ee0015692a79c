import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createQueues, createWorkerConnection, type Queues } from '../../src/engine/queues.ts';
import { type QueueWorker, startQueueWorker } from '../../src/engine/worker.ts';
import { silent } from '../support/mailbox-handlers.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const REST_MS = 150;

describe('a worker that rests before it waits for a job', () => {
  let connection: Redis;
  let queues: Queues;
  let worker: QueueWorker;
  let rests: number[];
  let started: { readonly id: string; readonly atMs: number }[];
  let restMs: number;

  beforeEach(async () => {
    const { redisUrl } = sharedServers();
    const prefix = `test_${randomUUID().slice(0, 8)}`;
    connection = createWorkerConnection(redisUrl);
    queues = createQueues(redisUrl, prefix);
    await waitFor(() => queues.isReady());
    rests = [];
    started = [];
    restMs = REST_MS;
    worker = startQueueWorker<{ id: string }>({
      queue: 'bells',
      prefix,
      connection,
      concurrency: 10,
      logger: silent,
      restMs: () => {
        rests.push(performance.now());
        return restMs;
      },
      work: async (job) => {
        started.push({ id: job.data.id, atMs: performance.now() });
      },
    });
    await waitFor(() => rests.length === 1);
  });
  afterEach(async () => {
    await worker.stop();
    await queues.stop();
    connection.disconnect();
  });

  const ring = (id: string) => queues.queue('bells').add('bell', { id });

  it('takes what came meanwhile together', async () => {
    for (const id of ['a', 'b', 'c']) await ring(id);
    await waitFor(() => started.length === 3);
    expect(started.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    // Timers may be a millisecond early.
    for (const { atMs } of started) expect(atMs - (rests[0] ?? 0)).toBeGreaterThan(REST_MS - 2);
    expect(rests.length).toBeLessThanOrEqual(2);
  });

  it('takes none any more when it is stopped meanwhile', async () => {
    restMs = 0;
    await ring('a');
    await waitFor(() => started.length === 1 && rests.length >= 2);
    restMs = REST_MS;
    const before = rests.length;
    await ring('b');
    await waitFor(() => started.length === 2 && rests.length > before);
    await worker.stop();
    await ring('c');
    expect(started.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await queues.queue('bells').getWaitingCount()).toBe(1);
  });
});
