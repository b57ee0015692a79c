/**
 * The statements behind the platform's figures. Each is bounded: it reads through an index and stops counting at
 * `MAX_COUNTED` rows, so that a backlog of millions costs what one of thousands does.
 */
import type { FigurePart, LabelsOf, MetricName, metricTable } from '../contracts/generic/metrics.ts';
import type { Queryable } from './database.ts';
import type { SweepGroup } from './sweep.ts';
import { isBehind } from './sweep-sql.ts';

type PlatformMetric = {
  [N in MetricName]: (typeof metricTable)[N]['scope'] extends 'platform' ? N : never;
}[MetricName];
export type Figure = {
  [N in PlatformMetric]: readonly [name: N, labels: LabelsOf<N>, value: number];
}[PlatformMetric];
export type Figures = readonly Figure[];

/** What there is to count, from the registries. */
export interface FigureScope {
  readonly groups: readonly SweepGroup[];
  /** Those that are sent. */
  readonly channels: readonly string[];
}

type Read = (db: Queryable, scope: FigureScope) => Promise<Figures>;

const MAX_COUNTED = 10_000;

export const readers: Readonly<Record<Exclude<FigurePart, 'queues'>, Read>> = {
  log: readLog,
  mailboxes: readMailboxes,
  dead_letters: readDeadLetters,
  deliveries: readDeliveries,
  schedules: readTime,
  leases: readLeases,
};

/** Indexes: events_unnumbered. */
async function readLog(db: Queryable): Promise<Figures> {
  const { rows } = await db.query<{ position: number; unnumbered: number; age: number }>({
    name: 'figures_log',
    text: `select h.position::float8 as position, w.unnumbered::float8 as unnumbered, w.age
      from log_head h, lateral (
        select count(*) as unnumbered, ${ageOf('min(at)')} as age
          from (select at from events where position is null order by id limit $1) e) w
      where h.one`,
    values: [MAX_COUNTED],
  });
  const [row] = rows;
  if (!row) return [];
  return [
    ['logPosition', {}, row.position],
    ['unnumbered', {}, row.unnumbered],
    ['unnumberedAge', {}, row.age],
  ];
}

async function readMailboxes(db: Queryable, { groups }: FigureScope): Promise<Figures> {
  const figures: Figure[] = [];
  for (const { group, types } of groups) {
    const lag = await readLag(db, group, types);
    figures.push(
      ['mailboxLag', { group }, lag.events],
      ['mailboxAge', { group }, lag.age],
      ['mailboxesWaiting', { group, state: 'retry' }, lag.retry],
      ['mailboxesWaiting', { group, state: 'halted' }, lag.halted],
      ['mailboxPaused', { group }, lag.paused ? 1 : 0],
    );
  }
  const followers = await db.query<{ name: string; lag: number; attempts: number }>({
    name: 'figures_followers',
    text: `select f.name, greatest(0, h.position - f.position)::float8 as lag, f.attempts
      from followers f, log_head h where h.one`,
  });
  for (const { name, lag, attempts } of followers.rows) {
    figures.push(
      ['followerLag', { follower: name }, lag],
      ['followerAttempts', { follower: name }, attempts],
    );
  }
  return figures;
}

/**
 * The same rows as the sweep's, from its mark on. Mailboxes that are halted wait for an open dead letter, which is
 * how they are found; of these the bound comes before the group is chosen: the backlog of one costs the others nothing.
 * Indexes: events_position, mailbox_pkey, mailbox_retry, dead_letters_open.
 */
async function readLag(
  db: Queryable,
  group: string,
  types: readonly string[],
): Promise<{ events: number; age: number; retry: number; halted: number; paused: boolean }> {
  const { rows } = await db.query<{
    events: number;
    age: number;
    retry: number;
    halted: number;
    paused: boolean;
  }>({
    name: 'figures_mailboxes',
    text: `select lag.events, lag.age, retry.count as retry, halted.count as halted, g.paused
      from mailbox_groups g, lateral (
        select count(*)::float8 as events, ${ageOf('min(e.at)')} as age
          from events e
         where e.position > g.low_position and e.position <= g.low_position + $3 and e.type = any($2)
           and ${isBehind('e', '$1')}) lag, lateral (
        select count(*)::float8 from (
          select from mailbox where "group" = $1 and retry_at is not null and not halted limit $3) m) retry, lateral (
        select count(distinct (m.actor_kind, m.actor_id))::float8 from (
          select "group", actor_kind, actor_id from dead_letters
           where status = 'dead' order by at desc limit $3) d
          join mailbox m on m."group" = $1 and m.actor_kind = d.actor_kind and m.actor_id = d.actor_id
         where d."group" = $1 and m.halted) halted
      where g."group" = $1`,
    values: [group, types, MAX_COUNTED],
  });
  return rows[0] ?? { events: 0, age: 0, retry: 0, halted: 0, paused: false };
}

