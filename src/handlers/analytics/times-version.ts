/**
 * Which answer `times` has for a period: a round is counted once when its work begins and once when it is done, and
 * changes nothing of the period otherwise. So as the log goes on, the two numbers name what was counted, and every
 * event that changes the answer changes its name.
 */
import type { FigureRow, Period } from '../../contracts/analytics.ts';
import type { Queryable } from '../../engine/database.ts';

export interface TimesVersion {
  /** Of the log, and whose days are counted. */
  readonly of: string;
  readonly responses: number;
  readonly resolutions: number;
}

/** Counts in two indexes alone: analytics_rounds_started, analytics_rounds_completed. */
export async function readTimesVersion(db: Queryable, { from, to }: Period): Promise<TimesVersion> {
  const { rows } = await db.query<TimesVersion>({
    name: 'analytics_times_version',
    text: `select log_epoch() || ':' || z.zone as of,
        (select count(*)::int from analytics_rounds where started_day between $1 and $2) as responses,
        (select count(*)::int from analytics_rounds where completed_day between $1 and $2) as resolutions
      from analytics_zone z where z.one`,
    values: [from, to],
  });
  const row = rows[0];
  if (!row) throw new Error('analytics_zone has no row: the database is not migrated');
  return row;
}

/** The version of what was computed. */
export function versionOfTimes(before: TimesVersion, rows: readonly FigureRow<'times'>[]): TimesVersion {
  const all = rows.find(({ priority }) => priority === null);
  return { of: before.of, responses: all?.responses ?? 0, resolutions: all?.resolutions ?? 0 };
}
