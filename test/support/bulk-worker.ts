// A worker of the business mailboxes in a process of its own, which a test may kill in the middle of a bulk step.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createQueues } from '../../src/engine/queues.ts';
import { createRinger, type Ringer } from '../../src/engine/ring.ts';
import { groupsOf } from '../../src/handlers/registry.ts';
import { isAlive, killHard } from './chaos.ts';
import { silent } from './mailbox-handlers.ts';
import { sharedServers } from './servers.ts';
import { waitFor } from './wait.ts';

const childFile = join(import.meta.dirname, 'handlers-child.ts');

export interface BulkWorkers {
  /** For the API whose events the workers work on. */
  readonly ringer: Ringer;
  /** `slowMs`: each step of a bulk job sleeps that long in its transaction. */
  start(databaseUrl: string, slowMs?: number): Promise<{ readonly pid: number }>;
  stop(): Promise<void>;
}

export async function bulkWorkers(): Promise<BulkWorkers> {
  const prefix = `test_${randomUUID().slice(0, 8)}`;
  const { redisUrl } = sharedServers();
  const queues = createQueues(redisUrl, prefix);
  await waitFor(() => queues.isReady());
  const ringer = createRinger({ queues, groupsOf, logger: silent });
  const children: ChildProcess[] = [];
  return {
    ringer,
    async start(databaseUrl, slowMs = 0) {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', childFile, databaseUrl, redisUrl, prefix, String(slowMs)],
        { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
      );
      children.push(child);
      await new Promise<void>((resolve, reject) => {
        child.once('message', () => resolve());
        child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
      });
      return { pid: child.pid as number };
    },
    async stop() {
      for (const { pid } of children) if (pid && isAlive(pid)) killHard(pid);
      await ringer.stop();
      await queues.stop();
    },
  };
}
