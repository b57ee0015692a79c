import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, killHard, pause, resume } from '../support/chaos.ts';
import { createMailboxWorld, type MailboxWorld } from '../support/mailbox-world.ts';
import { waitFor } from '../support/wait.ts';

const childFile = join(import.meta.dirname, '../support/mailbox-child.ts');
/** 3 s of lease, 1 s until the next one asks. */
const TAKEOVER_MS = 4_000;

describe('M8: the duty', () => {
  let world: MailboxWorld;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    world = await createMailboxWorld();
  });
  afterEach(async () => {
    for (const { pid } of children.splice(0)) if (pid && isAlive(pid)) killHard(pid);
    await world.stop();
  });

  async function startWorker(): Promise<number> {
    const args = ['--import', 'tsx', childFile, world.url, world.redisUrl, world.prefix];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    children.push(child);
    await new Promise<void>((resolve) => child.once('message', () => resolve()));
    return child.pid as number;
  }

  const lease = async (): Promise<{ holder: string; token: number; late: number }> => {
    const { rows } = await world.pool.query(
      `select holder, token::int, extract(epoch from clock_timestamp() - expires_at) * 1000 as late
       from leases where name = 'duty' and expires_at > clock_timestamp()`,
    );
    return rows[0];
  };
  const heldBy = (pid: number): Promise<unknown> =>
    waitFor(async () => (await lease())?.holder === `child-${pid}`, { deadlineMs: TAKEOVER_MS + 1_000 });

  for (const [how, end] of [
    ['killed', killHard],
    ['paused', pause],
  ] as const) {
    it(`is taken over within ${TAKEOVER_MS / 1_000} s from a process that is ${how}, and done`, async () => {
      const first = await startWorker();
      await heldBy(first);
      const before = await lease();
      const second = await startWorker();
      end(first);
      await heldBy(second);
      expect((await lease()).token).toBe(before.token + 1);
      // The new one does what the duty is: it finds what nobody rang for.
      const id = await world.counter([1], false);
      await waitFor(async () => (await world.effects(id)).length === 2);
      if (how === 'paused') {
        resume(first);
        await waitFor(async () => (await lease())?.holder === `child-${second}`);
      }
    });
  }
});
