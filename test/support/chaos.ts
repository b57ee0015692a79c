// What failure tests do to processes and connections: kill, pause, cut, refuse, delay.

import { connect, createServer, type Socket } from 'node:net';

/** kill -9: no chance to clean up. */
export function killHard(pid: number): void {
  process.kill(pid, 'SIGKILL');
}

/** Stops a process in its tracks; its sockets stay open and silent. */
export function pause(pid: number): void {
  process.kill(pid, 'SIGSTOP');
}

export function resume(pid: number): void {
  process.kill(pid, 'SIGCONT');
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export type Cut = {
  readonly port: number;
  /** Ends every connection at once with a reset; new ones still pass. */
  cut(): void;
  /** Ends every connection and resets each new one. */
  refuse(): void;
  /** Bytes of both directions wait: a connection that is open and says nothing. */
  freeze(): void;
  /** Each chunk is passed on this much later. */
  delay(delayMs: number): void;
  /** Everything passes again, also what was frozen. */
  heal(): void;
  connections(): number;
  stop(): Promise<void>;
};

/** A TCP proxy in front of `targetPort` on 127.0.0.1. */
export async function startCut(targetPort: number): Promise<Cut> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const held: (() => void)[] = [];
  let refusing = false;
  let frozen = false;
  let delayMs = 0;

  const pass = (from: Socket, to: Socket) => {
    from.on('data', (chunk) => {
      const write = () => {
        if (to.destroyed) return;
        if (!to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      };
      if (frozen) held.push(write);
      else if (delayMs > 0) setTimeout(write, delayMs);
      else write();
    });
    from.on('end', () => {
      const end = () => to.end();
      if (frozen) held.push(end);
      else if (delayMs > 0) setTimeout(end, delayMs);
      else end();
    });
  };

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    pass(client, upstream);
    pass(upstream, client);
    for (const [one, other] of [pair, [upstream, client] as const]) {
      one.setNoDelay(true);
      one.on('error', () => other.resetAndDestroy());
      one.on('close', () => {
        pairs.delete(pair);
        if (!other.destroyed && one.errored) other.resetAndDestroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the proxy has no port');

  const cutAll = () => {
    held.length = 0;
    for (const [client, upstream] of pairs) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
    pairs.clear();
  };

  return {
    port: address.port,
    cut: cutAll,
    refuse() {
      refusing = true;
      cutAll();
    },
    freeze() {
      frozen = true;
    },
    delay(ms) {
      delayMs = ms;
    },
    heal() {
      refusing = false;
      frozen = false;
      delayMs = 0;
      for (const write of held.splice(0)) write();
    },
    connections: () => pairs.size,
    async stop() {
      cutAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
