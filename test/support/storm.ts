// A storm of clicks: several people at once take tickets through their life, repeating with the same key whatever
// was not answered, and asking for things that are refused in between. It writes down what it was promised.

import { randomUUID } from 'node:crypto';
import { setTimeout as idle } from 'node:timers/promises';
import type { Answer, Client } from './api.ts';
import { waitFor } from './wait.ts';
import type { World } from './world.ts';

const LANES = 4;
/** The outbox of the local provider keeps 2,000 messages; a life makes three. */
const MOST_LIVES = 160;
const INSIST_MS = 60_000;

/** The events of a whole life, in order. */
export const WHOLE_LIFE = [
  'ticket.created',
  'ticket.assigned',
  'ticket.started',
  'ticket.commented',
  'ticket.completed',
] as const;

export interface Life {
  readonly id: string;
  readonly title: string;
  /** What was answered 2xx: an event each. */
  readonly events: string[];
}

export interface Storm {
  readonly lives: readonly Life[];
  /** Keys and titles of what was answered 4xx. */
  readonly refused: readonly { readonly key: string; readonly title: string }[];
  /** 5xx by status, and `none` for what was not answered. */
  readonly failures: ReadonlyMap<string, number>;
  /** Answers that came to one key and differed. */
  readonly contradictions: readonly string[];
  /** Resolves when so many more requests have been answered. */
  more(count: number): Promise<void>;
  /** Lets each lane end the life it is at. Rejects when an answer was not as it must be. */
  finish(): Promise<void>;
}

/**
 * Each person rests so long between two clicks: a long storm needs a slower pace. The fewer lives are left, the longer
 * they rest, so that a test on a slow machine is over before the storm is.
 */
export async function startStorm(world: World, restMs = 15): Promise<Storm> {
  const { people } = world;
  const desk = await world.as('customer_service');
  const supervisor = await world.as('supervisor');
  const technician = await world.as('technician');
  const stranger = await world.as('technician2');
  const customer = await world.as('customer');
  const lives: Life[] = [];
  const refused: { key: string; title: string }[] = [];
  const failures = new Map<string, number>();
  const contradictions: string[] = [];
  let answered = 0;
  let stopping = false;

  const failed = (what: string): void => {
    failures.set(what, (failures.get(what) ?? 0) + 1);
  };

  /** Repeats with the same key until there is an answer that is one. */
  async function insist(client: Client, path: string, body: object, key = randomUUID()): Promise<Answer> {
    const deadline = performance.now() + INSIST_MS;
    for (;;) {
      await idle((restMs * MOST_LIVES) / Math.max(1, MOST_LIVES - lives.length));
      const answer = await client.post(path, body, { 'idempotency-key': key }).catch(() => undefined);
      const isOpen =
        !answer ||
        answer.status >= 500 ||
        (answer.body as { code?: string }).code === 'idempotency_in_flight';
      if (!isOpen) {
        answered += 1;
        return answer;
      }
      if (!answer || answer.status >= 500) failed(String(answer?.status ?? 'none'));
      if (performance.now() > deadline) throw new Error(`${path} was not answered within ${INSIST_MS} ms`);
    }
  }

  async function expectStatus(wanted: number, asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked;
    if (answer.status === wanted) return answer;
    throw new Error(`${answer.status} instead of ${wanted}: ${JSON.stringify(answer.body)}`);
  }

  async function refuse(
    status: number,
    client: Client,
    path: string,
    body: object,
    title = '',
  ): Promise<void> {
    const key = randomUUID();
    await expectStatus(status, insist(client, path, body, key));
    refused.push({ key, title });
  }

  async function live(): Promise<void> {
    const title = `Storm ${randomUUID()}`;
    const body = { type: 'repair', title, zone: 'north', customerId: people.customer.customerId };
    const key = randomUUID();
    const create = () => expectStatus(201, insist(desk, '/api/v1/tickets', body, key));
    const [first, second] = await Promise.all([create(), create()]);
    if (first.body.id !== second.body.id) contradictions.push(`${first.body.id} and ${second.body.id}`);
    const life: Life = { id: first.body.id, title, events: [] };
    lives.push(life);
    life.events.push('ticket.created');
    const at = `/api/v1/tickets/${life.id}`;
    await refuse(
      400,
      desk,
      '/api/v1/tickets',
      { ...body, title: `No ${title}`, color: 'red' },
      `No ${title}`,
    );
    await refuse(404, stranger, `${at}/claim`, {});
    const steps = [
      [
        'ticket.assigned',
        supervisor,
        'assign',
        { technicianId: people.technician.technicianId, overbook: true },
      ],
      ['ticket.started', technician, 'start', {}],
      ['ticket.commented', customer, 'comments', { text: 'Is somebody on the way?' }],
      ['ticket.completed', technician, 'complete', { resolution: 'Cable replaced' }],
    ] as const;
    for (const [event, client, command, what] of steps) {
      await expectStatus(command === 'comments' ? 201 : 200, insist(client, `${at}/${command}`, what));
      life.events.push(event);
    }
    await refuse(409, technician, `${at}/start`, {});
  }

  async function lane(): Promise<void> {
    while (!stopping && lives.length < MOST_LIVES) await live();
  }

  const lanes = Promise.all(Array.from({ length: LANES }, lane));
  let broken: unknown;
  let ended = false;
  lanes.then(
    () => {
      ended = true;
    },
    (error: unknown) => {
      broken = error;
      stopping = true;
    },
  );

  return {
    lives,
    refused,
    failures,
    contradictions,
    async more(count) {
      const goal = answered + count;
      await waitFor(() => answered >= goal || broken || ended, { deadlineMs: 60_000 });
      if (ended) throw new Error('the storm was over before the test was');
    },
    async finish() {
      stopping = true;
      await lanes;
    },
  };
}
