/**
 * The statements of the mailboxes (M2–M4). A mailbox is a row `(group, actor)` with a cursor over the actor's events.
 *
 * Two cautions that several of them share:
 * - A row's lock is what makes a mailbox run once at a time; nothing relies on the job.
 * - A mailbox that waits (`retry_at` set) does not hold the sweep's low-water mark, so events behind it may lie below
 *   the mark. It stops waiting only by `settleMailbox`, which looks again for such events under the group's lock.
 */
import type { ActorRef } from './actor-types.ts';
import type { Queryable } from './database.ts';
import { type EventRecord, eventColumns, type LoggedEvent, toLoggedEvent } from './log.ts';

/** A locked mailbox and the events after its cursor, in order. */
export interface Mailbox {
  readonly actor: ActorRef;
  readonly lastSeq: number;
  /** Handlers that are finished with the next event. */
  readonly done: readonly string[];
  readonly attempts: number;
  readonly attempting: boolean;
  /** `retry_at` was set, and has come. */
  readonly waiting: boolean;
  readonly events: readonly LoggedEvent[];
}

interface MailboxRecord extends Omit<EventRecord, 'id'> {
  id: string | null;
  box_kind: string;
  box_id: string;
  last_seq: number;
  done: string[];
  attempts: number;
  attempting: boolean;
  waiting: boolean;
}

/** Makes the group known. It starts at the head of the log unless it asks for history (M6). */
export async function ensureGroup(db: Queryable, group: string, history: boolean): Promise<void> {
  await db.query(
    `insert into mailbox_groups ("group", start_position, low_position)
     select $1, start, start from (select case when $2 then 0 else position end as start from log_head where one) h
     on conflict do nothing`,
    [group, history],
  );
}

/*
 * `lateral … limit 1` and `offset 0` below make Postgres look each row up by its key. Left to itself it joins with a
 * scan while the table is small, and keeps that plan while the table grows.
 */

/**
 * Makes the mailboxes that do not exist yet; a statement of its own, outside any transaction, so that the first event
 * of an actor never waits for somebody's long transaction. Sorted, so two of them cannot wait for each other. Losing
 * it in a crash loses nothing, so its commit does not wait for the disk.
 * A mailbox of an actor that is older than the group starts after what happened before the group's start.
 */
export async function createMailboxes(
  db: Queryable,
  group: string,
  actors: readonly ActorRef[],
): Promise<void> {
  await db.query({
    name: 'create_mailboxes',
    text: `with quick as (select set_config('synchronous_commit', 'off', true))
      insert into mailbox ("group", actor_kind, actor_id, last_seq)
      select g."group", w.kind, w.id,
             case when g.start_position = 0 then 0 else coalesce(
               (select e.seq from events e
                 where e.actor_kind = w.kind and e.actor_id = w.id and e.position <= g.start_position
                 order by e.seq desc limit 1), 0) end
        from quick, mailbox_groups g, unnest($2::text[], $3::text[]) w (kind, id)
       where g."group" = $1
         and not exists (
           select from mailbox m where m."group" = $1 and m.actor_kind = w.kind and m.actor_id = w.id offset 0)
       order by w.kind, w.id
      on conflict do nothing`,
    values: [group, actors.map((actor) => actor.kind), actors.map((actor) => actor.id)],
  });
}

/**
 * Locks those of the mailboxes that are free and due, and reads up to `limit` events of each: one statement.
 * Its snapshot may be older than a lock it gets, but never so that it skips: an actor's events become visible in
 * order, so it reads a prefix of what is there, and what is missing has a ring of its own.
 * Indexes: mailbox_pkey, events_actor_kind_actor_id_seq_key.
 */
export async function lockMailboxes(
  client: Queryable,
  group: string,
  actors: readonly ActorRef[],
  limit: number,
): Promise<Mailbox[]> {
  const result = await client.query<MailboxRecord>({
    name: 'lock_mailboxes',
    text: `with locked as materialized (
        select m.*
          from (select * from unnest($2::text[], $3::text[]) u (kind, id) order by kind, id) w
         cross join lateral (
           select m.actor_kind, m.actor_id, m.last_seq, m.done, m.attempts, m.attempting,
                  m.retry_at is not null as waiting
             from mailbox m
            where m."group" = $1 and m.actor_kind = w.kind and m.actor_id = w.id
              and not m.halted and (m.retry_at is null or m.retry_at <= clock_timestamp())
            limit 1 for update skip locked) m
         where not exists (select from mailbox_groups g where g."group" = $1 and g.paused))
      select l.actor_kind as box_kind, l.actor_id as box_id, l.last_seq, l.done, l.attempts, l.attempting, l.waiting,
             ${eventColumns('e')}
        from locked l left join lateral (
          select * from events e
           where e.actor_kind = l.actor_kind and e.actor_id = l.actor_id and e.seq > l.last_seq
           order by e.seq limit $4) e on true
       order by l.actor_kind, l.actor_id, e.seq`,
    values: [group, actors.map((actor) => actor.kind), actors.map((actor) => actor.id), limit],
  });
  return toMailboxes(result.rows);
}

