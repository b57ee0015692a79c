// The place of one process: what dies in it is started again, what falls silent is replaced.
//
// What holds:
// - At most one child is current; a replacement becomes current only when it is ready.
// - A current child that ends by itself is followed by another, with a delay that grows while it keeps crashing.
// - A child that was ready and sends no heartbeat for 5 s is killed, and so followed by another. Time in which it
//   waited for a processor does not count: whoever starves is not hung.

import { afterExit, noCrashes } from './backoff.ts';
import type { Child, ChildExit } from './child.ts';
import type { Role } from './roles.ts';
import { chanceMs, type Glance, glanceAt } from './starved.ts';

const silentMs = 5_000;
const startLimitMs = 60_000;
const rollingLimitMs = 9_000;

export type SlotState = 'starting' | 'ready' | 'waiting' | 'stopped';

export type Slot = {
  readonly role: Role;
  readonly index: number;
  state(): SlotState;
  current(): Child | undefined;
  restarts(): number;
  /** When its process last ended unasked, in Unix time. */
  endedAtMs(): number | undefined;
  /** Settles when the slot's current child is ready. */
  ready(): Promise<void>;
  /** A fresh process in the place of the present one. */
  replace(): Promise<void>;
  /** Called each half second with whether we ourselves were awake all the time. */
  check(awake: boolean): void;
  stop(limitMs: number): Promise<void>;
};

type SlotOptions = {
  readonly role: Role;
  readonly index: number;
  readonly fork: () => Child;
  readonly say: (line: string) => void;
};

export function createSlot({ role, index, fork, say }: SlotOptions): Slot {
  const name = `${role.name}:${index}`;
  let current: Child | undefined;
  let restarts = 0;
  let endedAtMs: number | undefined;
  let crashes = noCrashes;
  /** Since its last word, without the time in which it waited for a processor. */
  let silence: { readonly sinceMs: number; readonly lastedMs: number; readonly glance: Glance } | undefined;
  let stopped = false;
  let restartTimer: NodeJS.Timeout | undefined;
  let waiters: (() => void)[] = [];

  function adopt(child: Child): void {
    current = child;
    child.ready.then(
      () => {
        for (const wake of waiters.splice(0)) wake();
      },
      () => undefined,
    );
    child.exited.then((exit) => onExit(child, exit)).catch(() => undefined);
  }

  function onExit(child: Child, exit: ChildExit): void {
    if (child !== current || stopped) return;
    current = undefined;
    restarts += 1;
    endedAtMs = Date.now();
    crashes = afterExit(crashes, performance.now() - child.startedAtMs);
    const how = exit.signal ?? `code ${exit.code}`;
    const when = crashes.delayMs > 0 ? `starting it again in ${crashes.delayMs} ms` : 'starting it again';
    const loop = crashes.isLoop
      ? ` (crash loop: ${crashes.inARow} times in a row; npm run ctl -- logs ${role.name})`
      : '';
    say(`${name} (pid ${child.pid}) ended with ${how}; ${when}${loop}`);
    restartTimer = setTimeout(() => adopt(fork()), crashes.delayMs);
  }

  async function replaceRolling(old: Child): Promise<void> {
    const next = fork();
    const limit = setTimeout(next.kill, startLimitMs);
    try {
      await next.ready;
    } catch (error) {
      throw new Error(
        `${name} was not replaced: ${error instanceof Error ? error.message : error}; the old one goes on`,
      );
    } finally {
      clearTimeout(limit);
    }
    if (stopped) {
      next.kill();
      return;
    }
    adopt(next);
    await old.stop({ rolling: true, limitMs: rollingLimitMs });
  }

  adopt(fork());

  return {
    role,
    index,
    state: () => (stopped ? 'stopped' : !current ? 'waiting' : current.isReady() ? 'ready' : 'starting'),
    current: () => current,
    restarts: () => restarts,
    endedAtMs: () => endedAtMs,
    ready: () =>
      current?.isReady() || stopped ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve)),
    async replace() {
      const old = current;
      if (old && role.rolling) return replaceRolling(old);
      clearTimeout(restartTimer);
      current = undefined;
      await old?.stop({ rolling: false, limitMs: rollingLimitMs });
      crashes = noCrashes;
      adopt(fork());
      await this.ready();
    },
    check(awake) {
      if (!current || stopped) return;
      if (!awake) {
        current.forgive();
        return;
      }
      const limitMs = current.isReady() ? silentMs : startLimitMs;
      const sinceMs = current.lastHeardMs();
      const glance = glanceAt(current.pid, performance.now());
      const lastedMs =
        silence?.sinceMs === sinceMs
          ? silence.lastedMs + chanceMs(silence.glance, glance)
          : glance.atMs - sinceMs;
      silence = { sinceMs, lastedMs, glance };
      if (lastedMs <= limitMs) return;
      say(`${name} (pid ${current.pid}) was silent for ${Math.round(lastedMs / 1000)} s; replacing it`);
      current.kill();
    },
    async stop(limitMs) {
      stopped = true;
      clearTimeout(restartTimer);
      await current?.stop({ rolling: false, limitMs });
      for (const wake of waiters.splice(0)) wake();
      waiters = [];
    },
  };
}
