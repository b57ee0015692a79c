import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actors } from '../../src/actors/registry.ts';
import type { Delivery } from '../../src/engine/delivery-sql.ts';
import { createQueues, type Queues } from '../../src/engine/queues.ts';
import { createRinger, type Ringer } from '../../src/engine/ring.ts';
import { runTimer } from '../../src/engine/timers.ts';
import { groupsOf } from '../../src/handlers/registry.ts';
import { renderDelivery } from '../../src/handlers/render.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { isAlive, killHard } from '../support/chaos.ts';
import { silent } from '../support/mailbox-handlers.ts';
import { lagging } from '../support/portal.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const childFile = join(import.meta.dirname, '../support/handlers-child.ts');
const prefix = `test_${randomUUID().slice(0, 8)}`;
const TICKETS = 30;

let api: TestApi;
let queues: Queues;
let ringer: Ringer;
const children: ChildProcess[] = [];

beforeAll(async () => {
  queues = createQueues(sharedServers().redisUrl, prefix);
  await waitFor(() => queues.isReady());
  ringer = createRinger({ queues, groupsOf, logger: silent });
  api = await startTestApi({ ringer });
});
afterAll(async () => {
  for (const { pid } of children) if (pid && isAlive(pid)) killHard(pid);
  await api.stop();
  await ringer.stop();
  await queues.stop();
});

async function startWorker(slowOne: string, slowMs: number): Promise<ChildProcess & { pid: number }> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', childFile, api.databaseUrl, sharedServers().redisUrl, prefix, String(slowMs)],
      ...['notifications', slowOne],
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });
  return child as ChildProcess & { pid: number };
}

/** Whether a handler is in the middle of its transaction. */
const inTheMiddle = async (): Promise<boolean> => {
  const { rows } = await api.pool.query(
    `select from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and state = 'active'
       and pid <> pg_backend_pid()`,
  );
  return rows.length > 0;
};

async function killInTheMiddle(slowOne: string): Promise<void> {
  const child = await startWorker(slowOne, 2_000);
  await waitFor(inTheMiddle);
  killHard(child.pid);
}

async function work(slowOne: string): Promise<void> {
  const child = await startWorker(slowOne, 0);
  await waitFor(async () => (await lagging(api.pool, 'notifications')) === 0, { deadlineMs: 20_000 });
  killHard(child.pid);
}

const bundles = async (): Promise<Delivery[]> =>
  (
    await api.pool.query<Delivery>(
      `select id, channel, template, params, jsonb_build_object('kind', recipient_kind, 'id', recipient_id) as recipient
        from deliveries where template = 'digest.bundle' order by created_at`,
    )
  ).rows;

const gathered = async () =>
  (
    await api.pool.query(
      `select status, digest_id, entity_id from deliveries
        where recipient_id = $1 and channel = 'email' and template = 'ticket.created'`,
      [api.people.supervisor.id],
    )
  ).rows;

async function closeDigests(): Promise<void> {
  await api.pool.query(`update timers set due_at = now() - interval '1 second' where actor_kind = 'digest'`);
  const { rows } = await api.pool.query<{ id: string }>(`select id from timers where actor_kind = 'digest'`);
  for (const { id } of rows)
    await runTimer(
      {
        pool: api.pool,
        registry: actors,
        logger: silent,
        now: () => new Date(),
        newId: () => uuid(),
        onCommitted: (committed) => ringer.ring(committed),
      },
      id,
    );
}

describe('a digest', () => {
  it('gathers each notice once and sends one message, whatever is killed in the middle', async () => {
    const supervisor = await api.as('supervisor');
    const digest = { notices: { new_tickets: { on: ['in_app', 'email'], digest: 'hourly' } } };
    await supervisor.request('PATCH', '/api/v1/notice-preferences', { body: digest });
    const service = await api.as('customer_service');
    for (let made = 0; made < TICKETS; made++) {
      const body = { type: 'repair', priority: 'normal', title: `Ticket ${made}`, zone: 'north' };
      expect((await service.post('/api/v1/tickets', body)).status).toBe(201);
    }
    await killInTheMiddle('notifications.ticket');
    await work('notifications.ticket');
    const waiting = await gathered();
    expect(new Set(waiting.map(({ entity_id }) => entity_id)).size).toBe(TICKETS);
    expect(waiting.map(({ status }) => status)).toEqual(Array(TICKETS).fill('gathered'));
    expect(await bundles()).toEqual([]);

    await closeDigests();
    await killInTheMiddle('notifications.digest');
    expect(await bundles()).toEqual([]);
    await work('notifications.digest');
    const [bundle, ...more] = await bundles();
    expect(more).toEqual([]);
    expect(bundle).toMatchObject({ channel: 'email', params: { count: TICKETS } });
    const sent = await gathered();
    expect(sent.every(({ status, digest_id }) => status === 'digested' && digest_id === bundle?.id)).toBe(
      true,
    );
    // What comes later is of the next one.
    await service.post('/api/v1/tickets', {
      type: 'repair',
      priority: 'normal',
      title: 'Late',
      zone: 'north',
    });
    await work('notifications.digest');
    await closeDigests();
    await work('notifications.digest');
    expect((await bundles()).map(({ params }) => params.count)).toEqual([TICKETS, 1]);

    if (!bundle) throw new Error('there is no message');
    const message = await renderDelivery(bundle, {
      db: api.pool,
      timeZone: 'Asia/Jakarta',
      secrets: undefined,
      now: () => new Date(),
    });
    expect('text' in message && message.text.match(/^- \[T-/gm)?.length).toBe(TICKETS);
  }, 60_000);
});
