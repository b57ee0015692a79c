// A worker process of its own, for tests that kill and pause it: the mailbox group, and the duties.

import { randomUUID } from 'node:crypto';
import { createPool } from '../../src/engine/database.ts';
import { startDuty } from '../../src/engine/duty.ts';
import { anyHandler } from '../../src/engine/handler-types.ts';
import { startMailboxGroup } from '../../src/engine/mailbox.ts';
import { createQueues, createWorkerConnection } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import { createSweep, numberingTask, sweepTask } from '../../src/engine/sweep.ts';
import { counterRegistry } from './counter.ts';
import { counterTypes, GROUP, picky, recorder, silent } from './mailbox-handlers.ts';

const [url = '', redisUrl = '', prefix = '', slowMs = '0'] = process.argv.slice(2);
const pool = createPool({ url, poolSize: 8, name: `child-${process.pid}` });
const queues = createQueues(redisUrl, prefix);
const connection = createWorkerConnection(redisUrl);
const ringer = createRinger({ queues, groupsOf: () => [GROUP], logger: silent });

/** Holds its transaction open for a while, so that a kill or a pause hits the middle of it. */
const slow = anyHandler<undefined>({
  ...recorder,
  load: async (_events, db) => {
    await db.query('select pg_sleep($1)', [Number(slowMs) / 1_000]);
    return undefined;
  },
  handle: (event, _loaded, context) => recorder.handle(event, undefined, context),
});

await startMailboxGroup({
  group: GROUP,
  handlers: [Number(slowMs) > 0 ? slow : recorder, picky()],
  pool,
  registry: counterRegistry,
  ringer,
  connection,
  prefix,
  logger: silent,
  now: () => new Date(),
  newId: randomUUID,
  retry: { firstMs: 50, maxMs: 200 },
});
const sweep = createSweep({ pool, queues, groups: [{ group: GROUP, types: counterTypes }], logger: silent });
startDuty({
  pool,
  holder: `child-${process.pid}`,
  tasks: [numberingTask(pool, ringer), sweepTask(sweep)],
  logger: silent,
});
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
