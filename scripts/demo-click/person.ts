/** One of the demo's people: signed in, and listening on a socket. */
import { randomUUID } from 'node:crypto';
import { createRealtimeClient } from '../../src/client/realtime.ts';
import type { Envelope } from '../../src/contracts/generic/envelope.ts';
import { waitFor } from '../../test/support/wait.ts';

export interface Heard {
  readonly event: Envelope;
  /** performance.now() of the arrival. */
  readonly atMs: number;
}

export interface Clicked {
  readonly body: Record<string, unknown>;
  readonly traceId: string;
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
  readonly etag: string | null;
}

export interface Person {
  readonly name: string;
  readonly user: { readonly id: string; readonly customerId?: string; readonly technicianId?: string };
  get(path: string): Promise<Record<string, unknown>>;
  click(path: string, body: unknown): Promise<Clicked>;
  /** The first event of the type about the subject that arrived after `sinceMs`. */
  hears(type: string, subject: string | undefined, sinceMs: number): Promise<Heard>;
  stop(): void;
}

const PATIENCE_MS = 10_000;

export async function signIn(apiUrl: string, realtimeUrl: string, username: string): Promise<Person> {
  const answer = await fetch(`${apiUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: apiUrl },
    body: JSON.stringify({ username, password: 'trunkline-demo' }),
  });
  if (!answer.ok) throw new Error(`${username} could not sign in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { user } = (await answer.json()) as { user: Person['user'] };
  const heard: Heard[] = [];
  const client = createRealtimeClient({
    url: realtimeUrl,
    headers: { cookie },
    onEvent: (event) => heard.push({ event, atMs: performance.now() }),
  });
  client.connect();
  await waitFor(() => client.isLive(), { deadlineMs: PATIENCE_MS, everyMs: 10 });
  return {
    name: username,
    user,
    async get(path) {
      const response = await fetch(`${apiUrl}${path}`, { headers: { cookie, accept: 'application/json' } });
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Record<string, unknown>;
    },
    async click(path, body) {
      const sentAtMs = performance.now();
      const response = await fetch(`${apiUrl}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          origin: apiUrl,
          cookie,
        },
        body: JSON.stringify(body),
      });
      const answeredAtMs = performance.now();
      if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
      return {
        body: (await response.json()) as Record<string, unknown>,
        traceId: response.headers.get('trace-id') ?? '',
        sentAtMs,
        answeredAtMs,
        etag: response.headers.get('etag'),
      };
    },
    hears(type, subject, sinceMs) {
      return waitFor(
        () =>
          heard.find(
            ({ event, atMs }) =>
              event.type === type && atMs >= sinceMs && (subject === undefined || event.subject === subject),
          ),
        { deadlineMs: PATIENCE_MS, everyMs: 2 },
      );
    },
    stop: () => client.stop(),
  };
}
