import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { sharedServers } from '../support/servers.ts';

describe('the servers of a test run', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.stop());

  it('give each test file a migrated database of its own', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ name: string | null }>(
      `select to_regclass('events')::text as name`,
    );
    await client.end();
    expect(rows[0]?.name).toBe('events');
  });

  it('keep what Redis acknowledged, and never evict it', async () => {
    const redis = new Redis(sharedServers().redisUrl);
    const settings = await redis.config('GET', 'append*', 'maxmemory-policy');
    await redis.quit();
    expect(settings).toEqual(expect.arrayContaining(['appendonly', 'yes', 'maxmemory-policy', 'noeviction']));
  });
});
