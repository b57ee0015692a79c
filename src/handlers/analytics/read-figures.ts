/** The figures of a period: one statement each, over what the follower `analytics` keeps. */
import type { FigureName, FigureRow, Period } from '../../contracts/analytics.ts';
import { registrationStatuses } from '../../contracts/registrations.ts';
import type { Queryable } from '../../engine/database.ts';

export interface FigureScope {
  /** Their own alone. */
  readonly technicianId?: string | undefined;
}

type Reader<F extends FigureName> = (
  db: Queryable,
  period: Period,
  scope: FigureScope,
) => Promise<FigureRow<F>[]>;

/** Index: the primary key of analytics_days. */
const trend: Reader<'trend'> = async (db, { from, to }) => {
  const { rows } = await db.query<FigureRow<'trend'>>({
    name: 'analytics_trend',
    text: `select d::date::text as day,
        coalesce(sum(a.count) filter (where a.figure = 'created'), 0)::int as created,
        coalesce(sum(a.count) filter (where a.figure = 'completed'), 0)::int as completed,
        coalesce(sum(a.count) filter (where a.figure = 'cancelled'), 0)::int as cancelled,
        coalesce(sum(a.count) filter (where a.figure = 'reopened'), 0)::int as reopened
      from generate_series($1::date::timestamp, $2::date::timestamp, '1 day') d
      left join analytics_days a on a.day = d::date
        and a.figure in ('created', 'completed', 'cancelled', 'reopened')
      group by d order by d`,
    values: [from, to],
  });
  return rows;
};

/** Index: the primary key of analytics_days. */
const distribution: Reader<'distribution'> = async (db, { from, to }) => {
  const { rows } = await db.query<FigureRow<'distribution'>>({
    name: 'analytics_distribution',
    text: `select figure as by, value, sum(count)::int as count from analytics_days
      where day between $1 and $2 and figure in ('status', 'priority', 'type', 'zone')
      group by 1, 2 having sum(count) <> 0 order by 1, 3 desc, 2`,
    values: [from, to],
  });
  return rows;
};

/** Exact, from every round of the period. Indexes: analytics_rounds_started, analytics_rounds_completed. */
const times: Reader<'times'> = async (db, { from, to }) => {
  const { rows } = await db.query<FigureRow<'times'>>({
    name: 'analytics_times',
    text: `with responses as (
        select started_priority as priority, count(*)::int as responses,
          percentile_cont(array[0.5, 0.9]) within group (order by response_ms) as ms
        from analytics_rounds where started_day between $1 and $2 group by grouping sets ((), (started_priority))
      ), resolutions as (
        select completed_priority as priority, count(*)::int as resolutions,
          percentile_cont(array[0.5, 0.9]) within group (order by resolution_ms) as ms
        from analytics_rounds where completed_day between $1 and $2 group by grouping sets ((), (completed_priority))
      )
      select p.priority, coalesce(a.responses, 0) as responses, round(a.ms[1])::float8 as "responseMedianMs",
        round(a.ms[2])::float8 as "responseP90Ms", coalesce(b.resolutions, 0) as resolutions,
        round(b.ms[1])::float8 as "resolutionMedianMs", round(b.ms[2])::float8 as "resolutionP90Ms"
      from (values (null, 0), ('critical', 1), ('high', 2), ('normal', 3), ('low', 4)) p(priority, place)
      left join responses a on a.priority is not distinct from p.priority
      left join resolutions b on b.priority is not distinct from p.priority
      order by p.place`,
    values: [from, to],
  });
  return rows;
};

/** Index: the primary key of analytics_days. */
const sla: Reader<'sla'> = async (db, { from, to }) => {
  const { rows } = await db.query<FigureRow<'sla'>>({
    name: 'analytics_sla',
    text: `select p.priority, coalesce(sum(a.count), 0)::int as completed,
        coalesce(sum(a.count) filter (where a.figure = 'sla_met'), 0)::int as "onTime"
      from (values (null, 0), ('critical', 1), ('high', 2), ('normal', 3), ('low', 4)) p(priority, place)
      left join analytics_days a on a.day between $1 and $2 and a.figure in ('sla_met', 'sla_breached')
        and (p.priority is null or a.value = p.priority)
      group by p.priority, p.place order by p.place`,
    values: [from, to],
  });
  return rows;
};

/** Most work first. Index: the primary key of analytics_technician_days. */
const technicians: Reader<'technicians'> = async (db, { from, to }, { technicianId }) => {
  const { rows } = await db.query<FigureRow<'technicians'>>({
    name: 'analytics_technicians',
    text: `select a.technician_id as "technicianId", coalesce(t.name, a.technician_id) as name,
        sum(a.completed)::int as completed, sum(a.on_time)::int as "onTime",
        sum(a.completed - a.reopened)::int as "firstTime", sum(a.ratings)::int as ratings,
        round(sum(a.rating_sum) / nullif(sum(a.ratings), 0), 2)::float8 as rating
      from analytics_technician_days a left join technicians t on t.id = a.technician_id
      where a.day between $1 and $2 and ($3::text is null or a.technician_id = $3)
      group by 1, 2 order by 3 desc, 2, 1`,
    values: [from, to, technicianId ?? null],
  });
  return rows;
};

/** Every state, also those that nobody reached. Index: the primary key of analytics_registration_days. */
const funnel: Reader<'funnel'> = async (db, { from, to }) => {
  const { rows } = await db.query<FigureRow<'funnel'>>({
    name: 'analytics_funnel',
    text: `select s.state, coalesce(sum(a.count), 0)::int as count
      from unnest($3::text[]) with ordinality s(state, place)
      left join analytics_registration_days a on a.state = s.state and a.day between $1 and $2
      group by s.state, s.place order by s.place`,
    values: [from, to, registrationStatuses],
  });
  return rows;
};

/** From the ledger itself, which is the fact. Index: deliveries_created. */
const deliveries: Reader<'deliveries'> = async (db, { from, to }) => {
  const { rows } = await db.query<FigureRow<'deliveries'>>({
    name: 'analytics_deliveries',
    text: `select d.channel, count(*)::int as total,
        count(*) filter (where d.status in ('sent', 'delivered', 'shown', 'read', 'digested'))::int as accepted,
        count(*) filter (where d.status in ('shown', 'read'))::int as seen,
        count(*) filter (where d.status in ('failed', 'unknown', 'discarded'))::int as failed,
        count(*) filter (where d.status = 'suppressed')::int as suppressed,
        count(*) filter (where d.status in ('queued', 'gathered', 'sending'))::int as waiting
      from deliveries d
      where d.created_at >= (select $1::date::timestamp at time zone zone from analytics_zone where one)
        and d.created_at < (select ($2::date + 1)::timestamp at time zone zone from analytics_zone where one)
      group by 1 order by 1`,
    values: [from, to],
  });
  return rows;
};

/** THE registry of what reads each figure. */
export const figureReaders: { readonly [F in FigureName]: Reader<F> } = {
  trend,
  distribution,
  times,
  sla,
  technicians,
  funnel,
  deliveries,
};
