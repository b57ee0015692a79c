// The portal without its rims: its actors, handlers and followers in the engine, on a database of their own.

import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { v7 } from 'uuid';
import type { TicketCommand } from '../../src/actors/ticket/commands.ts';
import type { UserCommand } from '../../src/actors/user/commands.ts';
import type { Role } from '../../src/contracts/permissions.ts';
import { createSchedules } from '../../src/cron/schedules.ts';
import type { Command } from '../../src/engine/actor-types.ts';
import { type CommandRunner, createCommandRunner } from '../../src/engine/command.ts';
import type { Committed } from '../../src/engine/committed.ts';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { startFollowers } from '../../src/engine/followers.ts';
import { numberEvents } from '../../src/engine/log.ts';
import { startMailboxGroup } from '../../src/engine/mailbox.ts';
import { createQueues, createWorkerConnection } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import { followers, groupsOf, handlersIn } from '../../src/handlers/registry.ts';
import { createTestDatabase } from './database.ts';
import { sharedServers } from './servers.ts';
import { waitFor } from './wait.ts';

const handlers = handlersIn('Asia/Jakarta');
const silent = pino({ level: 'silent' });

export interface Portal {
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly runner: CommandRunner;
  give(kind: string, id: string, command: Command, by?: string): Promise<void>;
  user(role: Role, more?: Partial<Extract<UserCommand, { type: 'create' }>>): Promise<string>;
  ticket(more?: Partial<Extract<TicketCommand, { type: 'create' }>>): Promise<string>;
  /** Until every handler has handled, and every follower followed, what was committed so far. */
  settled(): Promise<void>;
  /** Of a commit that somebody else made on the same database. */
  ring(committed: Committed): void;
  stop(): Promise<void>;
}

/** `now`: the clock of all that decides; the time of day when left out. `on`: somebody else's database. */
export async function startPortal(now = () => new Date(), on?: { readonly url: string }): Promise<Portal> {
  const database = on ? { ...on, stop: async () => undefined } : await createTestDatabase();
  const { redisUrl } = sharedServers();
  const prefix = `test_${randomUUID().slice(0, 8)}`;
  const pool = createPool({ url: database.url, poolSize: 8, name: 'portal-test' });
  const queues = createQueues(redisUrl, prefix);
  await waitFor(() => queues.isReady());
  const ringer = createRinger({ queues, groupsOf, logger: silent });
  const connection = createWorkerConnection(redisUrl);
  const tools = { pool, registry: createSchedules('Asia/Jakarta').registry, now, newId: () => v7() };
  const runner = createCommandRunner({ ...tools, onCommitted: (committed) => ringer.ring(committed) });
  const shared = { ...tools, ringer, connection, prefix, logger: silent };
  const names = [...new Set(handlers.map(({ group }) => group))];
  const groups = await Promise.all(
    names.map((group) =>
      startMailboxGroup({
        ...shared,
        group,
        handlers: handlers.filter((handler) => handler.group === group),
      }),
    ),
  );
  const following = await startFollowers({ ...shared, followers, queues });
  let numbers = 0;

  const portal: Portal = {
    databaseUrl: database.url,
    pool,
    runner,
    async give(kind, id, command, by = 'somebody') {
      await runner.run({
        items: [{ actor: { kind, id }, command, by: { kind: 'user', id: by }, trace: null }],
        ...(command.type === 'create' ? { creates: true } : {}),
        answer: () => ({ status: 200, headers: {}, body: null }),
      });
    },
    async user(role, more = {}) {
      const id = v7();
      const command: UserCommand = {
        type: 'create',
        username: id,
        name: `The ${role}`,
        email: `${role}@example.com`,
        phone: '+62800123',
        role,
        zone: null,
        customerId: null,
        technicianId: null,
        locale: 'en',
        passwordHash: 'none',
        ...more,
      };
      await portal.give('user', id, command);
      return id;
    },
    async ticket(more = {}) {
      const id = v7();
      const command: TicketCommand = {
        type: 'create',
        number: `T-${String(++numbers).padStart(6, '0')}`,
        ticketType: 'repair',
        priority: 'normal',
        title: 'Internet mati',
        description: null,
        category: null,
        zone: 'depok',
        customerId: null,
        scheduledAt: null,
        ...more,
      };
      await portal.give('ticket', id, command);
      return id;
    },
    ring: (committed) => ringer.ring(committed),
    async settled() {
      while ((await numberEvents(pool)).length > 0);
      await waitFor(async () => (await lagging(pool)) === 0);
      for (const { name } of followers) {
        await queues.queue('followers').add(name, { follower: name });
      }
      await waitFor(async () => {
        const result = await pool.query(
          'select from followers f, log_head h where f.position < h.position limit 1',
        );
        return result.rowCount === 0;
      });
    },
    async stop() {
      await following.stop();
      await Promise.all(groups.map((group) => group.stop()));
      await ringer.stop();
      await queues.stop();
      connection.disconnect();
      await pool.end();
      await database.stop();
    },
  };
  return portal;
}

/** Events that a handler wants and whose mailbox has not come to them. */
export async function lagging(pool: Pool, only?: string): Promise<number> {
  const asked = handlers.filter(({ group }) => only === undefined || group === only);
  const wanted = asked.flatMap(({ group, types }) => types.map((type) => ({ group, type })));
  const result = await pool.query<{ lagging: number }>(
    `select count(*)::int as lagging
      from jsonb_to_recordset($1::jsonb) w("group" text, type text)
      join events e on e.type = w.type
      left join mailbox m on m."group" = w."group" and m.actor_kind = e.actor_kind and m.actor_id = e.actor_id
      where coalesce(m.last_seq, 0) < e.seq`,
    [JSON.stringify(wanted)],
  );
  return result.rows[0]?.lagging ?? 0;
}
