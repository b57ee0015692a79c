// A consumer of webhooks: a real HTTP server that believes nothing but what the public library verifies.

import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Envelope } from '../../src/contracts/generic/envelope.ts';

export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly envelope: Envelope;
  /** Of the secrets that the receiver knows, those whose signature is right. */
  readonly verifiedBy: readonly string[];
}

export type Answering = (response: ServerResponse, received: Received) => void;

export interface Receiver {
  readonly url: string;
  /** All that came, answered well or not. */
  readonly received: readonly Received[];
  /** What was answered with 204, and verified. */
  accepted(): readonly Received[];
  /** The secrets that it verifies with. */
  know(...secrets: string[]): void;
  /** How it answers from now on; `accept` again without one. */
  answer(how?: Answering): void;
  stop(): Promise<void>;
}

const accept: Answering = (response) => void response.writeHead(204).end();

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const good = new Set<Received>();
  let secrets: readonly string[] = [];
  let how = accept;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const headers = request.headers as Record<string, string>;
    const verifiedBy = secrets.filter((secret) => {
      try {
        return Boolean(new Webhook(secret).verify(body, headers));
      } catch {
        return false;
      }
    });
    const envelope = JSON.parse(body) as Envelope;
    const one = { id: headers['webhook-id'] ?? '', headers: request.headers, body, envelope, verifiedBy };
    received.push(one);
    if (verifiedBy.length === 0 && how === accept) {
      response.writeHead(401).end();
      return;
    }
    if (how === accept) good.add(one);
    how(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    accepted: () => [...good],
    know(...known) {
      secrets = known;
    },
    answer(next = accept) {
      how = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
