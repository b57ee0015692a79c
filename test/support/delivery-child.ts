// A delivery worker as a process of its own, for tests that kill it.

import { randomUUID } from 'node:crypto';
import { queues as names } from '../../src/contracts/generic/queues.ts';
import { createPool } from '../../src/engine/database.ts';
import { startDeliveryWorker } from '../../src/engine/deliveries.ts';
import { createQueues, createWorkerConnection } from '../../src/engine/queues.ts';
import { render, smtp, testLogger, whatsapp } from './delivery-parts.ts';

const { DATABASE_URL = '', REDIS_URL = '', QUEUE_PREFIX = '', CHANNEL = '', PORT = '' } = process.env;

const email = CHANNEL === 'email';
await startDeliveryWorker({
  pool: createPool({ url: DATABASE_URL, poolSize: 4, name: 'child' }),
  registry: new Map(),
  now: () => new Date(),
  newId: () => randomUUID(),
  onOutcome: () => [],
  onCommitted: () => undefined,
  queue: createQueues(REDIS_URL, QUEUE_PREFIX).queue(
    email ? names.deliveriesEmail.name : names.deliveriesWhatsapp.name,
  ),
  provider: email ? smtp(Number(PORT)) : whatsapp(Number(PORT)),
  render,
  connection: createWorkerConnection(REDIS_URL),
  prefix: QUEUE_PREFIX,
  logger: testLogger,
  limiter: { max: 1_000, durationMs: 1_000 },
  leaseMs: 1_500,
});
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
