/** A migrated database of its own for figures that need no platform. */
import { createPool, type Pool, type Queryable } from '../../src/engine/database.ts';
import { migrate } from '../../src/migrations/all.ts';
import { startOwnServers } from '../../test/support/servers.ts';

export interface OwnDatabase {
  readonly pool: Pool;
  readonly redisUrl: string;
}

/** Loads it without the limit that a request has, then measures. */
export async function withOwnDatabase<T>(
  load: (client: Queryable) => Promise<void>,
  measure: (database: OwnDatabase) => Promise<T>,
): Promise<T> {
  const servers = await startOwnServers();
  try {
    await migrate(servers.postgres.url);
    const pool = createPool({ url: servers.postgres.url, poolSize: 2, name: 'bench' });
    try {
      const client = await pool.connect();
      await client.query('set statement_timeout = 0');
      await load(client);
      client.release(true);
      return await measure({ pool, redisUrl: servers.redis.url });
    } finally {
      await pool.end();
    }
  } finally {
    await servers.stop();
  }
}