/** Index: dead_letters_open. */
async function readDeadLetters(db: Queryable, { groups }: FigureScope): Promise<Figures> {
  const { rows } = await db.query<{ group: string; count: number }>({
    name: 'figures_dead_letters',
    text: `select "group", count(*)::float8 from (
        select "group" from dead_letters where status = 'dead' order by at desc limit $1) d group by "group"`,
    values: [MAX_COUNTED],
  });
  const counts = new Map(rows.map(({ group, count }) => [group, count]));
  return groups.map(({ group }) => ['deadLetters', { group }, counts.get(group) ?? 0]);
}

/** Indexes: deliveries_due, deliveries_leased, deliveries_dead. */
async function readDeliveries(db: Queryable, { channels }: FigureScope): Promise<Figures> {
  const { rows } = await db.query<{ channel: string; queued: number; age: number }>({
    name: 'figures_deliveries',
    text: `select c.channel, queued.count as queued, due.age
      from unnest($1::text[]) as c (channel), lateral (
        select count(*)::float8 from (
          select from deliveries where status = 'queued' and channel = c.channel limit $2) d) queued, lateral (
        select ${ageOf('min(next_attempt_at)')} as age from (
          select next_attempt_at from deliveries where status = 'queued' and channel = c.channel
           order by next_attempt_at limit 1) d) due`,
    values: [channels, MAX_COUNTED],
  });
  const others = await db.query<{ channel: string; status: string; count: number }>({
    name: 'figures_deliveries_others',
    text: `select channel, status, count(*)::float8 from (
        (select channel, status from deliveries where status = 'sending' limit $1)
        union all
        (select channel, status from deliveries where status in ('failed', 'unknown')
          order by created_at desc, id desc limit $1)) d
      group by channel, status`,
    values: [MAX_COUNTED],
  });
  const count = (channel: string, status: string): number =>
    others.rows.find((row) => row.channel === channel && row.status === status)?.count ?? 0;
  return rows.flatMap(({ channel, queued, age }): Figure[] => [
    ['deliveriesOpen', { channel, state: 'queued' }, queued],
    ['deliveriesOpen', { channel, state: 'sending' }, count(channel, 'sending')],
    ['deliveryAge', { channel }, age],
    ['deliveryDeadLetters', { channel, status: 'failed' }, count(channel, 'failed')],
    ['deliveryDeadLetters', { channel, status: 'unknown' }, count(channel, 'unknown')],
  ]);
}

const instantOutcomes = ['ran', 'caught_up', 'skipped', 'by_hand'] as const;

/** Schedules have a row each; the runs of a day are read by name and instant. Indexes: cron_runs_pkey, timers_due. */
async function readTime(db: Queryable): Promise<Figures> {
  const schedules = await db.query<{
    id: string;
    paused: boolean;
    late: number;
    last: number;
    outcomes: Readonly<Record<string, number>>;
  }>({
    name: 'figures_schedules',
    text: `select s.id, s.paused, case when s.paused then 0 else ${ageOf('s.next_instant')} end as late,
        coalesce((select extract(epoch from r.finished_at)::float8 from cron_runs r
          where r.name = s.id and r.outcome <> 'skipped' order by r.instant desc limit 1), 0) as last,
        coalesce((select jsonb_object_agg(d.outcome, d.count) from (
          select r.outcome, count(*) from cron_runs r
           where r.name = s.id and r.instant > now() - interval '24 hours' group by r.outcome) d), '{}') as outcomes
      from schedules s`,
  });
  const timers = await db.query<{ due: number; late: number }>({
    name: 'figures_timers',
    text: `select count(*)::float8 as due, ${ageOf('min(due_at)')} as late
      from (select due_at from timers where due_at <= now() order by due_at limit $1) t`,
    values: [MAX_COUNTED],
  });
  return [
    ...schedules.rows.flatMap(({ id: schedule, paused, late, last, outcomes }): Figure[] => [
      ['scheduleLastSuccess', { schedule }, last],
      ['scheduleLate', { schedule }, late],
      ['schedulePaused', { schedule }, paused ? 1 : 0],
      ...instantOutcomes.map(
        (outcome): Figure => ['scheduleInstants', { schedule, outcome }, outcomes[outcome] ?? 0],
      ),
    ]),
    ...timers.rows.flatMap(({ due, late }): Figure[] => [
      ['timersDue', {}, due],
      ['timerLate', {}, late],
    ]),
  ];
}

async function readLeases(db: Queryable): Promise<Figures> {
  const { rows } = await db.query<{ name: string; token: number; held: boolean }>({
    name: 'figures_leases',
    text: `select name, token::float8 as token, expires_at > clock_timestamp() as held from leases
      where name in ('duty', 'realtime')`,
  });
  return (['duty', 'realtime'] as const).flatMap((lease): Figure[] => {
    const row = rows.find(({ name }) => name === lease);
    return [
      ['leaseHeld', { lease }, row?.held ? 1 : 0],
      ['leaseToken', { lease }, row?.token ?? 0],
    ];
  });
}

/** Seconds since an instant that may be in the future or absent. */
function ageOf(instant: string): string {
  return `greatest(0, coalesce(extract(epoch from clock_timestamp() - ${instant}), 0))::float8`;
}
