import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bye, WatchAnswer } from '../../src/contracts/generic/realtime.ts';
import { numberEvents } from '../../src/engine/log.ts';
import { createLogger } from '../../src/engine/logger.ts';
import { ownMetrics } from '../../src/engine/metrics.ts';
import { createQueues, type Queues } from '../../src/engine/queues.ts';
import { createRinger, type Ringer } from '../../src/engine/ring.ts';
import { type Active, type ActiveOptions, startActive } from '../../src/realtime/active.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addPerson,
  commitEvents,
  createPeople,
  createTestAuthority,
  createTestPool,
  headOf,
  type Listener,
  listen,
  type Person,
  readLog,
  type TestEvent,
} from '../support/realtime.ts';
import { sharedServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const logger = createLogger({ role: 'realtime', level: 'silent' });

let database: TestDatabase;
let pool: pg.Pool;
let queues: Queues;
let ringer: Ringer;
const prefix = `rt${randomUUID().slice(0, 8)}`;
const listeners: Listener[] = [];
const actives: Active[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createTestPool(database.url, 12);
  await createPeople(pool);
  queues = createQueues(sharedServers().redisUrl, prefix, logger);
  ringer = createRinger({ queues, groupsOf: () => [], logger });
  await waitFor(() => queues.isReady());
});

afterEach(async () => {
  for (const { client } of listeners.splice(0)) client.stop();
  for (const active of actives.splice(0)) await active.stop('restarting');
});

afterAll(async () => {
  await ringer.stop();
  await queues.stop();
  await pool.end();
  await database.stop();
});

async function start(options: Partial<ActiveOptions> = {}): Promise<string> {
  const active = await startActive({
    pool,
    redisUrl: sharedServers().redisUrl,
    prefix,
    port: 0,
    host: '127.0.0.1',
    authority: createTestAuthority(pool),
    logger,
    isHeld: () => true,
    ...options,
  });
  actives.push(active);
  return `http://127.0.0.1:${active.port}`;
}

async function commit(...events: TestEvent[]): Promise<void> {
  await commitEvents(pool, events);
  ringer.ringRealtime();
}

function connect(url: string, person: Person, more: Partial<Parameters<typeof listen>[0]> = {}): Listener {
  const listener = listen({ url, token: person.token, ...more });
  listeners.push(listener);
  listener.client.connect();
  return listener;
}

async function connected(url: string, person: Person, more: Partial<Parameters<typeof listen>[0]> = {}) {
  const listener = connect(url, person, more);
  await waitFor(() => listener.client.isLive());
  return listener;
}

const offsetOf = (position: string | undefined): number => Number(position?.split(':')[1]);
const offsets = (listener: Listener): number[] => listener.events.map(({ position }) => offsetOf(position));