/** Locks one mailbox for the attempt that was recorded for it, whatever its `retry_at` says. */
export async function lockAttempt(
  client: Queryable,
  group: string,
  actor: ActorRef,
  attempt: { readonly lastSeq: number; readonly attempts: number },
): Promise<boolean> {
  const result = await client.query({
    name: 'lock_attempt',
    text: `select from mailbox where "group" = $1 and actor_kind = $2 and actor_id = $3
        and attempting and last_seq = $4 and attempts = $5 for update skip locked`,
    values: [group, actor.kind, actor.id, attempt.lastSeq, attempt.attempts],
  });
  return result.rows.length > 0;
}

function toMailboxes(rows: readonly MailboxRecord[]): Mailbox[] {
  const boxes: (Mailbox & { events: LoggedEvent[] })[] = [];
  for (const row of rows) {
    let box = boxes.at(-1);
    if (!box || box.actor.id !== row.box_id || box.actor.kind !== row.box_kind) {
      box = {
        actor: { kind: row.box_kind, id: row.box_id },
        lastSeq: row.last_seq,
        done: row.done,
        attempts: row.attempts,
        attempting: row.attempting,
        waiting: row.waiting,
        events: [],
      };
      boxes.push(box);
    }
    if (row.id !== null) box.events.push(toLoggedEvent(row as EventRecord));
  }
  return boxes;
}

export type Unavailable = 'missing' | 'paused' | 'waiting' | 'taken';

/** Why mailboxes were not locked: a rare question, so a statement of its own. Keys are `kind/id`. */
export async function explainUnavailable(
  db: Queryable,
  group: string,
  actors: readonly ActorRef[],
): Promise<Unavailable[]> {
  const result = await db.query<{ why: Unavailable }>({
    name: 'explain_unavailable',
    text: `select case when exists (select from mailbox_groups g where g."group" = $1 and g.paused) then 'paused'
                       when m."group" is null then 'missing'
                       when m.halted or m.retry_at > clock_timestamp() then 'waiting'
                       else 'taken' end as why
        from unnest($2::text[], $3::text[]) with ordinality w (kind, id, n)
        left join mailbox m on m."group" = $1 and m.actor_kind = w.kind and m.actor_id = w.id
       order by w.n`,
    values: [group, actors.map((actor) => actor.kind), actors.map((actor) => actor.id)],
  });
  return result.rows.map(({ why }) => why);
}

/** What a mailbox that ran alone looks like afterwards. */
export interface Settlement {
  readonly lastSeq: number;
  readonly done: readonly string[];
  readonly attempts: number;
  readonly attempting: boolean;
  readonly error: string | null;
  readonly halted: boolean;
  /** Milliseconds until it is due again; `null`: it does not wait any more. */
  readonly retryInMs: number | null;
}

/**
 * Writes it, in the transaction that holds the mailbox' lock. A mailbox that stops waiting takes the group's row for
 * share first. The sweep moves its mark only with that row locked for update, reading afterwards; so either we see
 * the events it passed over, and the mailbox stays due, or it sees that the mailbox waits no longer.
 * @returns whether it is due again at once
 */
export async function settleMailbox(
  client: Queryable,
  group: string,
  actor: ActorRef,
  settlement: Settlement,
): Promise<boolean> {
  if (settlement.retryInMs === null && !settlement.halted) {
    await client.query({
      name: 'share_group',
      text: 'select from mailbox_groups where "group" = $1 for share',
      values: [group],
    });
  }
  const result = await client.query<{ due: boolean }>({
    name: 'settle_mailbox',
    text: `update mailbox m set last_seq = $4, done = $5, attempts = $6, attempting = $7, last_error = $8, halted = $9,
             retry_at = case when $10::float8 is not null then clock_timestamp() + $10::float8 * interval '1 millisecond'
                             when $9 then null
                             when exists (select from events e where e.actor_kind = $2 and e.actor_id = $3 and e.seq > $4)
                             then clock_timestamp() end
       where "group" = $1 and actor_kind = $2 and actor_id = $3
       returning retry_at is not null and $10::float8 is null as due`,
    values: [
      group,
      actor.kind,
      actor.id,
      settlement.lastSeq,
      settlement.done,
      settlement.attempts,
      settlement.attempting,
      settlement.error,
      settlement.halted,
      settlement.retryInMs,
    ],
  });
  return result.rows[0]?.due ?? false;
}

/** M5: kept until a person replays or discards it. */
export async function buryEvent(
  client: Queryable,
  letter: {
    readonly group: string;
    readonly handler: string;
    readonly event: LoggedEvent;
    readonly error: string;
    readonly attempts: number;
  },
): Promise<void> {
  const { group, handler, event, error, attempts } = letter;
  await client.query({
    name: 'bury_event',
    text: `insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, error, attempts)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (event_id, handler) do update
        set error = excluded.error, attempts = excluded.attempts, status = 'dead', at = now(),
            told = false`,
    values: [group, handler, event.id, event.actorKind, event.actorId, error, attempts],
  });
}

/** Whether one of these handlers has an open dead letter for the event. */
export async function hasOpenLetter(
  client: Queryable,
  eventId: string,
  handlers: readonly string[],
): Promise<boolean> {
  const result = await client.query({
    name: 'has_open_letter',
    text: `select from dead_letters where event_id = $1 and handler = any($2) and status = 'dead' limit 1`,
    values: [eventId, handlers],
  });
  return result.rows.length > 0;
}
