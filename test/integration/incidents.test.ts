// The duty `incidents` against real deliveries: a thousand failures of one provider are one notice.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actors } from '../../src/actors/registry.ts';
import { incidentsTask } from '../../src/cron/incidents.ts';
import { transaction } from '../../src/engine/database.ts';
import type { DutyTask } from '../../src/engine/duty.ts';
import { readProviderHealth } from '../../src/engine/provider-health.ts';
import { type DeliveryBench, startDeliveryBench } from '../support/delivery-bench.ts';
import { waitFor } from '../support/wait.ts';

const MANY = 1_000;
/** A thousand real mails, on a busy machine. */
const PATIENCE_MS = 90_000;
let bench: DeliveryBench;
let nowMs: number;

beforeEach(async () => {
  bench = await startDeliveryBench();
  nowMs = Date.now();
});
afterEach(() => bench.stop());

/** A duty of its own memory, as of a process that has just taken it. */
function duty(): DutyTask {
  return incidentsTask({
    ...bench.tools,
    registry: actors,
    now: () => new Date(nowMs),
    figures: { latest: () => [] },
    settleMs: 0,
    policy: { lateAfterMs: 60_000, calmMs: 60_000, quietMs: 600_000, providerOf: (channel) => channel },
  });
}

const look = (task: DutyTask, fail?: string) =>
  task.run({
    signal: new AbortController().signal,
    first: false,
    inLease: (work) =>
      transaction(bench.pool, async (client) => {
        const result = await work(client);
        if (fail) throw new Error(fail);
        return result;
      }),
  });

async function told(): Promise<string[]> {
  const { rows } = await bench.pool.query<{ line: string }>(
    `select type || ' ' || actor_id as line from events where actor_kind = 'incident' order by id`,
  );
  return rows.map(({ line }) => line);
}

const everybody = (maxAttempts: number) =>
  Array.from({ length: MANY }, (_, index) => ({
    channel: 'email' as const,
    recipient: `person-${index}`,
    maxAttempts,
  }));

const count = async (status: string): Promise<number> => {
  const { rows } = await bench.pool.query('select count(*)::int as n from deliveries where status = $1', [
    status,
  ]);
  return rows[0].n;
};

describe('a provider that is down', () => {
  it(
    `is one incident for ${MANY} messages that wait for it, and over when it is back`,
    async () => {
      bench.switch({ email: { down: true } });
      await bench.start('email', { concurrency: 50 });
      await bench.deliver(everybody(50));
      const task = duty();
      await waitFor(async () => (await readProviderHealth(bench.pool)).some(({ down }) => down));
      for (let times = 0; times < 20; times++) await look(task);
      expect(await told()).toEqual(['incident.opened provider:smtp']);
      const [health] = await readProviderHealth(bench.pool);
      expect(health?.lastError).toMatch(/not available/);

      bench.switch({ email: { down: false } });
      await waitFor(async () => (await count('sent')) === MANY, { deadlineMs: 60_000 });
      await waitFor(async () => (await readProviderHealth(bench.pool)).every(({ down }) => !down));
      // Another process has the duty by now: it knows what is open, and tells it over after its own calm while.
      const next = duty();
      await look(next);
      expect(await told()).toHaveLength(1);
      nowMs += 60_000;
      for (let times = 0; times < 5; times++) await look(next);
      expect(await told()).toEqual(['incident.opened provider:smtp', 'incident.over provider:smtp']);
    },
    PATIENCE_MS,
  );
});

describe('messages that fail for good', () => {
  it(
    `are one incident, ${MANY} or not, and a killed duty neither loses nor doubles it`,
    async () => {
      bench.switch({ email: { reject: '*' } });
      await bench.start('email', { concurrency: 50 });
      await bench.deliver(everybody(1));
      await waitFor(async () => (await count('failed')) === MANY, { deadlineMs: 60_000 });
      await expect(look(duty(), 'killed before its commit')).rejects.toThrow('killed');
      expect(await told()).toEqual([]);
      const task = duty();
      for (let times = 0; times < 5; times++) await look(task);
      expect(await told()).toEqual(['incident.opened deliveries:smtp']);
      const { rows } = await bench.pool.query(
        "select data->>'count' as n from events where type = 'incident.opened'",
      );
      expect(rows).toEqual([{ n: String(MANY) }]);

      // No more of them for a while: the next one is news.
      nowMs += 600_000;
      await look(task);
      await bench.deliver([{ channel: 'email', recipient: 'person-x', maxAttempts: 1 }]);
      await waitFor(async () => (await count('failed')) === MANY + 1);
      await look(task);
      expect(await told()).toEqual([
        'incident.opened deliveries:smtp',
        'incident.over deliveries:smtp',
        'incident.opened deliveries:smtp',
      ]);
    },
    PATIENCE_MS,
  );
});

describe('dead letters of a handler', () => {
  it('are one incident, and what was dead before is no news', async () => {
    await bench.pool.query(
      `with made as (
         insert into events (actor_kind, actor_id, seq, type, version, data, audience, by, at)
         select 'ticket', n::text, 1, 'ticket.created', 1, '{}', '[]', '{"kind":"system","id":"t"}', now()
           from generate_series(1, 100) n returning id, actor_id
       )
       insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, error, attempts)
       select 'notifications', 'notifications.ticket', id, 'ticket', actor_id, 'x', 10 from made`,
    );
    const task = duty();
    for (let times = 0; times < 3; times++) await look(task);
    expect(await told()).toEqual(['incident.opened dead_letters:notifications.ticket']);
  });
});
