/** That the connections under load write together; what that means is in test/unit/write-together.test.ts. */
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createPool } from '../../src/engine/database.ts';
import { createQueues, createWorkerConnection } from '../../src/engine/queues.ts';
import { createTestDatabase } from '../support/database.ts';
import { sharedServers } from '../support/servers.ts';

describe('connections that write together', () => {
  it('are those of a pool', async () => {
    const database = await createTestDatabase();
    const pool = createPool({ url: database.url, poolSize: 1, name: 'write-together-test' });
    try {
      const client = await pool.connect();
      const { stream } = (client as unknown as { connection: pg.Connection }).connection;
      const answers = ['select 1 as one', 'select 2 as one'].map((text) => client.query(text));
      expect(stream.writableLength).toBeGreaterThan(0);
      expect((await Promise.all(answers)).map(({ rows }) => rows)).toEqual([[{ one: 1 }], [{ one: 2 }]]);
      expect(stream.writableLength).toBe(0);
      client.release();
    } finally {
      await pool.end();
      await database.stop();
    }
  });

  it('are those of producers and workers, after a reconnection too', async () => {
    const queues = createQueues(sharedServers().redisUrl, `test_${process.pid}_together`);
    const worker = createWorkerConnection(sharedServers().redisUrl);
    try {
      for (const redis of [queues.redis, worker]) {
        for (let connection = 0; connection < 2; connection++) {
          await new Promise<void>((resolve) => {
            if (redis.status === 'ready') resolve();
            else redis.once('ready', () => resolve());
          });
          const answers = [redis.echo('a'), redis.echo('b')];
          expect(redis.stream.writableLength).toBeGreaterThan(0);
          expect(await Promise.all(answers)).toEqual(['a', 'b']);
          expect(redis.stream.writableLength).toBe(0);
          redis.disconnect(true);
          await new Promise((resolve) => redis.once('close', resolve));
        }
      }
    } finally {
      await queues.stop();
      worker.disconnect();
    }
  });
});
