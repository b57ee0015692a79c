/** The week before an instant, Monday to Sunday where the figures are counted, and whether all of it is counted. */
import type { Period } from '../../contracts/analytics.ts';
import type { Queryable } from '../../engine/database.ts';
import { ANALYTICS_FOLLOWER } from '../followers/analytics.ts';

export async function readWeekBefore(
  db: Queryable,
  instant: string,
): Promise<{ readonly week: Period; readonly counted: boolean }> {
  const { rows } = await db.query<Period & { counted: boolean }>({
    name: 'analytics_week_before',
    text: `with week as (
        select zone, date_trunc('week', $1::timestamptz at time zone zone)::date as monday
        from analytics_zone where one
      )
      select (monday - 7)::text as "from", (monday - 1)::text as "to",
        exists (select from followers where name = $2) and not exists (
          select from events e
           where e.position > (select position from followers where name = $2)
             and e.actor_kind = 'ticket' and e.at < monday::timestamp at time zone zone) as counted
      from week`,
    values: [instant, ANALYTICS_FOLLOWER],
  });
  const row = rows[0];
  if (!row) throw new Error('analytics_zone has no row: the database is not migrated');
  return { week: { from: row.from, to: row.to }, counted: row.counted };
}
