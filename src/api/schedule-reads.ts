/** The ledger of schedules on the wire. */
import type { CronRunView, Schedule } from '../contracts/operations.ts';
import { instantSchema } from '../contracts/text.ts';
import { type CronRun, listCronRuns, listSchedules } from '../engine/cron-ledger.ts';
import type { Queryable } from '../engine/database.ts';
import type { Api } from './api.ts';
import { ApiProblem } from './problem.ts';

/** By name. Those that this release does not define any more are in the ledger, and run no more. */
export async function readSchedules({
  pool,
  schedules,
}: Pick<Api, 'pool' | 'schedules'>): Promise<Schedule[]> {
  const rows = await listSchedules(pool);
  return rows.map((row) => ({
    name: row.name,
    cron: row.cron,
    zone: row.zone,
    catchUp: schedules.get(row.name)?.catchUp ?? null,
    nextInstant: row.nextInstant.toISOString(),
    paused: row.paused,
    overdue: row.overdue,
    missed: row.missed,
    lastRun: row.lastInstant && {
      instant: row.lastInstant.toISOString(),
      outcome: row.lastOutcome ?? 'ran',
      startedAt: (row.lastStartedAt ?? row.lastInstant).toISOString(),
      durationMs: row.lastDurationMs ?? 0,
    },
  }));
}

const LAST_INSTANT = '2100-12-31T23:59:59.999Z';

/** Newest first; `next` is the instant before which the rest lies. */
export async function readRuns(
  db: Queryable,
  name: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ data: CronRunView[]; next: string | null }> {
  const given = instantSchema.safeParse(cursor ?? LAST_INSTANT);
  if (!given.success) throw new ApiProblem('invalid_cursor');
  const before = new Date(given.data);
  const rows = await listCronRuns(db, name, before, limit + 1);
  const page = rows.slice(0, limit);
  const next = rows.length > limit ? (page.at(-1)?.instant.toISOString() ?? null) : null;
  return { data: page.map(runView), next };
}

function runView({ instant, outcome, startedAt, durationMs, lateMs, by }: CronRun): CronRunView {
  return {
    instant: instant.toISOString(),
    outcome,
    startedAt: startedAt.toISOString(),
    durationMs: Math.max(0, durationMs),
    lateMs: Math.max(0, lateMs),
    by: by && { kind: by.kind, id: by.id },
  };
}
