/**
 * What the tables of record know of one event: who handled it, what came of it, and what still waits. Read by
 * people only; each statement is bounded and goes by a key.
 */
import type { ActorRef, By } from './actor-types.ts';
import type { Queryable } from './database.ts';
import { type EventRecord, eventColumns, type LoggedEvent, toLoggedEvent } from './log.ts';

export async function readEvent(db: Queryable, id: string): Promise<LoggedEvent | undefined> {
  const { rows } = await db.query<EventRecord>({
    name: 'journey_event',
    text: `select ${eventColumns('e')} from events e where e.id = $1`,
    values: [id],
  });
  return rows[0] && toLoggedEvent(rows[0]);
}

/** The newest events of an actor; with a trace id, those of that trace. Index: events_actor_kind_actor_id_seq_key. */
export async function readNewestEvents(
  db: Queryable,
  { kind, id }: ActorRef,
  traceId: string | undefined,
  limit: number,
): Promise<LoggedEvent[]> {
  const { rows } = await db.query<EventRecord>({
    name: 'journey_newest',
    text: `select ${eventColumns('e')} from events e
      where e.actor_kind = $1 and e.actor_id = $2 and ($3::text is null or substr(e.trace, 4, 32) = $3)
      order by e.seq desc limit $4`,
    values: [kind, id, traceId ?? null, limit],
  });
  return rows.map(toLoggedEvent);
}

/**
 * The events of a trace among the newest 10,000 of the log: those that nobody has worked off yet, so that no span
 * names them, are found too. The log has no index by trace, which every commit would pay for. Index: events_pkey.
 */
export async function readEventsOfTrace(
  db: Queryable,
  traceId: string,
  limit: number,
): Promise<{ id: string; type: string }[]> {
  const { rows } = await db.query<{ id: string; type: string }>({
    name: 'journey_of_trace',
    text: `select id::text, type from (select id, type, trace from events order by id desc limit 10000) e
      where substr(trace, 4, 32) = $1 order by e.id limit $2`,
    values: [traceId, limit],
  });
  return rows;
}

export interface GroupProgress {
  readonly group: string;
  readonly paused: boolean;
  /** The log's position when the group was first seen: it was asked for nothing at or before it. */
  readonly startPosition: number;
  /** Null while the actor has no mailbox in this group. */
  readonly lastSeq: number | null;
  /** Handlers that are finished with the event after `lastSeq`. */
  readonly done: readonly string[];
  readonly attempts: number;
  readonly retryAt: Date | null;
  readonly lastError: string | null;
  readonly halted: boolean;
}

/** How far the mailboxes of an actor are. Index: mailbox_pkey. */
export async function readProgress(
  db: Queryable,
  actor: ActorRef,
  groups: readonly string[],
): Promise<GroupProgress[]> {
  const { rows } = await db.query<GroupProgress>({
    name: 'journey_progress',
    text: `select g."group", g.paused, g.start_position::float8 as "startPosition", m.last_seq as "lastSeq",
        coalesce(m.done, '{}') as done, coalesce(m.attempts, 0) as attempts, m.retry_at as "retryAt",
        m.last_error as "lastError", coalesce(m.halted, false) as halted
      from mailbox_groups g left join mailbox m
        on m."group" = g."group" and m.actor_kind = $1 and m.actor_id = $2
     where g."group" = any($3)`,
    values: [actor.kind, actor.id, groups],
  });
  return rows;
}

export interface LetterOfEvent {
  readonly id: string;
  readonly handler: string;
  readonly status: 'dead' | 'replayed' | 'discarded';
  readonly attempts: number;
  readonly error: string;
  readonly at: Date;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: By | null;
  readonly reason: string | null;
}

/** Index: dead_letters_event_id_handler_key. */
export async function readLettersOfEvent(db: Queryable, eventId: string): Promise<LetterOfEvent[]> {
  const { rows } = await db.query<LetterOfEvent>({
    name: 'journey_letters',
    text: `select id::text, handler, status, attempts, error, at, resolved_at as "resolvedAt",
        resolved_by as "resolvedBy", reason
      from dead_letters where event_id = $1`,
    values: [eventId],
  });
  return rows;
}

export async function readFollowerPositions(db: Queryable): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; position: number }>({
    name: 'journey_followers',
    text: 'select name, position::float8 as position from followers',
  });
  return new Map(rows.map(({ name, position }) => [name, position]));
}

