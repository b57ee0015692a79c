/**
 * The few plain HTTP answers of the realtime port: /livez, /readyz, and 404 for the rest. A process that stands by
 * does not listen at all, so whoever asks it is refused like a client.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Problem } from '../contracts/generic/errors.ts';

export function createHealth(
  isReady: () => boolean,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const [path] = (request.url ?? '/').split('?');
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads && path === '/livez') return send(response, 200, 'application/json', { status: 'OK' });
    if (reads && path === '/readyz') {
      const ready = isReady();
      return send(response, ready ? 200 : 503, 'application/json', { status: ready ? 'active' : 'standby' });
    }
    const { status, title, remedy } = errors.not_found;
    const problem: Problem = {
      type: 'urn:trunkline:problem:not_found',
      code: 'not_found',
      title,
      status,
      remedy,
    };
    send(response, status, 'application/problem+json', problem);
  };
}

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}
