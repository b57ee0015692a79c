// Realtime in tests: an authority whose people a test makes up, events written straight into the log, and clients.

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  createRealtimeClient,
  type RealtimeClient,
  type RealtimeClientOptions,
} from '../../src/client/realtime.ts';
import type { Audience } from '../../src/contracts/generic/audience.ts';
import type { DisconnectCode } from '../../src/contracts/generic/disconnects.ts';
import type { Envelope } from '../../src/contracts/generic/envelope.ts';
import type {
  Presence,
  Reload,
  SocketError,
  Sync,
  Typing,
  Unwatched,
} from '../../src/contracts/generic/realtime.ts';
import type { Authority, RightsChange, Viewer } from '../../src/engine/authority-types.ts';
import type { Queryable } from '../../src/engine/database.ts';
import { readHead } from '../../src/engine/log.ts';

/** People and their rights in a table of the test's database, so that all processes of a test see the same. */
export async function createPeople(db: Queryable): Promise<void> {
  await db.query(`create table people (
    token text primary key, user_id text not null, class text not null, role text not null,
    rooms text[] not null, may_watch text[] not null, rights_version int not null default 1,
    expires_at timestamptz not null default now() + interval '1 hour', revoked boolean not null default false)`);
}

export interface Person {
  readonly token: string;
  readonly userId: string;
}

export async function addPerson(
  db: Queryable,
  given: { rooms?: string[]; mayWatch?: string[]; class?: string; role?: string; userId?: string } = {},
): Promise<Person> {
  const userId = given.userId ?? randomUUID();
  const token = randomUUID();
  await db.query(
    `insert into people (token, user_id, class, role, rooms, may_watch) values ($1, $2, $3, $4, $5, $6)`,
    [
      token,
      userId,
      given.class ?? 'staff',
      given.role ?? 'noc',
      [`user:${userId}`, ...(given.rooms ?? [])],
      given.mayWatch ?? [],
    ],
  );
  return { token, userId };
}

interface PersonRow {
  token: string;
  user_id: string;
  class: Viewer['class'];
  role: string;
  rooms: string[];
  rights_version: number;
  expires_at: Date;
  changed: string;
}

/** `rights` events redecide their actor, `revoked` events cut it; may_watch is by `kind/id`, or `*`. */
export function createTestAuthority(db: Queryable): Authority {
  return {
    async authenticate({ bearer }) {
      const { rows } = await db.query<PersonRow>(
        `select p.*, coalesce((select coalesce(e.position, 9007199254740991) from events e
            where e.actor_kind = 'user' and e.actor_id = p.user_id and e.type = 'user.rights'
            order by e.seq desc limit 1), 0) as changed
          from people p where token = $1 and not revoked and expires_at > now()`,
        [bearer ?? ''],
      );
      const row = rows[0];
      if (!row) return { refused: 'unauthenticated' };
      return {
        userId: row.user_id,
        sessionId: row.token,
        class: row.class,
        role: row.role,
        rooms: row.rooms,
        rightsVersion: row.rights_version,
        expiresAt: row.expires_at.toISOString(),
        rightsChangedOffset: Number(row.changed),
      };
    },
    async mayWatch(viewer, kind, id) {
      const { rows } = await db.query(
        `select from people where token = $1 and (may_watch @> array[$2] or may_watch @> array['*'])`,
        [viewer.sessionId, `${kind}/${id}`],
      );
      return rows.length > 0 ? [`${kind}:${id}:${viewer.class}`] : undefined;
    },
    onEvent(event): RightsChange | undefined {
      if (event.type === 'user.rights') return { redecideUsers: [event.actorId] };
      if (event.type === 'user.revoked') return { revokeUsers: [event.actorId] };
      if (event.type === 'ticket.moved') return { redecideWatchers: [{ kind: 'ticket', id: event.actorId }] };
      return undefined;
    },
    async stillValid(ids) {
      const { rows } = await db.query<{ token: string }>(
        'select token from people where token = any($1) and not revoked and expires_at > now()',
        [ids],
      );
      return rows.map(({ token }) => token);
    },
  };
}

export interface TestEvent {
  readonly kind?: string;
  readonly id?: string;
  readonly seq?: number;
  readonly type?: string;
  readonly data?: Record<string, unknown>;
  readonly rooms?: readonly string[];
  readonly audience?: Audience;
  readonly trace?: string;
}

/** Commits events in one transaction, without ringing. */
export async function commitEvents(db: Queryable, events: readonly TestEvent[]): Promise<void> {
  const rows = events.map((event) => ({
    actor_kind: event.kind ?? 'ticket',
    actor_id: event.id ?? randomUUID(),
    seq: event.seq ?? 1,
    type: event.type ?? 'ticket.changed',
    version: 1,
    data: event.data ?? {},
    audience: event.audience ?? [{ class: 'staff', rooms: event.rooms ?? ['desk'] }],
    by: { kind: 'system', id: 'test' },
    trace: event.trace ?? null,
    at: new Date().toISOString(),
  }));
  await db.query(
    `insert into events (actor_kind, actor_id, seq, type, version, data, audience, by, trace, at)
     select actor_kind, actor_id, seq, type, version, data, audience, by, trace, at
       from jsonb_populate_recordset(null::events, $1)`,
    [JSON.stringify(rows)],
  );
}

export interface Heard {
  readonly events: Envelope[];
  readonly syncs: Sync[];
  readonly reloads: Reload[];
  readonly ends: DisconnectCode[];
  readonly errors: SocketError[];
  readonly unwatched: Unwatched[];
  readonly presence: Presence[];
  readonly typing: Typing[];
  /** What came in which order: event types, `sync`, `reload`. */
  readonly order: string[];
}

export interface Listener extends Heard {
  readonly client: RealtimeClient;
}

/** A connected client that writes down what it hears. */
export function listen(options: Omit<RealtimeClientOptions, 'onEvent'>): Listener {
  const heard: Heard = {
    events: [],
    syncs: [],
    reloads: [],
    ends: [],
    errors: [],
    unwatched: [],
    presence: [],
    typing: [],
    order: [],
  };
  const client = createRealtimeClient({
    reconnectDelayMs: 50,
    reconnectDelayMaxMs: 200,
    ...options,
    onEvent: (event) => {
      heard.events.push(event);
      heard.order.push(event.type);
    },
    onSync: (sync) => {
      heard.syncs.push(sync);
      heard.order.push('sync');
    },
    onReload: (reload) => {
      heard.reloads.push(reload);
      heard.order.push('reload');
    },
    onUnwatched: (gone) => heard.unwatched.push(gone),
    onPresence: (presence) => heard.presence.push(presence),
    onTyping: (typing) => heard.typing.push(typing),
    onError: (error) => heard.errors.push(error),
    onEnd: (code) => heard.ends.push(code),
  });
  return { client, ...heard };
}

/** The log as it stands: ids in order of position. */
export async function readLog(db: Queryable, afterOffset = 0): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    'select id::text from events where position > $1 order by position',
    [afterOffset],
  );
  return rows.map(({ id }) => id);
}

export async function headOf(db: Queryable): Promise<{ epoch: string; offset: number }> {
  return readHead(db);
}

export function createTestPool(url: string, max = 8): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  return pool;
}