export interface DeliveryOfEvent {
  readonly id: string;
  readonly channel: string;
  readonly recipientKind: string;
  readonly recipientId: string;
  readonly template: string;
  readonly status: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly acceptedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly shownAt: Date | null;
  readonly seenAt: Date | null;
  readonly readAt: Date | null;
  /** The event that made an in-app notice, and who sent its command. */
  readonly noticeEventId: string | null;
  readonly noticeBy: By | null;
  /** How many there are in all, of which at most `limit` are read. */
  readonly total: number;
}

/** What one event told to whom. `noticeKind`: the kind of actor whose rows in-app notices are. Index: deliveries_event. */
export async function readDeliveriesOfEvent(
  db: Queryable,
  eventId: string,
  noticeKind: string,
  limit: number,
): Promise<DeliveryOfEvent[]> {
  const { rows } = await db.query<DeliveryOfEvent>({
    name: 'journey_deliveries',
    text: `select d.id, d.channel, d.recipient_kind as "recipientKind", d.recipient_id as "recipientId", d.template,
        d.status, d.reason, d.attempts, d.next_attempt_at as "nextAttemptAt", d.last_error as "lastError",
        d.created_at as "createdAt", d.accepted_at as "acceptedAt", d.delivered_at as "deliveredAt",
        d.shown_at as "shownAt", d.seen_at as "seenAt", d.read_at as "readAt",
        e.id::text as "noticeEventId", e.by as "noticeBy", d.total
      from (select d.*, (count(*) over ())::int as total from deliveries d where d.event_id = $1
             order by d.created_at, d.id limit $3) d
      left join events e on e.actor_kind = $2 and e.actor_id = d.id and e.seq = 1
     order by d.created_at, d.id`,
    values: [eventId, noticeKind, limit],
  });
  return rows;
}

export interface AttemptOfDelivery {
  readonly delivery: string;
  readonly n: number;
  readonly provider: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly outcome: string | null;
  readonly error: string | null;
  readonly trace: string | null;
}

/** Index: delivery_attempts_pkey. */
export async function readAttemptsOf(
  db: Queryable,
  deliveries: readonly string[],
): Promise<AttemptOfDelivery[]> {
  const { rows } = await db.query<AttemptOfDelivery>({
    name: 'journey_attempts',
    text: `select delivery_id as delivery, n, provider, started_at as "startedAt", finished_at as "finishedAt",
        outcome, error, trace
      from delivery_attempts where delivery_id = any($1) order by delivery_id, n`,
    values: [deliveries],
  });
  return rows;
}

export interface CausedEvent {
  readonly id: string;
  readonly type: string;
  readonly by: By;
  readonly at: Date;
}

/** What handlers made of the event at the same actor, by the trace that they carry on. */
export async function readCausedEvents(
  db: Queryable,
  event: LoggedEvent,
  limit: number,
): Promise<CausedEvent[]> {
  if (event.trace === null) return [];
  const { rows } = await db.query<CausedEvent>({
    name: 'journey_caused',
    text: `select id::text, type, by, at from events
      where actor_kind = $1 and actor_id = $2 and seq > $3 and by->>'kind' = 'handler' and trace = $4
      order by seq limit $5`,
    values: [event.actorKind, event.actorId, event.seq, event.trace, limit],
  });
  return rows;
}

export interface WaitingTimer {
  readonly id: string;
  readonly name: string;
  readonly dueAt: Date;
  readonly attempts: number;
}

/** Timers of the actor that the event set and that have not run. Index: timers_actor_kind_actor_id_name_key. */
export async function readTimersOfEvent(db: Queryable, event: LoggedEvent): Promise<WaitingTimer[]> {
  if (event.trace === null) return [];
  const { rows } = await db.query<WaitingTimer>({
    name: 'journey_timers',
    text: `select id, name, due_at as "dueAt", attempts from timers
      where actor_kind = $1 and actor_id = $2 and trace = $3 order by due_at`,
    values: [event.actorKind, event.actorId, event.trace],
  });
  return rows;
}

/** The event that a delivery tells of, and where its trace is. */
export async function readCauseOfDelivery(
  db: Queryable,
  id: string,
): Promise<{ eventId: string | null; trace: string | null } | undefined> {
  const { rows } = await db.query<{ eventId: string | null; trace: string | null }>({
    name: 'journey_cause',
    text: 'select event_id::text as "eventId", trace from deliveries where id = $1',
    values: [id],
  });
  return rows[0];
}

export async function readActorOfTimer(
  db: Queryable,
  id: string,
): Promise<(ActorRef & { trace: string | null }) | undefined> {
  const { rows } = await db.query<ActorRef & { trace: string | null }>({
    name: 'journey_timer',
    text: 'select actor_kind as kind, actor_id as id, trace from timers where id = $1',
    values: [id],
  });
  return rows[0];
}
