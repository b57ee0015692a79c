// A cron worker as a process of its own, for tests that kill it.

import { randomUUID } from 'node:crypto';
import { startCronWorker } from '../../src/engine/cron-worker.ts';
import { createPool } from '../../src/engine/database.ts';
import { createWorkerConnection } from '../../src/engine/queues.ts';
import { counterRegistry } from './counter.ts';
import { testLogger } from './delivery-parts.ts';

const { DATABASE_URL = '', REDIS_URL = '', QUEUE_PREFIX = '' } = process.env;

await startCronWorker({
  pool: createPool({ url: DATABASE_URL, poolSize: 4, name: 'child' }),
  registry: counterRegistry,
  now: () => new Date(),
  newId: () => randomUUID(),
  logger: testLogger,
  onCommitted: () => undefined,
  connection: createWorkerConnection(REDIS_URL),
  prefix: QUEUE_PREFIX,
});
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
