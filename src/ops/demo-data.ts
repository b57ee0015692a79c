/**
 * The demo's people and past, loaded once into an empty portal.
 *
 * - Everything is decided and folded by the actors, at instants of the past, and written set-based in one
 *   transaction: all of it is there or nothing.
 * - Its events are numbered before anybody works, so mailbox groups start after them: nobody is sent a message
 *   about the past. Timers of tickets that are still open are real.
 */
import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { v7 } from 'uuid';
import { createPool, type Pool, type Queryable, transaction } from '../engine/database.ts';
import { newDecisions } from '../engine/decide.ts';
import { splitEffects } from '../engine/effect-rows.ts';
import { numberEvents } from '../engine/log.ts';
import { writeDecisions } from '../engine/write.ts';
import { makeDispatch } from './demo/dispatch.ts';
import { createHistory, type History } from './demo/history.ts';
import { makeNotices } from './demo/notices.ts';
import { DEMO_PASSWORD, demoUsernames, makePeople } from './demo/people.ts';
import { createRandom } from './demo/random.ts';
import { liveStory, planStories } from './demo/registrations.ts';
import { makeReplies } from './demo/replies.ts';
import { liveTicket, openings } from './demo/tickets.ts';
import { zones } from './demo/words.ts';

const SEED = 1_911;
const DAYS_BACK = 91;
const DAY_MS = 24 * 3_600_000;
const EVENTS_AT_ONCE = 1_000;
/** OWASP's choice for argon2id, as the API uses it; algorithm 2 is argon2id. */
const PASSWORD = { algorithm: 2, memoryCost: 7_168, timeCost: 5, parallelism: 1 } as const;

export async function loadDemoData(
  databaseUrl: string,
  progress: (line: string) => void,
  nowMs: number = Date.now(),
): Promise<void> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('Demo data is not loaded in production (NODE_ENV=production).');
  const pool = createPool({ url: databaseUrl, poolSize: 1, name: 'trunkline:demo-data' });
  try {
    await load(pool, progress, nowMs);
    // Also when a start before this one was cut off between the load and the numbering.
    while ((await numberEvents(pool)).length > 0);
  } finally {
    await pool.end();
  }
}

async function load(pool: Pool, progress: (line: string) => void, nowMs: number): Promise<void> {
  if (await hasUsers(pool)) {
    progress('the portal has users already, nothing to load');
    return;
  }
  const hashes = await Promise.all(demoUsernames.map(() => hash(DEMO_PASSWORD, PASSWORD)));
  progress('ninety days of history are being lived through');
  const noOnes = await hash(randomBytes(32), PASSWORD);
  const { history, tickets, customers, registrations } = liveThrough(nowMs, hashes, noOnes);
  const timers = history.finish();
  // What happened first has the smaller id; an actor's own events are in order already (L1), and the sort is stable.
  const events = [...history.decisions.events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  progress(`${tickets} tickets, ${customers} customers, ${events.length} events are being written`);
  await transaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtext('trunkline.demo-data'))");
    if (await hasUsers(client)) return;
    const newId = () => v7({ msecs: nowMs });
    const cause = { eventId: null, trace: null, now: new Date(nowMs).toISOString(), newId };
    const effects = [...history.decisions.effects, ...timers.map((effect) => ({ effect, cause }))];
    const states = { ...newDecisions(), slots: history.decisions.slots };
    await writeDecisions(client, states, splitEffects(effects));
    for (let from = 0; from < events.length; from += EVENTS_AT_ONCE) {
      const some = { ...newDecisions(), events: events.slice(from, from + EVENTS_AT_ONCE) };
      await writeDecisions(client, some, splitEffects([]));
    }
    await continueNumbers(client, 'ticket_numbers', tickets);
    await continueNumbers(client, 'customer_codes', customers);
    await continueNumbers(client, 'registration_numbers', registrations);
  });
}

