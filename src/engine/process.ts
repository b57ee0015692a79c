// The life of one process of the platform: composed by `start`, watched by its parent, ended by draining.
//
// Messages to the parent: ready (after `start`), heartbeat (each second), metrics (an answer).
// Messages from the parent: metrics? (a question), stop. Without a parent (a container) signals do the same.
// What holds:
// - It ends by itself when its parent is gone, so a killed supervisor leaves nothing behind.
// - Draining has a limit; what is not done by then is done by others (rings, leases, stalled jobs).
// - A blocked event loop sends no heartbeat: that is the point of it.

import cluster from 'node:cluster';
import { randomUUID } from 'node:crypto';
import { setPriority } from 'node:os';
import type { MetricRole } from '../contracts/generic/metrics.ts';
import type { Logger } from './logger.ts';
import { ownMetrics as registered } from './metrics.ts';
import { startProbe } from './probe.ts';
import { measureProcess } from './process-metrics.ts';

const heartbeatMs = 1_000;
const drainLimitMs = 8_000;
const metricsLimitMs = 2_000;

type Running = {
  /** `rolling`: others of this role go on serving, so take the time that no request fails. */
  stop(how: { readonly rolling: boolean }): Promise<void>;
};

type ProcessOptions = {
  readonly role: MetricRole;
  readonly index: number;
  readonly logger: Logger;
  readonly start: () => Promise<Running>;
  /** Where this process alone answers probes; only heeded without a parent. */
  readonly probePort?: number | undefined;
  /** Above 0 where nobody waits for its answer: processors that are short go to those who answer people first. */
  readonly niceness?: number;
  /** What this process counts besides its instruments, as `metricText` writes it. */
  readonly metrics?: () => Promise<string>;
};

/** Runs the process until it is told to end. Never rejects: what goes wrong is logged and ends it with 1. */
export async function runProcess({
  role,
  index,
  logger,
  start,
  metrics,
  probePort,
  niceness = 0,
}: ProcessOptions): Promise<void> {
  process.title = titleOf(role, index);
  // Everybody may ask for less than what they have, nobody for more.
  if (niceness > 0) setPriority(niceness);
  measureProcess(role);
  const ownMetrics = async (): Promise<string> => (await registered()) + ((await metrics?.()) ?? '');
  let running: Running | undefined;
  let ending = false;

  const die = (error: unknown, what: string) => {
    logger.fatal({ err: error }, what);
    process.exit(1);
  };
  process.on('uncaughtException', (error) => die(error, 'uncaught error'));
  process.on('unhandledRejection', (error) => die(error, 'unhandled rejection'));

  const end = (why: string, rolling = false) => {
    if (ending) return;
    ending = true;
    logger.info({ why, rolling }, 'stopping');
    setTimeout(
      () => die(new Error(`not drained after ${drainLimitMs} ms`), 'stop took too long'),
      drainLimitMs,
    ).unref();
    Promise.resolve(running?.stop({ rolling })).then(
      () => process.exit(0),
      (error) => die(error, 'stop failed'),
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  // A Ctrl-C reaches the whole group of the terminal; the supervisor ends its children in order.
  process.on('SIGINT', () => {
    if (!process.send) end('SIGINT');
  });
  // A cluster's child would exit at once when its primary is gone; we drain first.
  cluster.worker?.on('disconnect', () => {
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
  });
  process.on('disconnect', () => end('the supervisor is gone'));
  process.on('message', (message: ParentMessage) => {
    if (message.type === 'stop') end('stop', message.rolling === true);
    if (message.type === 'metrics?') {
      ownMetrics().then(
        (text) => tellParent({ type: 'metrics', id: message.id, text }),
        (error) => logger.error({ err: error }, 'metrics failed'),
      );
    }
  });
  const heart = setInterval(() => tellParent({ type: 'heartbeat' }), heartbeatMs);
  heart.unref();

  try {
    if (probePort && !process.send) {
      const isReady = () => running !== undefined && !ending;
      await startProbe({ port: probePort, isReady, metrics: ownMetrics });
    }
    running = await start();
    tellParent({ type: 'ready' });
    logger.info('ready');
  } catch (error) {
    if (!ending) die(error, 'start failed');
  }
}

/** `trunkline:api:1`, `trunkline:realtime`: roles of which there is one bear a number from the second on. */
export function titleOf(role: string, index: number): string {
  const numbered = role === 'api' || role === 'worker' || index > 1;
  return numbered ? `trunkline:${role}:${index}` : `trunkline:${role}`;
}

export type ParentMessage =
  | { readonly type: 'stop'; readonly rolling?: boolean }
  | { readonly type: 'metrics?'; readonly id: string }
  | { readonly type: 'metrics'; readonly id: string; readonly text: string };

export type ChildMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'heartbeat' }
  | { readonly type: 'metrics'; readonly id: string; readonly text: string }
  | { readonly type: 'metrics?all'; readonly id: string };

function tellParent(message: ChildMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

/** The metrics of all processes, labelled; of this one alone where there is no supervisor or it is silent. */
export async function collectAllMetrics(): Promise<string> {
  if (!process.connected) return await registered();
  const id = randomUUID();
  const answer = await new Promise<string | undefined>((resolve) => {
    const finish = (text?: string) => {
      clearTimeout(limit);
      process.off('message', onMessage);
      resolve(text);
    };
    const onMessage = (message: ParentMessage) => {
      if (message.type === 'metrics' && message.id === id) finish(message.text);
    };
    const limit = setTimeout(finish, metricsLimitMs);
    process.on('message', onMessage);
    tellParent({ type: 'metrics?all', id });
  });
  return answer ?? (await registered());
}
