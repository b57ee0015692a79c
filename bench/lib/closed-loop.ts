/** A closed loop of POSTs over kept-alive connections, by autocannon in a worker thread of its own. */
import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';

export interface LoopOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds?: number;
  /** Exactly so many requests instead of a time. */
  readonly amount?: number;
  readonly idempotent: boolean;
}

export const ticketBody = JSON.stringify({
  type: 'repair',
  title: 'No light on the ONT',
  priority: 'normal',
});

/** Requests answered 201 per second; throws when any was answered otherwise. */
export async function closedLoop(options: LoopOptions): Promise<{ perSecond: number; count: number }> {
  const result = await autocannon({
    url: options.url,
    method: 'POST',
    connections: options.connections,
    ...(options.amount ? { amount: options.amount } : { duration: options.seconds ?? 5 }),
    headers: { 'content-type': 'application/json', ...options.headers },
    body: ticketBody,
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => ({
          ...request,
          headers: {
            ...request.headers,
            ...(options.idempotent ? { 'idempotency-key': randomUUID() } : {}),
          },
        }),
      },
    ],
  });
  const failed = result.non2xx + result.errors;
  if (failed > 0) {
    throw new Error(
      `${failed} of ${result.requests.total} requests to ${options.url} failed: ${JSON.stringify(result.statusCodeStats)}`,
    );
  }
  return { perSecond: result['2xx'] / result.duration, count: result['2xx'] };
}