describe('a handshake', () => {
  it.each([
    ['nothing', {}],
    ['a forged token', { token: randomUUID() }],
    ['a forged cookie', { extraHeaders: { cookie: 'trunkline_session=forged' } }],
    ['a user id it chose itself', { userId: 'admin', rooms: ['desk'] }],
  ])('with %s is refused, with a code', async (_what, given) => {
    const url = await start();
    const { extraHeaders, ...auth } = given as Record<string, unknown>;
    const socket = io(url, {
      forceNew: true,
      transports: ['websocket'],
      auth: auth as Record<string, unknown>,
      ...(extraHeaders ? { extraHeaders: extraHeaders as Record<string, string> } : {}),
    });
    const error = await new Promise<Error & { data?: Bye }>((resolve) => socket.on('connect_error', resolve));
    socket.disconnect();
    expect(error.data?.code).toMatch(/^(unauthenticated|invalid_handshake)$/);
    expect(error.data?.reaction).toMatch(/^(sign_in|reload)$/);
  });

  it('from a page of another site is refused, from another port of ours it is not', async () => {
    const url = await start();
    const handshake = (origin: string) =>
      fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    expect((await handshake('http://evil.example')).status).toBe(403);
    const ours = await handshake('http://127.0.0.1:3001');
    expect(ours.status).toBe(200);
    expect(ours.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:3001');
    expect(ours.headers.get('access-control-allow-credentials')).toBe('true');
  });

  it('is refused beyond the connections of a user, who may try again later', async () => {
    const url = await start({ limits: { connectionsPerUser: 2 } });
    const person = await addPerson(pool);
    await connected(url, person);
    await connected(url, person);
    const third = connect(url, person);
    await waitFor(() => third.ends.length > 0);
    expect(third.ends).toEqual(['too_many_connections']);
  });
});

describe.each(['websocket', 'polling'] as const)('resuming over %s (R3, R4)', (transport) => {
  it('gives all that was missed, in order and once, while a storm of commits goes on', async () => {
    const url = await start();
    const room = `storm-${transport}`;
    const person = await addPerson(pool, { rooms: [room] });
    const first = await connected(url, person, { transports: [transport] });
    const since = first.client.position();
    first.client.stop();
    let committing = true;
    const storm = Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let count = 0; committing; count++) {
          await commit({ rooms: [room], data: { writer, count } }, { rooms: ['others'] });
        }
      }),
    );
    const late: Listener[] = [];
    try {
      await waitFor(async () => (await headOf(pool)).offset > offsetOf(since) + 600);
      for (let count = 0; count < 5; count++) {
        late.push(connect(url, person, { transports: [transport], ...(since ? { since } : {}) }));
      }
      await waitFor(() => late.every(({ client }) => client.isLive()));
      const live = offsetOf(late[0]?.client.position());
      await waitFor(async () => (await headOf(pool)).offset > live + 200);
    } finally {
      committing = false;
      await storm;
    }
    await commit({ type: 'storm.over', rooms: [room] });
    await waitFor(() => late.every(({ events }) => events.at(-1)?.type === 'storm.over'));
    const { rows } = await pool.query<{ id: string }>(
      `select id::text from events where audience -> 0 -> 'rooms' ? $1 order by position`,
      [room],
    );
    for (const listener of late) {
      expect(listener.events.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      expect(offsets(listener)).toEqual([...offsets(listener)].sort((a, b) => a - b));
      expect(listener.syncs).toHaveLength(1);
      expect(listener.syncs[0]?.replayed).toBeGreaterThan(200);
      // Nothing live before `sync`: what came before it is exactly the replay.
      expect(listener.order.indexOf('sync')).toBe(listener.syncs[0]?.replayed);
    }
  });
});

