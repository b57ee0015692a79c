/** The ledger of schedules as people read it (T1): last and next run, what was missed, how long it took. */
import type { By } from './actor-types.ts';
import type { Queryable } from './database.ts';

export interface CronRun {
  readonly name: string;
  readonly instant: Date;
  readonly outcome: 'ran' | 'caught_up' | 'skipped' | 'by_hand';
  readonly startedAt: Date;
  readonly durationMs: number;
  /** From the instant to the start. */
  readonly lateMs: number;
  readonly by: By | null;
}

export interface ScheduleSummary {
  readonly name: string;
  readonly cron: string;
  readonly zone: string;
  readonly paused: boolean;
  readonly nextInstant: Date;
  /** Due for more than a minute and not run: something is wrong. */
  readonly overdue: boolean;
  readonly lastInstant: Date | null;
  readonly lastOutcome: CronRun['outcome'] | null;
  readonly lastStartedAt: Date | null;
  readonly lastDurationMs: number | null;
  /** Instants of the last seven days that were skipped. */
  readonly missed: number;
}

const RUN = `name, instant, outcome, started_at as "startedAt",
  extract(epoch from finished_at - started_at)::float8 * 1000 as "durationMs",
  extract(epoch from started_at - instant)::float8 * 1000 as "lateMs", "by"`;

/** Index: cron_runs_pkey. */
export async function listSchedules(db: Queryable): Promise<ScheduleSummary[]> {
  const result = await db.query<ScheduleSummary>({
    name: 'schedules_list',
    text: `select s.id as name, s.cron, s.zone, s.paused, s.next_instant as "nextInstant",
        not s.paused and s.next_instant < now() - interval '1 minute' as overdue,
        last.instant as "lastInstant", last.outcome as "lastOutcome", last.started_at as "lastStartedAt",
        extract(epoch from last.finished_at - last.started_at)::float8 * 1000 as "lastDurationMs",
        (select count(*)::int from cron_runs r where r.name = s.id and r.outcome = 'skipped'
           and r.instant > now() - interval '7 days') as missed
      from schedules s
      left join lateral (
        select * from cron_runs r where r.name = s.id and r.outcome <> 'skipped' order by r.instant desc limit 1
      ) last on true
      order by s.id`,
  });
  return result.rows;
}

/** Runs of one schedule before an instant, newest first. Index: cron_runs_pkey. */
export async function listCronRuns(
  db: Queryable,
  name: string,
  before: Date,
  limit: number,
): Promise<CronRun[]> {
  const result = await db.query<CronRun>({
    name: 'cron_runs_list',
    text: `select ${RUN} from cron_runs where name = $1 and instant < $2 order by instant desc limit $3`,
    values: [name, before, limit],
  });
  return result.rows;
}
