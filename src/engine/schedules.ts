/**
 * Schedules at work (T1): the duty that enqueues what is due, the tick that runs it, and the ledger people read.
 *
 * The duty only rings: `cron_runs(name, instant)`, the event and the work commit in the tick, under the schedule's
 * row lock. So ten duties and a flushed Redis change nothing but the number of rings.
 */
import type { JobsOptions, Queue } from 'bullmq';
import type { CronJob } from '../contracts/generic/queues.ts';
import type { By } from './actor-types.ts';
import type { CommandRunner } from './command.ts';
import type { Committed } from './committed.ts';
import { errorCode, isContention, type Pool, type Queryable, transaction } from './database.ts';
import { type DecideTools, newDecisions } from './decide.ts';
import type { ScheduleCommand, ScheduleDefinition } from './schedule-actor.ts';
import { currentTraceparent } from './telemetry/spans.ts';
import { decideAll } from './waves.ts';
import { writeDecisions } from './write.ts';

export type CronQueue = Pick<Queue<CronJob>, 'addBulk'>;

export interface ScheduleTools extends DecideTools {
  readonly pool: Pool;
  readonly onCommitted: (committed: Committed) => void;
}

export const cronJobOptions: JobsOptions = {
  attempts: 1,
  removeOnComplete: { count: 100 },
  removeOnFail: { age: 86_400, count: 1_000 },
};

const MAX_REPEATS = 5;
/** Chunks of one ring; what is left over is rung again the next second. */
const MAX_CHUNKS = 20;

/** Runs one command on a schedule in its own name; the number of events it made. */
async function command(tools: ScheduleTools, name: string, type: ScheduleCommand['type']): Promise<number> {
  for (let repeat = 0; ; repeat++) {
    try {
      const committed = await transaction(tools.pool, async (client) => {
        const decisions = newDecisions();
        const rows = await decideAll(client, tools, decisions, [
          {
            actor: { kind: 'schedule', id: name },
            command: { type },
            by: { kind: 'schedule', id: name },
            trace: currentTraceparent() ?? null,
          },
        ]);
        return await writeDecisions(client, decisions, rows);
      });
      tools.onCommitted(committed);
      return committed.events.length;
    } catch (error) {
      // Two that register a new schedule at once: the second finds the first one's row.
      const again = isContention(error) || errorCode(error) === '23505';
      if (!again || repeat >= MAX_REPEATS) throw error;
    }
  }
}

/** Runs, catches up or skips what is due of a schedule; the number of events. Any number may call it at once. */
export async function tickSchedule(tools: ScheduleTools, name: string): Promise<number> {
  let events = 0;
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
    const made = await command(tools, name, 'schedule.tick');
    events += made;
    if (made === 0) break;
  }
  return events;
}

export interface ScheduleDutyOptions extends ScheduleTools {
  readonly schedules: ReadonlyMap<string, ScheduleDefinition>;
  readonly queue: CronQueue;
}

/** The duty `schedules`: registers them once, then rings each second for those that are due. */
export function createScheduleDuty(options: ScheduleDutyOptions): {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
} {
  let registered = false;
  return {
    name: 'schedules',
    everyMs: 1_000,
    async run() {
      if (!registered) {
        for (const name of options.schedules.keys()) await command(options, name, 'schedule.register');
        registered = true;
      }
      const due = await dueSchedules(options.pool, [...options.schedules.keys()], options.now());
      if (due.length > 0) await options.queue.addBulk(due.map((schedule) => ring(schedule, options.now())));
    },
  };
}

interface DueSchedule {
  readonly name: string;
  readonly instant: Date;
}

/** Id: name and instant. One that fails is rung again each minute, under an id that its failed job does not hold. */
function ring({ name, instant }: DueSchedule, now: Date): { name: string; data: CronJob; opts: JobsOptions } {
  const stamp = instant.toISOString().replace(/[-:]|\.000/g, '');
  const minutes = Math.floor((now.getTime() - instant.getTime()) / 60_000);
  return {
    name: 'schedule',
    data: { schedule: name, instant: instant.toISOString() },
    opts: { ...cronJobOptions, jobId: `${name}-${stamp}${minutes > 0 ? `-${minutes}` : ''}` },
  };
}

/** The table has a row for each schedule, so it needs no index. */
async function dueSchedules(db: Queryable, names: readonly string[], now: Date): Promise<DueSchedule[]> {
  const result = await db.query<DueSchedule>({
    name: 'schedules_due',
    text: `select id as name, next_instant as instant from schedules
      where id = any($1) and not paused and next_instant <= $2 order by next_instant`,
    values: [names, now],
  });
  return result.rows;
}

/** A person runs, pauses or resumes a schedule; rejected as `not_found` when there is none of that name. */
export async function commandSchedule(
  runner: CommandRunner,
  name: string,
  type: 'schedule.runNow' | 'schedule.pause' | 'schedule.resume',
  by: By,
): Promise<void> {
  const trace = currentTraceparent() ?? null;
  await runner.run({
    items: [{ actor: { kind: 'schedule', id: name }, command: { type }, by, trace }],
    answer: () => ({ status: 204, headers: {}, body: null }),
  });
}