describe('resuming', () => {
  it('works for a client that has never received an event', async () => {
    const url = await start();
    const person = await addPerson(pool, { rooms: ['quiet'] });
    const listener = await connected(url, person);
    expect(listener.events).toEqual([]);
    listener.client.stop();
    await commit({ rooms: ['quiet'], data: { n: 1 } });
    listener.client.connect();
    await waitFor(() => listener.events.length === 1);
  });

  it('reads the log where the buffer does not reach', async () => {
    const before = await headOf(pool);
    await commitEvents(
      pool,
      Array.from({ length: 3_000 }, (_, n) => ({ rooms: ['deep'], data: { n } })),
    );
    // So large that the buffer of 24 MB keeps only the end of it.
    const text = 'x'.repeat(400_000);
    for (let n = 0; n < 80; n++) await commitEvents(pool, [{ rooms: ['nobody'], data: { text } }]);
    for (let more = true; more; ) more = (await numberEvents(pool)).length > 0;
    const url = await start();
    const person = await addPerson(pool, { rooms: ['deep'] });
    const listener = await connected(url, person, { since: `${before.epoch}:${before.offset}` });
    expect(listener.events.map(({ data }) => data.n)).toEqual(Array.from({ length: 3_000 }, (_, n) => n));
  });

  it('skips nothing that somebody else has numbered (R3)', async () => {
    const url = await start();
    const listener = await connected(url, await addPerson(pool, { rooms: ['numbered'] }));
    const numbers = Array.from({ length: 10 }, (_, n) => n);
    for (const n of numbers) {
      await commitEvents(pool, [{ rooms: ['numbered'], data: { n } }]);
      // Every second one gets its position from the duty, say, and its ring is lost.
      if (n % 2 === 0) await numberEvents(pool);
      else ringer.ringRealtime();
    }
    await waitFor(() => listener.events.length === numbers.length);
    expect(listener.events.map(({ data }) => data.n)).toEqual(numbers);
  });

  it('waits for a head that a GET has seen and nobody has rung for', async () => {
    const url = await start();
    const person = await addPerson(pool, { rooms: ['ahead'] });
    await commitEvents(pool, [{ rooms: ['ahead'] }]);
    while ((await numberEvents(pool)).length > 0);
    const head = await headOf(pool);
    const listener = await connected(url, person, { since: `${head.epoch}:${head.offset}` });
    expect(listener.reloads).toEqual([]);
    expect(listener.syncs[0]).toMatchObject({ position: `${head.epoch}:${head.offset}`, replayed: 0 });
  });

  it.each([
    ['other_epoch', 'zzz', (offset: number) => offset],
    ['beyond_head', undefined, (offset: number) => offset + 100_000],
    ['too_far_behind', undefined, () => 0],
  ])('is told to reload: %s; and is live from the position it is given', async (reason, epoch, offset) => {
    await commitEvents(
      pool,
      Array.from({ length: 60 }, () => ({ rooms: ['nobody'] })),
    );
    while ((await numberEvents(pool)).length > 0);
    const url = await start({ limits: { replayEvents: 50 } });
    const head = await headOf(pool);
    const person = await addPerson(pool, { rooms: ['reloading'] });
    const since = `${epoch ?? head.epoch}:${offset(head.offset)}`;
    const listener = await connected(url, person, { since });
    expect(listener.reloads).toEqual([{ reason, position: `${head.epoch}:${head.offset}`, refused: [] }]);
    await commit({ rooms: ['reloading'] });
    await waitFor(() => listener.events.length === 1);
    expect(listener.order).toEqual(['reload', 'ticket.changed']);
  });

  it('keeps the position of an idle client recent by a heartbeat', async () => {
    const url = await start({ limits: { positionIntervalMs: 50 } });
    const listener = await connected(url, await addPerson(pool));
    const before = offsetOf(listener.client.position());
    await commit({ rooms: ['nobody'] });
    await waitFor(() => offsetOf(listener.client.position()) > before);
    expect(listener.events).toEqual([]);
  });
});

