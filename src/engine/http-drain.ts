// Ending an HTTP server without failing a request.
//
// What holds: from the call on no connection is accepted; each response that still goes out says
// `Connection: close`; an idle keep-alive connection is closed only when its client has had the time to send
// one more request on it or to let it go (keepAliveTimeout and a margin).

import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const marginMs = 1_500;

type DrainOptions = {
  /** False: close idle connections at once, nobody else will serve them anyway. */
  readonly rolling: boolean;
};

export async function drainHttpServer(server: Server, { rolling }: DrainOptions): Promise<void> {
  if (!server.listening) return;
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
  // http.Server.close() would also cut idle connections, on which a request may be under way.
  const closed = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
  if (rolling)
    await Promise.race([closed, pause(server.keepAliveTimeout + marginMs, undefined, { ref: false })]);
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  server.closeIdleConnections();
  await closed;
  clearInterval(sweep);
}
