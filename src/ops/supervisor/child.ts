// One process: forked, heard, ended. What becomes of it afterwards is the slot's business.

import cluster, { type Worker } from 'node:cluster';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { type ChildMessage, type ParentMessage, titleOf } from '../../engine/process.ts';
import { openLog } from './log-files.ts';
import type { Role } from './roles.ts';

export type ChildExit = { readonly code: number | null; readonly signal: string | null };

export type Child = {
  readonly pid: number;
  readonly startedAtMs: number;
  /** Settles at the child's word, or rejects when it ends before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<ChildExit>;
  readonly isReady: () => boolean;
  readonly lastHeardMs: () => number;
  /** After we were stopped ourselves nobody was heard for a while, and nobody is to blame. */
  forgive(): void;
  send(message: ParentMessage): void;
  /** Asks it to drain; kills it after the limit. */
  stop(how: { readonly rolling: boolean; readonly limitMs: number }): Promise<void>;
  kill(): void;
};

export type ForkOptions = {
  readonly role: Role;
  readonly index: number;
  readonly distDir: string;
  readonly logDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onMessage: (child: Child, message: ChildMessage) => void;
};

export function forkChild({ role, index, distDir, logDir, env, onMessage }: ForkOptions): Child {
  const log = openLog(join(logDir, `${role.name}-${index}.log`));
  // The settings are read at fork: each role brings its own bundle, flags and log file.
  cluster.setupPrimary({
    exec: join(distDir, role.entry),
    args: [titleOf(role.name, index)],
    execArgv: [...role.nodeFlags],
    stdio: ['ignore', log, log, 'ipc'],
  });
  const worker: Worker = cluster.fork(env);
  closeSync(log);
  const startedAtMs = performance.now();
  let lastHeardMs = startedAtMs;
  let isReady = false;
  let hasExited = false;

  const exited = new Promise<ChildExit>((resolve) => {
    worker.once('exit', (code, signal) => {
      hasExited = true;
      resolve({ code, signal });
    });
    worker.once('error', () => resolve({ code: 1, signal: null }));
  });
  let markReady = () => {};
  const ready = new Promise<void>((resolve, reject) => {
    markReady = resolve;
    void exited.then(({ code, signal }) =>
      reject(new Error(`it ended (${signal ?? `code ${code}`}) before it was ready`)),
    );
  });
  ready.catch(() => undefined);

  const child: Child = {
    pid: worker.process.pid ?? 0,
    startedAtMs,
    ready,
    exited,
    isReady: () => isReady,
    lastHeardMs: () => lastHeardMs,
    forgive() {
      lastHeardMs = performance.now();
    },
    send(message) {
      if (!hasExited && worker.isConnected())
        worker.process.send?.(message, undefined, undefined, () => undefined);
    },
    async stop({ rolling, limitMs }) {
      if (hasExited) return;
      child.send({ type: 'stop', rolling });
      const limit = setTimeout(child.kill, limitMs);
      await exited;
      clearTimeout(limit);
    },
    kill() {
      if (!hasExited) worker.process.kill('SIGKILL');
    },
  };
  worker.on('message', (message: ChildMessage) => {
    lastHeardMs = performance.now();
    if (message.type === 'ready') {
      isReady = true;
      markReady();
    }
    onMessage(child, message);
  });
  return child;
}
