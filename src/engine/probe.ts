/**
 * What a container's probes and Prometheus ask a single process: /livez, /readyz and /metrics on a port of its own.
 *
 * Under the supervisor nobody asks here: it hears heartbeats and collects the metrics itself, so no port is set.
 * - /livez answers as long as the event loop turns; a blocked one answers nothing, and that is the point of it.
 * - /readyz is 200 from the moment everything is started until the process is told to end. A realtime that stands by
 *   is ready: it is where it should be.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerMetrics } from './metric-formats.ts';

export interface Probe {
  readonly port: number;
  stop(): void;
}

interface ProbeOptions {
  readonly port: number;
  readonly isReady: () => boolean;
  /** As processes tell them to each other (metric-formats.ts). */
  readonly metrics: () => Promise<string>;
}

export function startProbe({ port, isReady, metrics }: ProbeOptions): Promise<Probe> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/livez') return send(response, 200, 'OK\n');
    if (path === '/readyz')
      return isReady() ? send(response, 200, 'ready\n') : send(response, 503, 'not ready\n');
    if (path !== '/metrics') return send(response, 404, 'There are /livez, /readyz and /metrics.\n');
    metrics().then(
      (families) => {
        const { type, text } = answerMetrics(families, request.headers.accept);
        send(response, 200, text, type);
      },
      () => send(response, 500, 'The metrics could not be read.\n'),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve({
        port: (server.address() as AddressInfo).port,
        stop() {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}

function send(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