describe('watching an entity (R4)', () => {
  it('replays from since, answers, and is live; unwatching ends it', async () => {
    const url = await start();
    const id = randomUUID();
    const person = await addPerson(pool, { mayWatch: [`ticket/${id}`] });
    const listener = await connected(url, person);
    const since = listener.client.position();
    const event = (seq: number): TestEvent => ({ id, seq, rooms: [`ticket:${id}:staff`] });
    await commit(event(1), event(2), { type: 'user.told', rooms: [`user:${person.userId}`] });
    await waitFor(() => listener.events.splice(0).length === 1);
    const answer = await listener.client.watch('ticket', id, since);
    expect(answer).toMatchObject({ ok: true, replayed: 2 });
    expect(listener.events.map(({ actorseq }) => actorseq)).toEqual([1, 2]);
    await commit(event(3));
    await waitFor(() => listener.events.length === 3);
    listener.client.unwatch('ticket', id);
    await waitFor(async () => {
      const other = await listener.client.socket
        .timeout(1_000)
        .emitWithAck('unwatch', { kind: 'ticket', id });
      return other.ok;
    });
    await commit(event(4), { type: 'user.told', rooms: [`user:${person.userId}`] });
    await waitFor(() => listener.events.length === 4);
    await listener.client.watch('ticket', id);
    await commit(event(5));
    await waitFor(() => listener.events.length === 5);
    const ofTicket = listener.events.filter(({ type }) => type === 'ticket.changed');
    expect(ofTicket.map(({ actorseq }) => actorseq)).toEqual([1, 2, 3, 5]);
  });

  it('keeps the order of the entity when the client gets part of it by other rooms', async () => {
    const url = await start();
    const id = randomUUID();
    const person = await addPerson(pool, { rooms: ['desk-2'], mayWatch: [`ticket/${id}`] });
    const listener = await connected(url, person);
    const since = listener.client.position();
    const pending: Promise<unknown>[] = [];
    for (let seq = 1; seq <= 40; seq++) {
      await commit({ id, seq, rooms: [seq % 3 === 0 ? 'desk-2' : `ticket:${id}:staff`] });
      if (seq === 20) pending.push(listener.client.watch('ticket', id, since));
    }
    await Promise.all(pending);
    await waitFor(() => listener.events.length === 40);
    const afterWatch = listener.events.slice(6).map(({ actorseq }) => actorseq);
    expect(afterWatch).toEqual([...afterWatch].sort((a, b) => a - b));
  });

  it('is refused without the right, also when named in the handshake', async () => {
    const url = await start();
    const id = randomUUID();
    const listener = await connected(url, await addPerson(pool));
    expect(await listener.client.watch('ticket', id)).toEqual({ ok: false, code: 'forbidden' });
    const person = await addPerson(pool);
    const again = listen({ url, token: person.token });
    listeners.push(again);
    const answer = again.client.watch('ticket', id);
    again.client.connect();
    expect(await answer).toEqual({ ok: false, code: 'forbidden' });
    expect(again.syncs[0]?.refused).toEqual([{ kind: 'ticket', id, code: 'forbidden' }]);
    const { userId } = person;
    await commit({ id, rooms: [`ticket:${id}:staff`] }, { type: 'user.told', rooms: [`user:${userId}`] });
    await waitFor(() => again.events.length > 0);
    expect(again.events.map(({ type }) => type)).toEqual(['user.told']);
  });

  it('is resumed by the handshake after a cut, without a gap', async () => {
    const url = await start();
    const id = randomUUID();
    const person = await addPerson(pool, { mayWatch: ['*'] });
    const listener = await connected(url, person);
    await listener.client.watch('ticket', id);
    await commit({ id, seq: 1, rooms: [`ticket:${id}:staff`] });
    await waitFor(() => listener.events.length === 1);
    listener.client.socket.io.engine.close();
    await commit({ id, seq: 2, rooms: [`ticket:${id}:staff`] });
    await waitFor(() => listener.events.length === 2);
    await commit({ id, seq: 3, rooms: [`ticket:${id}:staff`] });
    await waitFor(() => listener.events.length === 3);
    expect(listener.events.map(({ actorseq }) => actorseq)).toEqual([1, 2, 3]);
  });

  it('is not lost when wanted, or no longer wanted, between the handshake and its answer', async () => {
    const url = await start();
    const [late, gone] = [randomUUID(), randomUUID()];
    const person = await addPerson(pool, { mayWatch: ['*'] });
    const listener = listen({ url, token: person.token });
    listeners.push(listener);
    const { client } = listener;
    void client.watch('ticket', gone);
    client.connect();
    const answered = new Promise<WatchAnswer>((resolve) => {
      // The handshake is on its way, and nobody has answered it.
      client.socket.io.once('open', () => {
        client.unwatch('ticket', gone);
        void client.watch('ticket', late).then(resolve);
      });
    });
    expect(await answered).toMatchObject({ ok: true });
    await waitFor(() => listener.syncs.length === 1);
    await commit(
      { id: gone, seq: 1, rooms: [`ticket:${gone}:staff`] },
      { id: late, seq: 1, rooms: [`ticket:${late}:staff`] },
    );
    await waitFor(() => listener.events.length > 0);
    expect(listener.events.map(({ subject }) => subject)).toEqual([`ticket/${late}`]);
  });

  it('survives being given up and wanted again while the client is away', async () => {
    const url = await start();
    const id = randomUUID();
    const person = await addPerson(pool, { mayWatch: ['*'] });
    const listener = await connected(url, person);
    const { client } = listener;
    await client.watch('ticket', id);
    client.stop();
    client.unwatch('ticket', id);
    const again = client.watch('ticket', id);
    client.connect();
    await again;
    // An answer to something sent after it says that all before it was handled.
    await client.watch('ticket', randomUUID());
    await commit({ id, seq: 1, rooms: [`ticket:${id}:staff`] });
    await waitFor(() => listener.events.length === 1);
  });

  it('has a limit on one connection', async () => {
    const url = await start({ limits: { watchesPerSocket: 2 } });
    const listener = await connected(url, await addPerson(pool, { mayWatch: ['*'] }));
    await listener.client.watch('ticket', 'a');
    await listener.client.watch('ticket', 'b');
    expect(await listener.client.watch('ticket', 'c')).toMatchObject({ ok: false, code: 'not_possible' });
  });
});

