/**
 * The duty `erasures`: takes people who are being erased out of everything that others wrote, sent and copied.
 *
 * - E1 An erasure is finished when a whole round began after every transaction that could have read the person's words
 *   had ended, every follower had passed its start, and no message to them was under way: what is written afterwards
 *   was made of erased rows.
 * - E2 A round may end anywhere; the next one, of whichever process, goes on. Who it was is known until the
 *   end from `personal_changes`, which go in the transaction that finishes it.
 */
import type { Subjects } from '../contracts/people.ts';
import type { Queryable } from '../engine/database.ts';
import { newDecisions } from '../engine/decide.ts';
import type { DutyContext, DutyTask } from '../engine/duty.ts';
import type { Logger } from '../engine/logger.ts';
import type { ScheduleTools } from '../engine/schedules.ts';
import { decideAll } from '../engine/waves.ts';
import { writeDecisions } from '../engine/write.ts';
import { takeOut } from '../people/erase.ts';
import { readPerson } from '../people/person.ts';

interface Running {
  readonly id: string;
  readonly subjects: Subjects;
}

export function erasuresTask(options: ScheduleTools & { readonly logger: Logger }): DutyTask {
  /** When the last round of this process ended, by the clock of the database. */
  const rounds = new Map<string, Date>();
  return {
    name: 'erasures',
    everyMs: 1_000,
    async run(context) {
      if (context.first) rounds.clear();
      for (const running of await readRunning(options.pool)) {
        if (context.signal.aborted) return;
        try {
          await step(running, context);
        } catch (error) {
          // One that fails holds up no other; the statement is named, the person is not.
          options.logger.warn({ err: error, erasure: running.id }, 'erasure failed');
        }
      }
    },
  };

  async function step({ id, subjects }: Running, context: DutyContext): Promise<void> {
    const before = rounds.get(id);
    const last = before !== undefined && (await isQuiet(options.pool, id, subjects, before));
    if (before && !last) return;
    const person = await readPerson(options.pool, subjects);
    await takeOut(options.pool, person, context.signal);
    if (context.signal.aborted) return;
    if (last) await finish(id, subjects, context);
    else rounds.set(id, await databaseNow(options.pool));
  }

  async function finish(id: string, subjects: Subjects, { inLease }: DutyContext) {
    const committed = await inLease(async (client) => {
      await client.query('delete from personal_changes where actor_id = any($1)', [
        Object.values(subjects).flat(),
      ]);
      const decisions = newDecisions();
      const split = await decideAll(client, options, decisions, [
        {
          actor: { kind: 'erasure', id },
          command: { type: 'finish' },
          by: { kind: 'system', id: 'erasures' },
          trace: null,
        },
      ]);
      return await writeDecisions(client, decisions, split);
    });
    rounds.delete(id);
    options.onCommitted(committed);
  }
}

/** Index: erasures_running. */
async function readRunning(db: Queryable): Promise<readonly Running[]> {
  const { rows } = await db.query<Running>({
    name: 'read_erasures',
    text: `select id, subjects from erasures where status = 'running' order by id limit 20`,
  });
  return rows;
}

async function databaseNow(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]?.now as Date;
}

/** E1. Writers are bounded to seconds (L4), so this comes true soon. */
async function isQuiet(db: Queryable, id: string, subjects: Subjects, since: Date): Promise<boolean> {
  const { rows } = await db.query<{ quiet: boolean }>({
    name: 'erasure_quiet',
    // A session may be known in a process for a second after its end, and what it asked for may be under way.
    text: `select exists (select from erasures where id = $1 and started_at < clock_timestamp() - interval '2 seconds')
        and not exists (select from pg_stat_activity where datname = current_database()
          and backend_type = 'client backend' and state <> 'idle' and xact_start < $2 and pid <> pg_backend_pid())
        and not exists (select from deliveries where status = 'sending' and recipient_id = any($3))
        and not exists (select from followers f, events e
          where e.actor_kind = 'erasure' and e.actor_id = $1 and (e.position is null or f.position < e.position))
        as quiet`,
    values: [id, since, Object.values(subjects).flat()],
  });
  return rows[0]?.quiet ?? false;
}
