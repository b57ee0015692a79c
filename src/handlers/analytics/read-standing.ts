/** How far the figures are, and which day it is where they are counted. */
import type { Position } from '../../contracts/generic/position.ts';
import type { Queryable } from '../../engine/database.ts';

export interface FigureStanding {
  readonly position: Position;
  /** Events of the log that are not counted yet. */
  readonly behind: number;
  readonly zone: string;
  readonly today: string;
}

/** Read before the figures (R2): what they then say is at least this far. */
export async function readFigureStanding(
  db: Queryable,
  now: string,
  follower: string,
): Promise<FigureStanding> {
  const { rows } = await db.query<{
    epoch: string;
    head: string;
    position: string;
    zone: string;
    today: string;
  }>({
    name: 'analytics_standing',
    text: `select log_epoch() as epoch, h.position as head, coalesce(f.position, 0) as position, z.zone,
        ($1::timestamptz at time zone z.zone)::date::text as today
      from log_head h cross join analytics_zone z left join followers f on f.name = $2 where h.one and z.one`,
    values: [now, follower],
  });
  const row = rows[0];
  if (!row) throw new Error('log_head or analytics_zone has no row: the database is not migrated');
  const offset = Number(row.position);
  return {
    position: { epoch: row.epoch, offset },
    behind: Number(row.head) - offset,
    zone: row.zone,
    today: row.today,
  };
}
