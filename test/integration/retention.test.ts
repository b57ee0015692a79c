// What has served its time is removed, in chunks.

import { afterEach, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { createRetention, expireIdempotency } from '../../src/engine/retention.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testLogger } from '../support/delivery-parts.ts';

let database: TestDatabase;
let pool: Pool;

afterEach(async () => {
  await pool.end();
  await database.stop();
});

describe('retention', () => {
  it('removes idempotency keys after a day, and a failing step holds up no other', async () => {
    database = await createTestDatabase();
    pool = createPool({ url: database.url, poolSize: 2, name: 'test' });
    await pool.query(`insert into idempotency (scope, key, body_hash, status, headers, created_at)
      select 's', 'old-' || n, '', 200, '{}'::jsonb, now() - interval '25 hours' from generate_series(1, 25) n
      union all select 's', 'new', '', 200, '{}'::jsonb, now() - interval '23 hours'`);
    const broken = { name: 'broken', remove: () => Promise.reject(new Error('not this one')) };
    const retention = createRetention({
      pool,
      steps: [broken, expireIdempotency],
      logger: testLogger,
      chunk: 10,
      maxChunks: 2,
    });
    const keys = async () => (await pool.query('select key from idempotency')).rows.map(({ key }) => key);
    await retention.run();
    expect(await keys()).toHaveLength(6);
    await retention.run();
    expect(await keys()).toEqual(['new']);
  });
});