describe('rights that change (R5)', () => {
  const change = async (person: Person, rooms: string[], mayWatch: string[] = []): Promise<void> => {
    await pool.query(
      'update people set rooms = $2, may_watch = $3, rights_version = rights_version + 1 where user_id = $1',
      [person.userId, [`user:${person.userId}`, ...rooms], mayWatch],
    );
    await commit({ kind: 'user', id: person.userId, type: 'user.rights', rooms: [`user:${person.userId}`] });
  };

  it('end what is seen live in the tick of the event, and begin what is new; the client reloads', async () => {
    const url = await start();
    const id = randomUUID();
    const person = await addPerson(pool, { rooms: ['old'], mayWatch: [`ticket/${id}`] });
    const listener = await connected(url, person);
    await listener.client.watch('ticket', id);
    await pool.query(
      `update people set rooms = array['user:' || user_id, 'new'], may_watch = '{}' where token = $1`,
      [person.token],
    );
    await commit(
      { rooms: ['old'], data: { n: 1 } },
      { kind: 'user', id: person.userId, type: 'user.rights', rooms: [`user:${person.userId}`] },
      { rooms: ['old'], data: { n: 2 } },
      { id, rooms: [`ticket:${id}:staff`], data: { n: 3 } },
    );
    await waitFor(() => listener.reloads.length === 1);
    expect(listener.reloads[0]?.reason).toBe('rights_changed');
    expect(listener.unwatched).toEqual([{ kind: 'ticket', id, code: 'forbidden' }]);
    await commit({ rooms: ['old'], data: { n: 4 } }, { rooms: ['new'], data: { n: 5 } });
    await waitFor(() => listener.events.some(({ data }) => data.n === 5));
    expect(listener.events.map(({ type, data }) => data.n ?? type)).toEqual([1, 'user.rights', 5]);
  });

  it('while a client was away make it reload: no replay by rights it no longer has, or did not have yet', async () => {
    const url = await start();
    const person = await addPerson(pool, { rooms: ['old-2'] });
    const listener = await connected(url, person);
    const witness = await connected(url, await addPerson(pool, { rooms: ['old-2', 'new-2'] }));
    listener.client.stop();
    await commit({ rooms: ['old-2'] }, { rooms: ['new-2'] });
    // What is emitted only after the client came back is live for it, and by its new rights it may see that.
    await waitFor(() => witness.events.length === 2);
    await change(person, ['new-2']);
    listener.client.connect();
    // The event itself may be emitted only after that, and then says so once more.
    await waitFor(() => listener.reloads.length > 0);
    expect(listener.reloads[0]?.reason).toBe('rights_changed');
    expect(listener.events.filter(({ type }) => type !== 'user.rights')).toEqual([]);
  });

  it('to one entity take its watchers out and let in those who may still see it, with what came meanwhile', async () => {
    const url = await start();
    const id = randomUUID();
    const stays = await connected(url, await addPerson(pool, { mayWatch: [`ticket/${id}`] }));
    const leaver = await addPerson(pool, { mayWatch: [`ticket/${id}`] });
    const leaves = await connected(url, leaver);
    await stays.client.watch('ticket', id);
    await leaves.client.watch('ticket', id);
    await pool.query(`update people set may_watch = '{}' where token = $1`, [leaver.token]);
    const room = `ticket:${id}:staff`;
    await commit({ id, seq: 1, type: 'ticket.moved', rooms: [room] }, { id, seq: 2, rooms: [room] });
    await waitFor(() => leaves.unwatched.length === 1);
    await commit({ id, seq: 3, rooms: [room] });
    await waitFor(() => stays.events.length === 3);
    expect(stays.events.map(({ actorseq }) => actorseq)).toEqual([1, 2, 3]);
    expect(leaves.events.map(({ actorseq }) => actorseq)).toEqual([1]);
  });

  it('to one entity, looked at anew while the connection ends, leave no gap', async () => {
    const asking: (() => void)[] = [];
    const authority = createTestAuthority(pool);
    let waits = false;
    const url = await start({
      authority: {
        ...authority,
        async mayWatch(...asked) {
          if (waits) await new Promise<void>((resolve) => asking.push(resolve));
          return await authority.mayWatch(...asked);
        },
      },
    });
    const id = randomUUID();
    const person = await addPerson(pool, { mayWatch: [`ticket/${id}`] });
    const listener = await connected(url, person);
    await listener.client.watch('ticket', id);
    waits = true;
    const room = `ticket:${id}:staff`;
    await commit({ id, seq: 1, type: 'ticket.moved', rooms: [room] }, { id, seq: 2, rooms: [room] });
    await commit({ type: 'user.told', rooms: [`user:${person.userId}`] });
    // The client's position is past what its watch has not got yet.
    await waitFor(() => listener.events.some(({ type }) => type === 'user.told') && asking.length > 0);
    waits = false;
    listener.client.socket.io.engine.close();
    await waitFor(() =>
      listener.events.some(({ actorseq, subject }) => subject.endsWith(id) && actorseq === 2),
    );
    for (const answer of asking) answer();
    await commit({ id, seq: 3, rooms: [room] });
    const ofTicket = () => listener.events.filter(({ subject }) => subject.endsWith(id));
    await waitFor(() => ofTicket().length === 3);
    expect(ofTicket().map(({ actorseq }) => actorseq)).toEqual([1, 2, 3]);
    expect(listener.reloads).toEqual([]);
  });

  it('to one entity while a client was away: a replay has the event by which it left, and nothing older of it', async () => {
    const url = await start();
    const person = await addPerson(pool, { rooms: ['zone'] });
    const listener = await connected(url, person);
    const witness = await connected(url, await addPerson(pool, { rooms: ['other'] }));
    listener.client.stop();
    const [gone, back] = [randomUUID(), randomUUID()];
    const loss = (id: string, seq: number): TestEvent => ({
      id,
      seq,
      audience: [{ class: 'staff', rooms: ['zone', 'other'], lost: ['zone'] }],
    });
    await commit(
      { id: gone, seq: 1, rooms: ['zone'] },
      { id: back, seq: 1, rooms: ['zone'] },
      loss(back, 2),
      loss(gone, 2),
      { id: back, seq: 3, rooms: ['zone'] },
      { id: gone, seq: 3, rooms: ['other'] },
    );
    // What is not emitted by the time it comes back would reach it live, by the rights of that moment.
    await waitFor(() => witness.events.length === 3);
    listener.client.connect();
    await waitFor(() => listener.client.isLive());
    expect(listener.syncs.at(-1)?.replayed).toBe(4);
    const heard = listener.events.map(({ subject, actorseq }) => [subject, actorseq]);
    expect(heard).toEqual([
      [`ticket/${back}`, 1],
      [`ticket/${back}`, 2],
      [`ticket/${gone}`, 2],
      [`ticket/${back}`, 3],
    ]);
  });

  it('cut a revoked session by its event', async () => {
    const url = await start();
    const person = await addPerson(pool, { rooms: ['revoked'] });
    const listener = await connected(url, person);
    await pool.query('update people set revoked = true where token = $1', [person.token]);
    await commit(
      { kind: 'user', id: person.userId, type: 'user.revoked', rooms: [`user:${person.userId}`] },
      { rooms: ['revoked'] },
    );
    await waitFor(() => listener.ends.length > 0, { deadlineMs: 1_000 });
    expect(listener.ends).toContain('session_revoked');
    expect(listener.events.map(({ type }) => type)).toEqual(['user.revoked']);
  });

  it('cut a revoked session whose event never comes, and one that expires', async () => {
    const url = await start();
    const revoked = await addPerson(pool);
    const expiring = await addPerson(pool);
    await pool.query(`update people set expires_at = now() + interval '700 milliseconds' where token = $1`, [
      expiring.token,
    ]);
    const one = await connected(url, revoked);
    const other = await connected(url, expiring);
    await pool.query('update people set revoked = true where token = $1', [revoked.token]);
    await waitFor(() => one.ends.length > 0 && other.ends.length > 0, { deadlineMs: 4_000 });
    expect(one.ends[0]).toBe('session_revoked');
    expect(other.ends[0]).toBe('session_expired');
  });
});

