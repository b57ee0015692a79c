/**
 * A handler group that a person lets rest: no mailbox of it is taken, nothing of it is lost. What was in work when it
 * was paused ends; the sweep finds what came meanwhile within a second of the group going on (M6).
 */
import type { By } from './actor-types.ts';
import type { Queryable } from './database.ts';

export interface GroupPause {
  readonly group: string;
  /** Null where it was paused in the database by hand. */
  readonly at: Date | null;
  readonly by: By | null;
  readonly reason: string | null;
}

export type Turned = 'turned' | 'already' | 'unknown';

/** `already` when it rests: the first reason stands. */
export function pauseGroup(db: Queryable, group: string, by: By, reason: string): Promise<Turned> {
  return turn(db, group, { name: 'pause_group', paused: true, by, reason });
}

export function resumeGroup(db: Queryable, group: string): Promise<Turned> {
  return turn(db, group, { name: 'resume_group', paused: false, by: null, reason: null });
}

async function turn(
  db: Queryable,
  group: string,
  to: {
    readonly name: string;
    readonly paused: boolean;
    readonly by: By | null;
    readonly reason: string | null;
  },
): Promise<Turned> {
  const { rows } = await db.query<{ turned: boolean }>({
    name: to.name,
    text: `with turned as (
        update mailbox_groups set paused = $2, paused_by = $3, paused_reason = $4,
            paused_at = case when $2 then clock_timestamp() end
         where "group" = $1 and paused <> $2 returning 1)
      select exists (select from turned) as turned from mailbox_groups where "group" = $1`,
    values: [group, to.paused, to.by && JSON.stringify(to.by), to.reason],
  });
  const [row] = rows;
  if (!row) return 'unknown';
  return row.turned ? 'turned' : 'already';
}

/** Those that rest, and who said so. */
export async function readGroupPauses(db: Queryable): Promise<GroupPause[]> {
  const { rows } = await db.query<GroupPause>({
    name: 'read_group_pauses',
    text: `select "group", paused_at as at, paused_by as "by", paused_reason as reason
      from mailbox_groups where paused`,
  });
  return rows;
}
