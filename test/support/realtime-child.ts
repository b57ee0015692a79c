// Realtime as a process of its own with the authority of the tests: something to kill and to pause.

import { randomUUID } from 'node:crypto';
import { createPool } from '../../src/engine/database.ts';
import { createLogger } from '../../src/engine/logger.ts';
import { startRealtime } from '../../src/realtime/realtime.ts';
import { createTestAuthority } from './realtime.ts';

const { CHILD_DATABASE_URL = '', CHILD_REDIS_URL = '', CHILD_PREFIX = '', CHILD_PORT = '0' } = process.env;
const logger = createLogger({ role: 'realtime', level: process.env.CHILD_LOG ?? 'silent' });
const pool = createPool({ url: CHILD_DATABASE_URL, poolSize: 6, name: `realtime:${CHILD_PORT}` });
const realtime = startRealtime({
  pool,
  redisUrl: CHILD_REDIS_URL,
  prefix: CHILD_PREFIX,
  port: Number(CHILD_PORT),
  host: '127.0.0.1',
  authority: createTestAuthority(pool),
  logger,
  holder: randomUUID(),
});
process.on('SIGTERM', () => {
  void realtime.stop().then(() => process.exit(0));
});
// A test run that is killed leaves nothing behind.
process.on('disconnect', () => process.exit(0));
