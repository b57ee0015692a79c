/** Tickets that a supervisor creates while things break, each promised by its 2xx, and a socket that should hear of all. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createRealtimeClient } from '../../src/client/realtime.ts';
import { waitFor } from '../../test/support/wait.ts';
import type { Client, DemoPlatform } from '../demo/platform.ts';

export interface Ticket {
  readonly id: string;
  readonly title: string;
}

export interface Clicks {
  create(type?: string): Promise<Ticket>;
  /** One after another at a pace, until it is stopped. */
  keepOn(everyMs: number): { stop(): Promise<void> };
  /** Since it was last asked. */
  take(): readonly Ticket[];
  /** Requests that were not answered 2xx at their first try, since it was last asked. */
  failures(): number;
  /** Ids of the tickets whose creation the socket heard of, with how often. */
  readonly heard: ReadonlyMap<string, number>;
  stop(): void;
}

const INSIST_MS = 60_000;

export async function startClicks(
  platform: DemoPlatform,
  supervisor: Client,
  about: { readonly customerId: string; readonly zone: string },
): Promise<Clicks> {
  const heard = new Map<string, number>();
  const ear = createRealtimeClient({
    url: platform.realtimeUrl,
    headers: { cookie: supervisor.cookie },
    onEvent: ({ type, subject }) => {
      if (type === 'ticket.created') heard.set(subject, (heard.get(subject) ?? 0) + 1);
    },
  });
  ear.connect();
  await waitFor(() => ear.isLive());
  let tickets: Ticket[] = [];
  let failures = 0;

  const clicks: Clicks = {
    heard,
    async create(type = 'repair') {
      const key = randomUUID();
      const title = `Incident demo ${key.slice(0, 8)}`;
      for (const endsAt = performance.now() + INSIST_MS; ; ) {
        const answer = await supervisor
          .send('POST', '/api/v1/tickets', { type, title, priority: 'normal', ...about }, key)
          .catch(() => undefined);
        if (answer?.status === 201) {
          const ticket = { id: String(answer.body.id), title };
          tickets.push(ticket);
          return ticket;
        }
        failures += 1;
        if ((answer && answer.status < 500 && answer.status !== 429) || performance.now() > endsAt)
          throw new Error(`a ticket was answered ${answer?.status ?? 'nothing'}`);
        await pause(500);
      }
    },
    keepOn(everyMs) {
      let stopping = false;
      const going = (async () => {
        while (!stopping) {
          await clicks.create();
          await pause(everyMs);
        }
      })();
      // Looked at when it is stopped.
      going.catch(() => undefined);
      return {
        async stop() {
          stopping = true;
          await going;
        },
      };
    },
    take() {
      const taken = tickets;
      tickets = [];
      return taken;
    },
    failures() {
      const count = failures;
      failures = 0;
      return count;
    },
    stop: () => ear.stop(),
  };
  return clicks;
}
