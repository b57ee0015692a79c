// What must hold after a storm, whatever was done to the platform in it: one test for each promise.

import { expect, it } from 'vitest';
import { visibleTo } from '../../src/contracts/generic/audience.ts';
import { type LoggedEvent, readEventsAfter } from '../../src/engine/log.ts';
import type { Message } from '../../src/ops/provider/messages.ts';
import { type Life, type Storm, WHOLE_LIFE } from './storm.ts';
import { waitFor } from './wait.ts';
import type { Ears, World } from './world.ts';

export interface Aftermath {
  readonly world: World;
  /** All that the world has seen. */
  readonly storms: readonly Storm[];
  readonly ears: readonly Ears[];
}

/** Who is told in the inbox of each event of a life: the customer, the technician of zone and team, the supervisor. */
const TOLD: Readonly<
  Record<(typeof WHOLE_LIFE)[number], readonly ('customer' | 'technician' | 'supervisor')[]>
> = {
  'ticket.created': ['customer', 'technician', 'supervisor'],
  'ticket.assigned': ['customer', 'technician'],
  'ticket.started': ['customer'],
  'ticket.commented': ['technician'],
  'ticket.completed': ['customer', 'supervisor'],
};

/** Call in a `describe` whose `beforeAll` has ended the storm and waited until the world was settled. */
export function itHolds(aftermath: () => Aftermath): void {
  it('every change answered 2xx exists exactly once, with its event', async () => {
    const { world, storms } = aftermath();
    const { rows } = await world.pool.query<{ id: string; title: string; status: string; types: string[] }>(
      `select t.id, t.title, t.status, array_agg(e.type order by e.seq) as types
         from tickets t join events e on e.actor_kind = 'ticket' and e.actor_id = t.id
        where t.title like '%Storm %' group by t.id`,
    );
    const found = new Map(rows.map((row) => [row.id, row]));
    expect(storms.flatMap(({ contradictions }) => contradictions)).toEqual([]);
    const lives = livesOf(storms);
    expect(rows).toHaveLength(lives.length);
    for (const { id, title, events } of lives) {
      expect(found.get(id)).toMatchObject({ title, status: 'completed', types: events });
    }
  });

  it('nothing exists of what was answered 4xx', async () => {
    const { world, storms } = aftermath();
    const refused = storms.flatMap((storm) => storm.refused);
    const { rows } = await world.pool.query<Record<string, number>>(
      `select (select count(*)::int from idempotency where key = any($1)) as keys,
        (select count(*)::int from tickets where title = any($2)) as tickets,
        (select count(*)::int from events where data->>'title' = any($2)) as events`,
      [refused.map(({ key }) => key), refused.flatMap(({ title }) => title || [])],
    );
    expect(refused.length).toBeGreaterThan(10);
    expect(rows).toEqual([{ keys: 0, tickets: 0, events: 0 }]);
  });

  it('every event has a position, dense from the first to the head', async () => {
    const { rows } = await aftermath().world.pool.query(
      `select count(*) = count(position) as numbered, count(distinct position) = max(position) as dense,
          min(position) = 1 as first, max(position) = (select position from log_head) as last,
          bool_and(in_order) as in_order
        from (select *, id > coalesce(lag(id) over (partition by actor_kind, actor_id order by position), 0)
                and seq = 1 + coalesce(lag(seq) over (partition by actor_kind, actor_id order by position), 0)
                as in_order from events) e`,
    );
    expect(rows).toEqual([{ numbered: true, dense: true, first: true, last: true, in_order: true }]);
  });

  it('every client saw every event that it may see, once and in order', async () => {
    const { world, ears } = aftermath();
    for (const one of ears) {
      const log = await readAll(world, one.from);
      const expected = log.filter((event) => visibleTo(event, one.rooms)).map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(10);
      await waitFor(() => one.events.length >= expected.length, { deadlineMs: 20_000 });
      expect(
        one.events.map(({ id }) => id),
        one.who,
      ).toEqual(expected);
      expect(one.reloads, one.who).toEqual([]);
    }
  });

  it('every person was told of every event once', async () => {
    const { world, storms } = aftermath();
    const { rows } = await world.pool.query<{ type: string; recipient: string; told: number; most: number }>(
      `select type, recipient, count(*)::int as told, max(times)::int as most from (
         select e.type, d.recipient_id as recipient, d.event_id, count(*) as times
           from deliveries d join events e on e.id = d.event_id join tickets t on t.id = e.actor_id
          where d.channel = 'in_app' and t.title like '%Storm %' group by 1, 2, 3) n
        group by 1, 2 order by 1, 2`,
    );
    const expected = WHOLE_LIFE.flatMap((type) =>
      TOLD[type].map((who) => ({
        type,
        recipient: world.people[who].id,
        told: livesOf(storms).length,
        most: 1,
      })),
    );
    const order = (a: { type: string; recipient: string }, b: { type: string; recipient: string }) =>
      `${a.type} ${a.recipient}` < `${b.type} ${b.recipient}` ? -1 : 1;
    expect([...rows].sort(order)).toEqual(expected.sort(order));
  });

  it('every message was sent once, or is known to be unknown', async () => {
    const { world, storms } = aftermath();
    const { rows } = await world.pool.query<{ id: string; channel: string; status: string }>(
      `select id, channel, status from deliveries where channel <> 'in_app'`,
    );
    const arrived = new Map<string, number>();
    for (const message of await readOutbox(world)) {
      const id = message.idempotencyKey ?? message.messageId?.slice(1).split('@')[0] ?? '';
      arrived.set(id, (arrived.get(id) ?? 0) + 1);
    }
    // Two mails and the group's message of each creation at least.
    expect(arrived.size).toBeGreaterThanOrEqual(livesOf(storms).length * 2);
    for (const { id, channel, status } of rows) {
      const times = arrived.get(id) ?? 0;
      arrived.delete(id);
      if (status === 'unknown') expect([channel, times <= 1]).toEqual(['email', true]);
      else expect([id, status, times]).toEqual([id, status, status === 'suppressed' ? 0 : 1]);
    }
    expect([...arrived]).toEqual([]);
  });

  it('no handler gave up, every mailbox is at its end, every timer is where it belongs', async () => {
    const { world } = aftermath();
    const { rows } = await world.pool.query(
      `select (select count(*)::int from dead_letters) as dead,
        (select count(*)::int from mailbox where retry_at is not null or attempts > 0 or halted) as waiting,
        (select count(*)::int from timers) as timers`,
    );
    // Every ticket has ended, and its clock with it.
    expect(rows).toEqual([{ dead: 0, waiting: 0, timers: 0 }]);
  });

  it('the counts of the follower equal a recount', async () => {
    const { rows } = await aftermath().world.pool.query(
      `select coalesce(c.zone, t.zone) as zone, coalesce(c.status, t.status) as status, c.count, t.count as recount
         from (select zone, status, count from ticket_counts where count <> 0) c
         full join (select coalesce(zone, '-') as zone, status, count(*) as count from tickets group by 1, 2) t
           on t.zone = c.zone and t.status = c.status
        where c.count is distinct from t.count`,
    );
    expect(rows).toEqual([]);
  });
}

function livesOf(storms: readonly Storm[]): Life[] {
  return storms.flatMap(({ lives }) => lives);
}

async function readAll(world: World, from: number): Promise<LoggedEvent[]> {
  const all: LoggedEvent[] = [];
  for (let at = from; ; ) {
    const page = await readEventsAfter(world.pool, at, 1_000);
    if (page.length === 0) return all;
    all.push(...page);
    at = page.at(-1)?.position ?? at;
  }
}

/** All that arrived, through the admin's page. */
async function readOutbox(world: World): Promise<Message[]> {
  const admin = await world.as('admin');
  const read = async (channel: string): Promise<Message[]> => {
    const answer = await admin.get(`/ops/outbox?channel=${channel}&limit=1000`, {
      accept: 'application/json',
    });
    expect(answer.status).toBe(200);
    expect(answer.body.data.length).toBeLessThan(1_000);
    return answer.body.data;
  };
  return [...(await read('email')), ...(await read('whatsapp'))];
}
