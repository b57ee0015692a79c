/** How the work stands, and what today, this week and this month brought, beside the same days before. */
import type { AnalyticsOverview } from '../../contracts/analytics.ts';
import type { TicketStatus } from '../../contracts/tickets.ts';
import type { Queryable } from '../../engine/database.ts';

/** Kept by the follower `ticket-counts`. */
export async function readStatuses(db: Queryable): Promise<AnalyticsOverview['statuses']> {
  const { rows } = await db.query<{ status: TicketStatus; count: number }>({
    name: 'analytics_statuses',
    text: `select s.status, coalesce(sum(c.count), 0)::int as count
      from unnest(array['open', 'assigned', 'in_progress', 'on_hold', 'completed', 'cancelled'])
        with ordinality s(status, place)
      left join ticket_counts c on c.status = s.status group by s.status, s.place order by s.place`,
  });
  return rows;
}

/** Index: analytics_rounds_completed_at. */
export async function readCompletedSince(db: Queryable, span: string): Promise<number> {
  const { rows } = await db.query<{ completed: number }>({
    name: 'analytics_completed_since',
    text: `select count(*)::int as completed from analytics_rounds where completed_at > now() - $1::interval`,
    values: [span],
  });
  return rows[0]?.completed ?? 0;
}

interface SpanRecord {
  span: AnalyticsOverview['spans'][number]['span'];
  from: string;
  to: string;
  from_before: string;
  to_before: string;
  created: number;
  completed: number;
  created_before: number;
  completed_before: number;
}

/** Index: the primary key of analytics_days. */
export async function readSpans(db: Queryable, today: string): Promise<AnalyticsOverview['spans']> {
  const { rows } = await db.query<SpanRecord>({
    name: 'analytics_spans',
    text: `with spans as (
        select * from (values
          ('today', $1::date, $1::date - 1, $1::date - 1, 1),
          ('week', date_trunc('week', $1::date)::date, date_trunc('week', $1::date)::date - 7, $1::date - 7, 2),
          ('month', date_trunc('month', $1::date)::date, (date_trunc('month', $1::date) - interval '1 month')::date,
            ($1::date - interval '1 month')::date, 3)
        ) s(span, since, since_before, to_before, place)
      )
      select s.span, s.since::text as "from", $1::date::text as "to", s.since_before::text as from_before,
        s.to_before::text as to_before,
        coalesce(sum(a.count) filter (where a.figure = 'created' and a.day >= s.since), 0)::int as created,
        coalesce(sum(a.count) filter (where a.figure = 'completed' and a.day >= s.since), 0)::int as completed,
        coalesce(sum(a.count) filter (where a.figure = 'created' and a.day <= s.to_before), 0)::int as created_before,
        coalesce(sum(a.count) filter (where a.figure = 'completed' and a.day <= s.to_before), 0)::int
          as completed_before
      from spans s left join analytics_days a on a.figure in ('created', 'completed')
        and a.day between s.since_before and $1::date
      group by s.span, s.since, s.since_before, s.to_before, s.place order by s.place`,
    values: [today],
  });
  return rows.map(({ span, from, to, from_before, to_before, ...row }) => ({
    span,
    period: { from, to },
    before: { from: from_before, to: to_before },
    created: row.created,
    completed: row.completed,
    createdBefore: row.created_before,
    completedBefore: row.completed_before,
  }));
}
