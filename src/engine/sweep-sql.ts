/** The statements of the sweep (M6). */
import type { ActorRef } from './actor-types.ts';
import type { Queryable } from './database.ts';

export interface SweepMark {
  /** Nothing at or below it lags. */
  readonly low: number;
  readonly head: number;
  readonly paused: boolean;
}

/**
 * Locks the group and reads its mark. `undefined` when somebody has the row, or there is none: no mark is moved then.
 * A mailbox that stops waiting holds the row for share until it commits, see `settleMailbox`.
 */
export async function lockMark(client: Queryable, group: string): Promise<SweepMark | undefined> {
  return await readMark(client, group, 'for update of g skip locked');
}

export async function readMark(
  client: Queryable,
  group: string,
  lock: '' | 'for update of g skip locked' = '',
): Promise<SweepMark | undefined> {
  const result = await client.query<{ low: string; head: string; paused: boolean }>({
    name: `sweep_mark_${lock === '' ? 'read' : 'lock'}`,
    text: `select g.low_position as low, h.position as head, g.paused
      from mailbox_groups g, log_head h where g."group" = $1 and h.one ${lock}`,
    values: [group],
  });
  const row = result.rows[0];
  return row && { low: Number(row.low), head: Number(row.head), paused: row.paused };
}

export async function moveMark(client: Queryable, group: string, low: number): Promise<void> {
  await client.query({
    name: 'sweep_mark_move',
    text: 'update mailbox_groups set low_position = $2 where "group" = $1 and low_position < $2',
    values: [group, low],
  });
}

/**
 * Of an event: its mailbox has not come to it, and does not wait for its next attempt or for a person either. `offset 0`
 * makes Postgres look the mailbox up by its key, see `mailbox-sql.ts`: joined, all mailboxes there are would be read.
 */
export const isBehind = (event: string, group: string): string => `not exists (
           select from mailbox m
            where m."group" = ${group} and m.actor_kind = ${event}.actor_kind and m.actor_id = ${event}.actor_id
              and (m.last_seq >= ${event}.seq or m.retry_at is not null or m.halted) offset 0)`;

export interface LaggingMailbox {
  readonly actor: ActorRef;
  /** Of its first event that waits. */
  readonly position: number;
  /** The event is older than the grace, so its own ring is late or lost. */
  readonly late: boolean;
}

/**
 * Mailboxes with events of these types after their cursor, among the positions above `from` up to `to`, first lagging
 * first. Those that wait for their next attempt or for a person are not among them. Indexes: events_position,
 * mailbox_pkey.
 */
export async function findLagging(
  client: Queryable,
  group: string,
  types: readonly string[],
  window: { readonly from: number; readonly to: number; readonly graceMs: number; readonly limit: number },
): Promise<LaggingMailbox[]> {
  const result = await client.query<{
    actor_kind: string;
    actor_id: string;
    position: string;
    late: boolean;
  }>({
    name: 'sweep_lagging',
    text: `select e.actor_kind, e.actor_id, min(e.position) as position,
             bool_or(e.at < clock_timestamp() - $5::float8 * interval '1 millisecond') as late
        from events e
       where e.position > $3 and e.position <= $4 and e.type = any($2) and ${isBehind('e', '$1')}
       group by e.actor_kind, e.actor_id
       order by min(e.position) limit $6`,
    values: [group, types, window.from, window.to, window.graceMs, window.limit],
  });
  return result.rows.map((row) => ({
    actor: { kind: row.actor_kind, id: row.actor_id },
    position: Number(row.position),
    late: row.late,
  }));
}

/** Mailboxes whose next attempt is due. Index: mailbox_retry. */
export async function findDueRetries(
  db: Queryable,
  group: string,
  graceMs: number,
  limit: number,
): Promise<ActorRef[]> {
  const result = await db.query<ActorRef>({
    name: 'sweep_due_retries',
    text: `select actor_kind as kind, actor_id as id from mailbox
       where retry_at <= now() - $2::float8 * interval '1 millisecond' and "group" = $1 and not halted
       order by retry_at limit $3`,
    values: [group, graceMs, limit],
  });
  return result.rows;
}

/** Whether committed events have waited for their position longer than usual. Index: events_unnumbered. */
export async function hasLateUnnumbered(db: Queryable, ageMs: number): Promise<boolean> {
  const result = await db.query({
    name: 'sweep_unnumbered',
    text: `select from events where position is null and at < clock_timestamp() - $1::float8 * interval '1 millisecond' limit 1`,
    values: [ageMs],
  });
  return result.rows.length > 0;
}
