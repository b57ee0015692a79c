// The figures of analytics, counted from the tickets' rows and the log in SQL: nothing of the follower's own way.

import type { Pool } from '../../src/engine/database.ts';
import { NO_ZONE } from '../../src/handlers/followers/ticket-counts.ts';

export interface Figures {
  readonly days: readonly unknown[];
  readonly technicians: readonly unknown[];
  readonly rounds: readonly unknown[];
  readonly funnel: readonly unknown[];
}

export async function keptFigures(pool: Pool): Promise<Figures> {
  const days = await pool.query(
    `select day::text, figure, value, count::int from analytics_days where count <> 0 order by 1, 2, 3`,
  );
  const technicians = await pool.query(
    `select day::text, technician_id, completed::int, on_time::int, reopened::int, ratings::int, rating_sum::int
      from analytics_technician_days order by 1, 2`,
  );
  const rounds = await pool.query(
    `select ticket_id, round, opened_at, started_day::text, started_priority, response_ms::int, completed_at,
        completed_day::text, completed_priority, resolution_ms::int, technician_id, on_time, reopened, rating
      from analytics_rounds order by 1, 2`,
  );
  const funnel = await pool.query(
    'select day::text, state, count::int from analytics_registration_days order by 1, 2',
  );
  return { days: days.rows, technicians: technicians.rows, rounds: rounds.rows, funnel: funnel.rows };
}

const ROUNDS = `numbered as (
    select e.*, count(*) filter (where e.type in ('ticket.created', 'ticket.reopened'))
        over (partition by e.actor_id order by e.seq)::int - 1 as round,
      (e.at at time zone $1)::date::text as day
    from events e where e.actor_kind = 'ticket'
  ), ends as (
    select actor_id, round, min(at) as opened_at, bool_or(next_round is not null) as reopened,
      (array_agg(data->>'rating' order by seq desc) filter (where type = 'ticket.rated'))[1]::int as rating
    from (select n.*, (select min(m.round) from numbered m where m.actor_id = n.actor_id and m.round > n.round) as next_round
      from numbered n) n group by 1, 2
  ), starts as (
    select distinct on (actor_id, round) actor_id, round, seq, at, day
    from numbered where type = 'ticket.started' order by actor_id, round, seq
  ), holds as (
    select actor_id, round, sum(at - held_at) filter (where type = 'ticket.resumed') as held
    from (select n.*, lag(at) over (partition by actor_id, round order by seq) as held_at
      from numbered n where type in ('ticket.held', 'ticket.resumed')) n group by 1, 2
  ), done as (
    select n.*, (select h.data->>'technicianId' from numbered h where h.actor_id = n.actor_id and h.seq < n.seq
        and h.type = 'ticket.assigned' order by h.seq desc limit 1) as technician_id,
      n.data->>'slaState' = 'met' as on_time
    from numbered n where type = 'ticket.completed'
  ), priorities as (
    select actor_id, seq, coalesce(data->'changes'->>'priority', data->>'priority') as priority
    from numbered where type = 'ticket.created' or (type = 'ticket.edited' and data->'changes' ? 'priority')
  ), rounds as (
    select x.actor_id as ticket_id, x.round, x.opened_at, s.day as started_day,
      (select p.priority from priorities p where p.actor_id = x.actor_id and p.seq < s.seq order by p.seq desc limit 1)
        as started_priority,
      ms(s.at - x.opened_at) as response_ms, d.at as completed_at, d.day as completed_day,
      (select p.priority from priorities p where p.actor_id = x.actor_id and p.seq < d.seq order by p.seq desc limit 1)
        as completed_priority,
      ms(d.at - x.opened_at - coalesce(h.held, '0')) as resolution_ms, d.technician_id, d.on_time, x.reopened, x.rating
    from ends x left join starts s using (actor_id, round) left join holds h using (actor_id, round)
      left join done d using (actor_id, round)
  )`.replaceAll(/ms\((.*?)\) as/g, '(extract(epoch from $1) * 1000)::int as');

export async function recountedFigures(pool: Pool, zone: string): Promise<Figures> {
  const days = await pool.query(
    `with ${ROUNDS}, made as (select (created_at at time zone $1)::date::text as day, * from tickets)
    select day, figure, value, count(*)::int from (
      select day, 'created' as figure, 'all' as value from made
      union all select day, 'status', status from made
      union all select day, 'priority', priority from made
      union all select day, 'type', type from made
      union all select day, 'zone', coalesce(zone, $2) from made
      union all select day, 'cancelled', 'all' from numbered where type in ('ticket.cancelled', 'ticket.merged')
      union all select day, 'reopened', 'all' from numbered where type = 'ticket.reopened'
      union all select completed_day, 'completed', 'all' from rounds where completed_day is not null
      union all select completed_day, case when on_time then 'sla_met' else 'sla_breached' end, completed_priority
        from rounds where completed_day is not null
    ) f group by 1, 2, 3 order by 1, 2, 3`,
    [zone, NO_ZONE],
  );
  const technicians = await pool.query(
    `with ${ROUNDS}
    select completed_day as day, technician_id, count(*)::int as completed,
      count(*) filter (where on_time)::int as on_time, count(*) filter (where reopened)::int as reopened,
      count(rating)::int as ratings, coalesce(sum(rating), 0)::int as rating_sum
    from rounds where completed_day is not null group by 1, 2 order by 1, 2`,
    [zone],
  );
  const rounds = await pool.query(`with ${ROUNDS} select * from rounds order by 1, 2`, [zone]);
  const funnel = await pool.query(
    `select (r.created_at at time zone $1)::date::text as day, e.data ->> 'to' as state, count(distinct r.id)::int as count
      from registrations r join events e on e.actor_kind = 'registration' and e.actor_id = r.id and e.data ? 'to'
      group by 1, 2 order by 1, 2`,
    [zone],
  );
  return { days: days.rows, technicians: technicians.rows, rounds: rounds.rows, funnel: funnel.rows };
}