describe('what a client sends', () => {
  it('is answered with an error when there is no such message, and reaches nobody', async () => {
    const url = await start();
    const person = await addPerson(pool, { rooms: ['peers'] });
    const listener = await connected(url, person);
    const peer = await connected(url, await addPerson(pool, { rooms: ['peers'] }));
    const heard: string[] = [];
    peer.client.socket.onAny((name: string) => heard.push(name));
    const { socket } = listener.client;
    socket.emit('ticket.assigned', { rooms: ['peers'], data: {} });
    socket.emit('join', 'role:admin');
    socket.emit('watch', { kind: 'ticket', id: '../../etc', since: 7 });
    socket.emit('watch');
    socket.emit('typing', { kind: 'ticket', id: 'x', typing: 'yes' });
    socket.emit('typing', { kind: 'ticket', id: 'x', typing: true });
    await waitFor(() => listener.errors.length === 6);
    expect(listener.errors.map(({ code }) => code)).toEqual([
      ...Array.from({ length: 5 }, () => 'invalid_request'),
      'forbidden',
    ]);
    await commit({ rooms: ['peers'] });
    await waitFor(() => peer.events.length === 1);
    expect(heard).toEqual(['ticket.changed']);
    expect(listener.ends).toEqual([]);
  });

  it('ends the connection with a code when it is too large, and others notice nothing', async () => {
    const url = await start();
    const peer = await connected(url, await addPerson(pool));
    const listener = await connected(url, await addPerson(pool));
    listener.client.socket.emit('typing', { text: 'x'.repeat(100_000) });
    await waitFor(() => listener.ends.length > 0);
    expect(listener.ends).toEqual(['message_too_large']);
    expect(peer.ends).toEqual([]);
  });

  it('is answered when it is refused, and a watch that was refused for now is asked for again', async () => {
    const url = await start({ limits: { messagesPerSecond: 0.5, messageBurst: 2 } });
    const id = randomUUID();
    const person = await addPerson(pool, { rooms: ['rated'], mayWatch: ['*'] });
    const listener = await connected(url, person);
    const { client } = listener;
    const ask = (name: string, body: unknown) => client.socket.timeout(5_000).emitWithAck(name, body);
    expect(await ask('unwatch', { kind: 7 })).toEqual({ ok: false, code: 'invalid_request' });
    expect(await ask('join', 'role:admin')).toEqual({ ok: false, code: 'invalid_request' });
    const answered = client.watch('ticket', id);
    await waitFor(() => listener.errors.some(({ code }) => code === 'rate_limited'));
    // It waits until then, by whichever room it comes.
    await commit({ id, seq: 1, rooms: ['rated'] });
    expect(await answered).toMatchObject({ ok: true });
    await waitFor(() => listener.events.length === 1);
    await commit({ id, seq: 2, rooms: [`ticket:${id}:staff`] });
    await waitFor(() => listener.events.length === 2);
  });

  it('is dropped beyond the rate of its user, and then ends the connection', async () => {
    const url = await start({ limits: { messagesPerSecond: 1, messageBurst: 5, droppedMessages: 10 } });
    const listener = await connected(url, await addPerson(pool));
    for (let count = 0; count < 30; count++)
      listener.client.socket.emit('unwatch', { kind: 'ticket', id: 'x' });
    await waitFor(() => listener.ends.length > 0);
    expect(listener.errors.map(({ code }) => code)).toEqual(['rate_limited']);
    expect(listener.ends).toEqual(['rate_limited']);
  });
});

