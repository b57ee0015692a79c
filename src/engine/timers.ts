/**
 * Timers (T1): rows that send a command to an actor when they are due.
 *
 * - The duty only rings. A timer ends in the transaction that sends its command, so it runs once however often it
 *   is rung, and none is lost with Redis.
 * - A rejected command means "no longer applies": the timer ends. Any other failure stays in the row, with a back-off.
 * - Locks: the actor first, then the timer, in the order of a command that sets or cancels it.
 */
import type { JobsOptions } from 'bullmq';
import type { CronJob } from '../contracts/generic/queues.ts';
import type { ActorRef, Command } from './actor-types.ts';
import type { Committed } from './committed.ts';
import { isContention, type Pool, type Queryable, transaction } from './database.ts';
import { CommandRejected, type DecideTools, newDecisions, slotKey } from './decide.ts';
import type { Logger } from './logger.ts';
import { type CronQueue, cronJobOptions } from './schedules.ts';
import { currentTraceparent } from './telemetry/spans.ts';
import { decideAll, lockActors } from './waves.ts';
import { writeDecisions } from './write.ts';

export interface TimerTools extends DecideTools {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly onCommitted: (committed: Committed) => void;
}

const BATCH = 500;
const MAX_REPEATS = 5;

/** The duty `timers`: rings for what is due. Due ones that are rung already are the same job. */
export function createTimerDuty(options: { readonly pool: Pool; readonly queue: CronQueue }): {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
} {
  return {
    name: 'timers',
    everyMs: 1_000,
    async run() {
      const due = await dueTimers(options.pool, BATCH);
      if (due.length > 0) await options.queue.addBulk(due.map(ring));
    },
  };
}

interface DueTimer {
  readonly id: string;
  readonly due_at: Date;
  readonly trace: string | null;
}

/** Id: timer and due instant, so one that failed and was put off has a new job. */
function ring({ id, due_at, trace }: DueTimer): { name: string; data: CronJob; opts: JobsOptions } {
  return {
    name: 'timer',
    data: { timer: id, ...(trace ? { trace } : {}) },
    opts: { ...cronJobOptions, jobId: `${id}-${due_at.getTime()}` },
  };
}

/** Index: timers_due. */
async function dueTimers(db: Queryable, limit: number): Promise<DueTimer[]> {
  const result = await db.query<DueTimer>({
    name: 'timers_due',
    // now(), which is stable: a volatile clock would be asked for every row and could use no index.
    text: 'select id, due_at, trace from timers where due_at <= now() order by due_at limit $1',
    values: [limit],
  });
  return result.rows;
}

export type TimerResult = 'ran' | 'gone' | 'rejected';

/** Runs a timer if it is still there and due. */
export async function runTimer(tools: TimerTools, id: string): Promise<TimerResult> {
  for (let repeat = 0; ; repeat++) {
    try {
      const { result, committed } = await transaction(tools.pool, (client) => decideTimer(client, tools, id));
      if (committed) tools.onCommitted(committed);
      return result;
    } catch (error) {
      if (!isContention(error) || repeat >= MAX_REPEATS) throw error;
    }
  }
}

async function decideTimer(
  client: Queryable,
  tools: TimerTools,
  id: string,
): Promise<{ result: TimerResult; committed?: Committed }> {
  const timer = await readTimer(client, id);
  if (!timer) return { result: 'gone' };
  const decisions = newDecisions();
  await lockActors(client, tools.registry, decisions, [timer.actor]);
  // Under the actor's lock: whoever ran, cancelled or set it anew meanwhile has taken it away.
  if (!(await takeTimer(client, id))) return { result: 'gone' };
  try {
    const rows = await decideAll(client, tools, decisions, [
      {
        actor: timer.actor,
        command: timer.command,
        by: { kind: 'timer', id: timer.name },
        trace: currentTraceparent() ?? timer.trace,
      },
    ]);
    return { result: 'ran', committed: await writeDecisions(client, decisions, rows) };
  } catch (error) {
    const own = error instanceof CommandRejected && slotKey(error.actor) === slotKey(timer.actor);
    if (!own) throw error;
    tools.logger.info(
      { timer: timer.name, actor: slotKey(timer.actor), rejection: error.rejection.code },
      'the timer no longer applies',
    );
    return { result: 'rejected' };
  }
}

interface Timer {
  readonly actor: ActorRef;
  readonly name: string;
  readonly command: Command;
  readonly trace: string | null;
}

async function readTimer(db: Queryable, id: string): Promise<Timer | undefined> {
  const result = await db.query<{
    actor_kind: string;
    actor_id: string;
    name: string;
    command: Command;
    trace: string | null;
  }>({
    name: 'timer_read',
    text: `select actor_kind, actor_id, name, command, trace from timers
      where id = $1 and due_at <= clock_timestamp()`,
    values: [id],
  });
  const row = result.rows[0];
  if (!row) return undefined;
  return {
    actor: { kind: row.actor_kind, id: row.actor_id },
    name: row.name,
    command: row.command,
    trace: row.trace,
  };
}

async function takeTimer(db: Queryable, id: string): Promise<boolean> {
  const result = await db.query({
    name: 'timer_take',
    text: 'delete from timers where id = $1 and due_at <= clock_timestamp()',
    values: [id],
  });
  return result.rowCount === 1;
}

/** Attempts of a timer that is still due; undefined when it is gone. */
export async function readTimerAttempts(db: Queryable, id: string): Promise<number | undefined> {
  const result = await db.query<{ attempts: number }>({
    name: 'timer_attempts',
    text: 'select attempts from timers where id = $1 and due_at <= clock_timestamp()',
    values: [id],
  });
  return result.rows[0]?.attempts;
}

/** Keeps the failure in the row and puts the timer off. One that was set anew meanwhile is not touched. */
export async function putOffTimer(db: Queryable, id: string, error: string, delayMs: number): Promise<void> {
  await db.query({
    name: 'timer_put_off',
    text: `update timers set attempts = attempts + 1, last_error = $2,
        due_at = clock_timestamp() + $3 * interval '1 ms'
      where id = $1 and due_at <= clock_timestamp()`,
    values: [id, error.slice(0, 500), delayMs],
  });
}
