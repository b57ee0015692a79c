// The mailboxes of a group and their sweep in a process of their own, for a test that kills it in the middle of a handler:
// what was committed and not rung yet is the sweep's to find.

import { v7 } from 'uuid';
import { actors } from '../../src/actors/registry.ts';
import { createPool } from '../../src/engine/database.ts';
import { startDuty } from '../../src/engine/duty.ts';
import { startMailboxGroup } from '../../src/engine/mailbox.ts';
import { createQueues, createWorkerConnection } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import { createSweep, numberingTask, sweepTask } from '../../src/engine/sweep.ts';
import { groupsOf, handlersIn } from '../../src/handlers/registry.ts';
import { silent } from './mailbox-handlers.ts';

const [url = '', redisUrl = '', prefix = '', slowMs = '0', group = 'business', slowOne = 'business.bulk'] =
  process.argv.slice(2);
const pool = createPool({ url, poolSize: 4, name: `handlers-child-${process.pid}` });
const queues = createQueues(redisUrl, prefix);
const ringer = createRinger({ queues, groupsOf, logger: silent });

/** Steps that take their time, so that a kill hits the middle of one. */
const slow = handlersIn('Asia/Jakarta')
  .filter((handler) => handler.group === group)
  .map((handler) =>
    handler.name === slowOne
      ? {
          ...handler,
          load: async (...args: Parameters<NonNullable<typeof handler.load>>) => {
            const loaded = await handler.load?.(...args);
            await args[1].query('select pg_sleep($1)', [Number(slowMs) / 1_000]);
            return loaded;
          },
        }
      : handler,
  );

await startMailboxGroup({
  group,
  handlers: slow,
  pool,
  registry: actors,
  ringer,
  connection: createWorkerConnection(redisUrl),
  prefix,
  logger: silent,
  now: () => new Date(),
  newId: () => v7(),
});
const types = [...new Set(slow.flatMap((handler) => handler.types))];
const sweep = createSweep({ pool, queues, groups: [{ group, types }], logger: silent });
startDuty({
  pool,
  holder: `handlers-child-${process.pid}`,
  tasks: [numberingTask(pool, ringer), sweepTask(sweep)],
  logger: silent,
});
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