interface Lived {
  readonly history: History;
  readonly tickets: number;
  readonly customers: number;
  readonly registrations: number;
}

/** @param noOnes the hash of a password that nobody knows */
function liveThrough(nowMs: number, hashes: readonly string[], noOnes: string): Lived {
  const random = createRandom(SEED);
  const beginMs = nowMs - DAYS_BACK * DAY_MS;
  const newId = (atMs: number): string => v7({ msecs: atMs });
  const stories = planStories(random, nowMs);
  const newCustomers = inTime(stories.map(({ customerMs }) => customerMs).filter((atMs) => atMs <= nowMs));
  const people = makePeople(random, () => newId(beginMs), hashes, newCustomers.size);
  const history = createHistory({ endMs: nowMs, newId });
  const by = { kind: 'system', id: 'demo-data' } as const;
  const desk = { kind: 'user', id: people.users.get('customer_service')?.id ?? 'desk' } as const;
  for (const { id, create } of people.users.values()) history.give({ kind: 'user', id }, create, by, beginMs);
  for (const { id, create } of people.packages) history.give({ kind: 'package', id }, create, by, beginMs);
  for (const { id, create, later } of people.customers) {
    const actor = { kind: 'customer', id };
    history.give(actor, create, by, beginMs);
    for (const command of later) {
      const isLate = command.type === 'suspend' || command.type === 'terminate';
      const age = isLate ? random.between(1, 20) * DAY_MS : nowMs - beginMs;
      history.give(actor, command, isLate ? desk : by, nowMs - age);
    }
  }
  for (const zone of zones) {
    const command = { type: 'set', groupId: `group:${zone}` } as const;
    history.give({ kind: 'zone_group', id: zone }, command, by, beginMs);
  }
  for (const { id, create } of people.technicians) {
    const actor = { kind: 'technician', id };
    history.give(actor, create, by, beginMs);
    const availability = create.userId
      ? 'available'
      : random.pick(['available', 'available', 'available', 'busy', 'busy', 'break', 'offline']);
    const command = { type: 'change_availability', availability } as const;
    history.give(actor, command, by, nowMs - random.between(0, 8 * 3_600_000));
  }
  makeDispatch({ random, people, beginMs, endMs: nowMs }, history);
  const opened = [...new Set(openings(random, nowMs))];
  const visits = stories.flatMap(({ surveyAskedMs, customerMs }) => [surveyAskedMs, customerMs]);
  const tickets = inTime([...opened, ...visits.filter((atMs) => atMs <= nowMs)]);
  const plan = { random, people, endMs: nowMs, newId };
  for (const atMs of opened) liveTicket(plan, history, tickets.get(atMs) as number, atMs);
  const customers = people.customers.length;
  for (const [index, story] of stories.entries()) {
    const newCustomer = newCustomers.get(story.customerMs);
    liveStory({ ...plan, passwordHash: noOnes }, history, story, {
      registration: index + 1,
      survey: tickets.get(story.surveyAskedMs),
      customer: newCustomer === undefined ? undefined : customers + newCustomer,
      installation: tickets.get(story.customerMs),
    });
  }
  history.finish();
  makeReplies(plan, history);
  makeNotices(history, people, nowMs, newId);
  return {
    history,
    tickets: tickets.size,
    customers: customers + newCustomers.size,
    registrations: stories.length,
  };
}

/** Numbers from 1, by instant. */
function inTime(instants: readonly number[]): ReadonlyMap<number, number> {
  return new Map([...new Set(instants)].sort((a, b) => a - b).map((atMs, index) => [atMs, index + 1]));
}

async function hasUsers(db: Queryable): Promise<boolean> {
  const result = await db.query<{ found: boolean }>('select exists (select from users) as found');
  return result.rows[0]?.found ?? false;
}

async function continueNumbers(db: Queryable, sequence: string, last: number): Promise<void> {
  await db.query('select setval($1::regclass, $2::bigint)', [sequence, last]);
}