describe('presence and typing (R7)', () => {
  it('reach the staff who watch the same entity, and nobody else', async () => {
    const url = await start();
    const one = await addPerson(pool, { mayWatch: ['*'] });
    const two = await addPerson(pool, { mayWatch: ['*'] });
    const customer = await addPerson(pool, { mayWatch: ['*'], class: 'public' });
    const [first, second, outside] = await Promise.all(
      [one, two, customer].map((who) => connected(url, who)),
    );
    if (!first || !second || !outside) throw new Error('not connected');
    const head = await headOf(pool);
    for (const { client } of [first, second, outside]) await client.watch('ticket', 't1');
    const both = [one.userId, two.userId].sort();
    await waitFor(() => first.presence.at(-1)?.users.length === 2);
    expect(first.presence.at(-1)).toEqual({ ephemeral: true, kind: 'ticket', id: 't1', users: both });
    first.client.typing('ticket', 't1', true);
    await waitFor(() => second.typing.length === 1);
    expect(second.typing[0]).toEqual({
      ephemeral: true,
      kind: 'ticket',
      id: 't1',
      userId: one.userId,
      typing: true,
    });
    outside.client.typing('ticket', 't1', true);
    await waitFor(() => outside.errors.length === 1);
    second.client.stop();
    await waitFor(() => first.presence.at(-1)?.users.length === 1);
    expect([...outside.presence, ...outside.typing, ...first.typing]).toEqual([]);
    // Nothing of it was stored.
    expect((await headOf(pool)).offset).toBe(head.offset);
  });
});

