/**
 * The log: one append-only table that is outbox, audit trail, mailbox and replay buffer (design, rule 1).
 *
 * - L2 A position is dense, assigned after commit, visible only in increasing order.
 * - L3 `number_events` gives positions; anybody may call it.
 * - R1 A client's position carries the epoch of the log.
 */
import type { Audience } from '../contracts/generic/audience.ts';
import type { Envelope } from '../contracts/generic/envelope.ts';
import { formatPosition, type Position } from '../contracts/generic/position.ts';
import type { By } from './actor-types.ts';
import type { Queryable } from './database.ts';

export interface LoggedEvent {
  /** Identity value as text: ids are beyond what a JSON number of every client can hold. */
  readonly id: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly seq: number;
  readonly type: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly audience: Audience;
  readonly by: By;
  readonly trace: string | null;
  /** ISO instant of the decision. */
  readonly at: string;
  /** Null until numbered. */
  readonly position: number | null;
}

export interface EventRecord {
  id: string;
  actor_kind: string;
  actor_id: string;
  seq: number;
  type: string;
  version: number;
  data: Record<string, unknown>;
  audience: Audience;
  by: By;
  trace: string | null;
  at: Date;
  position: string | null;
}

/** The columns of a `LoggedEvent`, for every statement that reads events. */
export const eventColumns = (alias: string): string =>
  [
    'id',
    'actor_kind',
    'actor_id',
    'seq',
    'type',
    'version',
    'data',
    'audience',
    'by',
    'trace',
    'at',
    'position',
  ]
    .map((column) => `${alias}.${column}`)
    .join(', ');

export function toLoggedEvent(row: EventRecord): LoggedEvent {
  return {
    id: row.id,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    seq: row.seq,
    type: row.type,
    version: row.version,
    data: row.data,
    audience: row.audience,
    by: row.by,
    trace: row.trace,
    at: row.at.toISOString(),
    position: row.position === null ? null : Number(row.position),
  };
}

/** Numbers at most `batch` committed events and returns them in order of position (L3). */
export async function numberEvents(db: Queryable, batch = 1_000): Promise<LoggedEvent[]> {
  const result = await db.query<EventRecord>({
    name: 'number_events',
    text: `select ${eventColumns('e')} from number_events($1) e`,
    values: [batch],
  });
  return result.rows.map(toLoggedEvent);
}

/** Events after an offset, in order. Index: events_position. */
export async function readEventsAfter(db: Queryable, offset: number, limit: number): Promise<LoggedEvent[]> {
  const result = await db.query<EventRecord>({
    name: 'read_events_after',
    text: `select ${eventColumns('e')} from events e where e.position > $1 order by e.position limit $2`,
    values: [offset, limit],
  });
  return result.rows.map(toLoggedEvent);
}

/** The history of one actor, oldest first. Index: events_actor_kind_actor_id_seq_key. */
export async function readActorEvents(
  db: Queryable,
  kind: string,
  id: string,
  afterSeq = 0,
  limit = 200,
): Promise<LoggedEvent[]> {
  const result = await db.query<EventRecord>({
    name: 'read_actor_events',
    text: `select ${eventColumns('e')} from events e
      where e.actor_kind = $1 and e.actor_id = $2 and e.seq > $3 order by e.seq limit $4`,
    values: [kind, id, afterSeq, limit],
  });
  return result.rows.map(toLoggedEvent);
}

/** The head of the log: what a GET reads before its state, so that a client can ask for what comes after (R2). */
export async function readHead(db: Queryable): Promise<Position> {
  const result = await db.query<{ epoch: string; position: string }>({
    name: 'read_head',
    text: 'select log_epoch() as epoch, position from log_head where one',
  });
  const row = result.rows[0];
  if (!row) throw new Error('log_head has no row: the database is not migrated');
  return { epoch: row.epoch, offset: Number(row.position) };
}

/** The envelope of a numbered event with the words its reader may see. */
export function toEnvelope(
  event: LoggedEvent,
  data: Readonly<Record<string, unknown>>,
  epoch: string,
): Envelope {
  return {
    specversion: '1.0',
    id: event.id,
    source: `/${event.actorKind}`,
    type: event.type,
    subject: `${event.actorKind}/${event.actorId}`,
    time: event.at,
    datacontenttype: 'application/json',
    dataschemaversion: event.version,
    position: formatPosition({ epoch, offset: event.position ?? 0 }),
    actorseq: event.seq,
    ...(event.trace ? { traceparent: event.trace } : {}),
    by: { kind: event.by.kind, id: event.by.id },
    data,
  };
}
