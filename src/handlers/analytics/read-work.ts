/** Completed work of a period, line by line: what the figures are made of. */
import type { Period } from '../../contracts/analytics.ts';
import type { Queryable } from '../../engine/database.ts';

export const workColumns = [
  'ticket',
  'type',
  'priority',
  'zone',
  'technician',
  'openedAt',
  'completedAt',
  'responseMs',
  'resolutionMs',
  'onTime',
  'reopened',
  'rating',
] as const;

type WorkRecord = { readonly [C in (typeof workColumns)[number]]: unknown } & {
  readonly day: string;
  readonly id: string;
  readonly round: number;
};

const ROWS_AT_ONCE = 1_000;

/**
 * By day of completion, a thousand at a time, each batch when it is asked for: memory does not grow with the period.
 * Index: analytics_rounds_completed.
 */
export async function* readWork(db: Queryable, { from, to }: Period): AsyncGenerator<readonly WorkRecord[]> {
  let after: readonly [day: string, id: string, round: number] = [from, '', 0];
  for (;;) {
    const { rows } = await db.query<WorkRecord>({
      name: 'analytics_work',
      text: `select r.completed_day::text as day, r.ticket_id as id, r.round, t.number as ticket, t.type,
          r.completed_priority as priority, t.zone, coalesce(p.name, r.technician_id) as technician,
          r.opened_at as "openedAt", r.completed_at as "completedAt", r.response_ms::float8 as "responseMs",
          r.resolution_ms::float8 as "resolutionMs", r.on_time as "onTime", r.reopened, r.rating
        from analytics_rounds r join tickets t on t.id = r.ticket_id left join technicians p on p.id = r.technician_id
        where (r.completed_day, r.ticket_id, r.round) > ($1, $2, $3) and r.completed_day <= $4
        order by r.completed_day, r.ticket_id, r.round limit $5`,
      values: [...after, to, ROWS_AT_ONCE],
    });
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_AT_ONCE) return;
    after = [last.day, last.id, last.round];
  }
}
