/** The socket side of the bench: the predecessor's realtime, and clients in a process of their own. */
import { freePort } from '../../src/ops/ports.ts';
import { waitFor } from '../../test/support/wait.ts';
import { startChild } from './children.ts';

export async function startPredecessorRealtime(
  redisUrl: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const child = await startChild('pubsub-realtime', [], {
    BENCH_REDIS_URL: redisUrl,
    BENCH_PORT: String(port),
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.stop() };
}

export interface SocketClients {
  /** Waits until `expected` events have arrived (or 20 s have passed) and returns them as `[key, wallMs]`. */
  collect(expected: number): Promise<[unknown, number][]>;
  stop(): Promise<void>;
}

export async function startSocketClients(plan: {
  readonly url: string;
  readonly clients: readonly { readonly cookie?: string; readonly room?: string }[];
  readonly event: string;
  readonly key: string;
}): Promise<SocketClients> {
  const child = await startChild('sockets', [], { BENCH_PLAN: JSON.stringify(plan) });
  const ask = <T>(type: string, answerType: string): Promise<T> =>
    new Promise((resolve) => {
      const onMessage = (message: { type?: string } & T): void => {
        if (message.type !== answerType) return;
        child.process.off('message', onMessage);
        resolve(message);
      };
      child.process.on('message', onMessage);
      child.process.send({ type });
    });
  return {
    async collect(expected) {
      await waitFor(async () => (await ask<{ count: number }>('count', 'count')).count >= expected, {
        deadlineMs: 20_000,
        everyMs: 20,
      }).catch(() => undefined);
      return (await ask<{ arrived: [unknown, number][] }>('collect', 'arrived')).arrived;
    },
    stop: () => child.stop(),
  };
}
