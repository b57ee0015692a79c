import { verify } from '@node-rs/argon2';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registrationStatuses } from '../../src/contracts/registrations.ts';
import { ticketStatuses } from '../../src/contracts/tickets.ts';
import { DEMO_PASSWORD } from '../../src/ops/demo/people.ts';
import { loadDemoData } from '../../src/ops/demo-data.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('the demo data', () => {
  let database: TestDatabase;
  let client: pg.Client;
  const lines: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await loadDemoData(database.url, (line) => lines.push(line));
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await database.stop();
  });

  const one = async (sql: string): Promise<Record<string, unknown>> =>
    (await client.query(sql)).rows[0] as Record<string, unknown>;

  it('has the nine sign-ins, each with a password of its own, the second ones included', async () => {
    const { rows } = await client.query<{ username: string; role: string; hash: string }>(
      `select username, role, password_hash as hash from users join user_passwords on user_id = id
        where username not like 'c-%' order by username`,
    );
    expect(rows.map(({ username }) => username)).toEqual([
      'admin',
      'customer',
      'customer2',
      'customer_service',
      'manager',
      'noc',
      'supervisor',
      'technician',
      'technician2',
    ]);
    expect(rows.every(({ username, role }) => username.replace('2', '') === role)).toBe(true);
    expect(new Set(rows.map(({ hash }) => hash)).size).toBe(9);
    expect(rows.every(({ hash }) => hash.startsWith('$argon2id$'))).toBe(true);
  });

  it('has accounts of new customers whose password nobody knows', async () => {
    const { rows } = await client.query<{ hash: string; count: number }>(
      `select password_hash as hash, count(*)::int as count from users join user_passwords on user_id = id
        where username like 'c-%' group by 1`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.count).toBeGreaterThan(30);
    expect(await verify(rows[0]?.hash ?? '', DEMO_PASSWORD)).toBe(false);
  });

  it('links technicians and customers to their sign-ins', async () => {
    const linked = await one(
      `select (select count(*)::int from technicians t join users u on u.id = t.user_id and u.technician_id = t.id and u.zone = t.zone) as technicians,
        (select count(*)::int from customers c join users u on u.id = c.user_id and u.customer_id = c.id where u.username not like 'c-%') as customers`,
    );
    expect(linked).toEqual({ technicians: 2, customers: 2 });
  });

  it('has the numbers that were promised, over ninety days', async () => {
    const numbers = await one(
      `select (select count(*)::int from customers) as customers, (select count(*)::int from technicians) as technicians,
        (select count(*)::int from tickets) as tickets, (select count(*)::int from registrations) as registrations,
        (select extract(day from now() - min(created_at))::int from tickets) as days`,
    );
    expect(numbers).toMatchObject({ customers: 2_000, technicians: 40, registrations: 120, days: 89 });
    expect(numbers.tickets).toBeGreaterThan(2_500);
    expect(numbers.tickets).toBeLessThan(2_700);
  });

  it('has tickets and registrations in every state, a believable share of them waiting', async () => {
    const found = await one(
      `select (select count(distinct status)::int from tickets) as tickets,
        (select count(distinct status)::int from registrations) as registrations,
        (select count(distinct status)::int from customers) as customers,
        (select count(*)::int from tickets where status = 'open') as open,
        (select count(distinct zone)::int from technicians) as zones,
        (select min(n)::int from (select count(*) as n from technicians group by zone) z) as fewest`,
    );
    expect(found).toMatchObject({
      tickets: ticketStatuses.length,
      registrations: registrationStatuses.length,
      customers: 4,
      zones: 6,
      fewest: 6,
    });
    expect(found.open).toBeGreaterThan(20);
    expect(found.open).toBeLessThan(60);
  });

  it('has a customer, an account and a ticket behind every application that came so far', async () => {
    const loose = await one(
      `select count(*) filter (where c.id is null)::int as customers, count(*) filter (where u.id is null)::int as users,
        count(*) filter (where t.id is null)::int as tickets,
        count(*) filter (where t.status = 'completed' and (c.status <> 'active' or c.equipment = '[]'))::int as lines
        from registrations r left join customers c on c.id = r.customer_id
          left join users u on u.customer_id = c.id left join tickets t on t.registration_id = r.id and t.type = 'installation'
        where r.status = 'customer_created'`,
    );
    expect(loose).toEqual({ customers: 0, users: 0, tickets: 0, lines: 0 });
  });

  it('numbers its whole past, and new tickets go on from its last number', async () => {
    const log = await one(
      `select count(*)::int as events, count(position)::int as numbered, max(position)::int as head,
        (select position::int from log_head) as log_head from events`,
    );
    expect(log.numbered).toBe(log.events);
    expect(log.head).toBe(log.events);
    expect(log.log_head).toBe(log.events);
    const next = await one(
      `select nextval('ticket_numbers')::int - (select count(*)::int from tickets) as ticket,
        nextval('customer_codes')::int as customer, nextval('registration_numbers')::int as registration`,
    );
    expect(next).toEqual({ ticket: 1, customer: 2_001, registration: 121 });
  });

  it('has states that end where their events end, with ids in the order of time', async () => {
    const wrong = await one(
      `select (select count(*)::int from tickets t where t.seq <>
          (select max(seq) from events e where e.actor_kind = 'ticket' and e.actor_id = t.id)) as behind,
        (select count(*)::int from (select at < lag(at) over (order by id) as back from events) e where back) as backwards,
        (select count(*)::int from events where at > now() + interval '1 minute') as future`,
    );
    expect(wrong).toEqual({ behind: 0, backwards: 0, future: 0 });
  });

  it('keeps the timers of running clocks only, all of them in the future of the load', async () => {
    const timers = await one(
      `select count(*)::int as all, count(*) filter (where t.sla_due_at is null or t.status in ('completed', 'cancelled'))::int as stray,
        count(*) filter (where x.command->>'startedAt' <> to_char(t.sla_started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::int as stale
        from timers x join tickets t on t.id = x.actor_id`,
    );
    expect(timers).toMatchObject({ stray: 0, stale: 0 });
    expect(timers.all).toBeGreaterThan(0);
  });

  it('fills inboxes and sends nothing to the outside', async () => {
    const ledger = await one(
      `select count(*) filter (where channel = 'in_app')::int as inbox, count(*) filter (where channel <> 'in_app')::int as outside,
        count(distinct status)::int as statuses from deliveries`,
    );
    expect(ledger).toMatchObject({ outside: 0, statuses: 2 });
    expect(ledger.inbox).toBeGreaterThan(20);
  });

  it('keeps names, addresses and hashes out of the log', async () => {
    const { rows } = await client.query<{ word: string }>(
      `select unnest(array[name, email, phone]) as word from users
        union select unnest(array[name, email, phone]) from (select * from customers order by code limit 20) c
        union select name from technicians union select password_hash from user_passwords`,
    );
    const { log } = await one("select string_agg(data::text || audience::text, '') as log from events");
    const found = rows.filter(({ word }) => word !== null && String(log).includes(word));
    expect(found).toEqual([]);
  });

  it('is loaded once', async () => {
    const before = await one('select count(*)::int as events from events');
    await loadDemoData(database.url, (line) => lines.push(line));
    expect(await one('select count(*)::int as events from events')).toEqual(before);
    expect(lines.at(-1)).toContain('already');
  });

  it('is refused in production', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(loadDemoData(database.url, () => undefined)).rejects.toThrow('production');
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});