describe('a slow consumer', () => {
  const slowCuts = async (): Promise<number> =>
    Number(/cuts_total\{code="slow_consumer"\} (\d+)/.exec(await ownMetrics())?.[1] ?? 0);

  it('is cut with a reason, and resumes without a gap', async () => {
    const url = await start({ limits: { pendingBytes: 200_000 } });
    const person = await addPerson(pool, { rooms: ['flood'] });
    const listener = await connected(url, person, { transports: ['websocket'] });
    const raw = listener.client.socket.io.engine.transport as unknown as {
      ws: { _socket: { pause(): void; resume(): void } };
    };
    raw.ws._socket.pause();
    const text = 'x'.repeat(50_000);
    const cutsBefore = await slowCuts();
    for (let n = 0; n < 200; n++) await commit({ rooms: ['flood'], data: { n, text } });
    await waitFor(async () => (await slowCuts()) > cutsBefore);
    raw.ws._socket.resume();
    await waitFor(() => listener.events.length === 200, { deadlineMs: 15_000 });
    expect(listener.ends).toHaveLength(1);
    expect(['slow_consumer', 'transport_lost']).toContain(listener.ends[0]);
    expect(listener.events.map(({ data }) => data.n)).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });
});

describe('Redis', () => {
  it('flushed in the middle of a storm loses and doubles nothing (R3)', async () => {
    const url = await start();
    const person = await addPerson(pool, { rooms: ['flushed'] });
    const listener = await connected(url, person);
    const redis = new Redis(sharedServers().redisUrl);
    try {
      for (let n = 0; n < 300; n++) {
        await commit({ rooms: ['flushed'], data: { n } });
        if (n % 50 === 25) {
          // The shared Redis serves other tests too: what FLUSHALL would do, for our keys alone.
          const keys = await redis.keys(`${prefix}:*`);
          if (keys.length > 0) await redis.del(keys);
        }
      }
    } finally {
      redis.disconnect();
    }
    await waitFor(() => listener.events.length === 300, { deadlineMs: 5_000 });
    expect(listener.events.map(({ data }) => data.n)).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });
});

describe('the realtime port', () => {
  it('answers health, and a problem for anything else', async () => {
    const url = await start();
    expect(await (await fetch(`${url}/livez`)).json()).toEqual({ status: 'OK' });
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'active' });
    const other = await fetch(`${url}/api/v1/tickets`);
    expect(other.status).toBe(404);
    expect(other.headers.get('content-type')).toBe('application/problem+json');
  });

  it('gives each class of viewers its own words, live and on replay', async () => {
    const url = await start();
    const staff = await addPerson(pool, { rooms: ['t:staff'] });
    const customer = await addPerson(pool, { rooms: ['t:public'], class: 'public' });
    const since = `${(await headOf(pool)).epoch}:${(await headOf(pool)).offset}`;
    const live = await Promise.all([staff, customer].map((who) => connected(url, who)));
    await commit({
      data: { note: 'internal' },
      audience: [
        { class: 'staff', rooms: ['t:staff'] },
        { class: 'public', rooms: ['t:public'], data: { note: 'on its way' } },
      ],
    });
    await waitFor(() => live.every(({ events }) => events.length === 1));
    const replay = await Promise.all([staff, customer].map((who) => connected(url, who, { since })));
    for (const listeners of [live, replay]) {
      expect(listeners.map(({ events }) => events.map(({ data }) => data.note))).toEqual([
        ['internal'],
        ['on its way'],
      ]);
    }
    expect((await readLog(pool, offsetOf(since))).length).toBeGreaterThan(0);
  });
});
