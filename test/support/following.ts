// Followers at work on a database that somebody else writes to.

import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { actors } from '../../src/actors/registry.ts';
import type { Pool } from '../../src/engine/database.ts';
import { startFollowers } from '../../src/engine/followers.ts';
import type { Follower } from '../../src/engine/handler-types.ts';
import { numberEvents } from '../../src/engine/log.ts';
import { createQueues, createWorkerConnection } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import { groupsOf } from '../../src/handlers/registry.ts';
import { sharedServers } from './servers.ts';
import { waitFor } from './wait.ts';

export interface Following {
  /** Until they have followed what was committed so far; fails after `deadlineMs`. */
  settled(deadlineMs?: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startFollowing(pool: Pool, followers: readonly Follower[]): Promise<Following> {
  const { redisUrl } = sharedServers();
  const logger = pino({ level: 'silent' });
  const queues = createQueues(redisUrl, `test_${randomUUID().slice(0, 8)}`);
  await waitFor(() => queues.isReady());
  const connection = createWorkerConnection(redisUrl);
  const ringer = createRinger({ queues, groupsOf, logger });
  const following = await startFollowers({
    followers,
    pool,
    registry: actors,
    queues,
    ringer,
    connection,
    logger,
    now: () => new Date(),
    newId: () => v7(),
  });
  return {
    async settled(deadlineMs) {
      while ((await numberEvents(pool)).length > 0);
      for (const { name } of followers) await queues.queue('followers').add(name, { follower: name });
      await waitFor(
        async () => {
          const { rowCount } = await pool.query(
            'select from followers f, log_head h where f.position < h.position limit 1',
          );
          return rowCount === 0;
        },
        deadlineMs === undefined ? {} : { deadlineMs },
      );
    },
    async stop() {
      await following.stop();
      await ringer.stop();
      await queues.stop();
      connection.disconnect();
    },
  };
}
