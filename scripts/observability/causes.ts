/**
 * Alerts on causes: few, each of something that a person has to see to before a promise is broken, or that explains why
 * one is. Each row has the series that make it fire and those that must not, and is tested with them.
 */
import { max, rate, select, sum } from './promql.ts';

export interface Series {
  readonly series: string;
  /** In promtool's notation, a value every 15 s. */
  readonly values: string;
}

export interface Cause {
  /** Name of its runbook, too. */
  readonly alert: string;
  readonly severity: 'page' | 'ticket';
  readonly expr: string;
  readonly for: string;
  /** What is the case; `{{ $labels.… }}` says where. */
  readonly summary: string;
  /** What follows from it for people. */
  readonly description: string;
  /** Uid of the dashboard to look at first. */
  readonly dashboard: string;
  readonly fires: { readonly given: readonly Series[]; readonly labels?: Readonly<Record<string, string>> };
  readonly quiet: readonly Series[];
}

const held = (lease: 'duty' | 'realtime', values: string): Series => ({
  series: select('leaseHeld', { lease, role: 'worker' }),
  values,
});
const worker = { role: 'worker' } as const;

export const causes: readonly Cause[] = [
  {
    alert: 'RealtimeWithoutLeader',
    severity: 'page',
    expr: `${max('leaseHeld', [], { lease: 'realtime' })} < 1`,
    for: '30s',
    summary: 'No realtime process holds the lease',
    description: 'Screens do not change by themselves; what is missed comes when one holds it again.',
    dashboard: 'trunkline-realtime',
    fires: { given: [held('realtime', '1x4 0x20')] },
    quiet: [held('realtime', '1x4 0 1x20')],
  },
  {
    alert: 'DutyWithoutHolder',
    severity: 'page',
    expr: `${max('leaseHeld', [], { lease: 'duty' })} < 1 or absent(${select('leaseHeld', { lease: 'duty' })})`,
    for: '1m',
    summary: 'No worker carries the duties',
    description:
      'Nothing sweeps, no timer and no schedule runs, and there are no figures of the platform as a whole.',
    dashboard: 'trunkline-processes',
    fires: { given: [held('duty', '1x4 _x40')], labels: { lease: 'duty' } },
    quiet: [held('duty', '1x40')],
  },
  {
    alert: 'ProcessDown',
    severity: 'page',
    expr: `min by (role, instance) (up{job="trunkline"}) == 0 or min by (role, index) (${select('processUp')}) == 0`,
    for: '1m',
    summary: 'A process of the role {{ $labels.role }} does not answer',
    description:
      'Others of its role carry on where there are some; its own work goes to them within seconds.',
    dashboard: 'trunkline-processes',
    fires: {
      given: [{ series: select('processUp', { role: 'realtime', index: '1' }), values: '1x4 0x20' }],
      labels: { role: 'realtime', index: '1' },
    },
    quiet: [{ series: select('processUp', { role: 'realtime', index: '1' }), values: '1x4 0x2 1x20' }],
  },
  {
    alert: 'ProcessRestarting',
    severity: 'ticket',
    expr: `max by (role, index, instance) (changes(${select('processStart')}[15m])) > 2`,
    for: '1m',
    summary: 'A process of the role {{ $labels.role }} keeps starting again',
    description: 'Each restart is masked by the others; the cause is not.',
    dashboard: 'trunkline-processes',
    fires: {
      given: [
        {
          series: select('processStart', { role: 'api', index: '3' }),
          values: '10x3 70x3 130x3 190x3 250x20',
        },
      ],
      labels: { role: 'api', index: '3' },
    },
    quiet: [{ series: select('processStart', { role: 'api', index: '3' }), values: '10x9 190x30' }],
  },
  {
    alert: 'FiguresStale',
    severity: 'page',
    expr: `${max('figuresAge', ['part'])} > 30`,
    for: '1m',
    summary: 'The figures of {{ $labels.part }} are old: what they are read from does not answer',
    description: 'Redis (queues) or Postgres (all others) is away or overloaded, and other alerts are blind.',
    dashboard: 'trunkline-database',
    fires: {
      given: [{ series: select('figuresAge', { part: 'queues', ...worker }), values: '5x4 20+15x20' }],
      labels: { part: 'queues' },
    },
    quiet: [{ series: select('figuresAge', { part: 'queues', ...worker }), values: '5x4 20 35 5x20' }],
  },
  {
    alert: 'MailboxOld',
    severity: 'page',
    expr: `${max('mailboxAge', ['group'])} > 60 unless ${max('mailboxPaused', ['group'])} == 1`,
    for: '1m',
    summary: 'The mailboxes of {{ $labels.group }} are behind by more than a minute',
    description: 'What follows from changes (notices, assignments, clocks) comes late; none of it is lost.',
    dashboard: 'trunkline-queues',
    fires: {
      given: [
        { series: select('mailboxAge', { group: 'notifications', ...worker }), values: '0x4 30+15x20' },
      ],
      labels: { group: 'notifications' },
    },
    quiet: [
      { series: select('mailboxAge', { group: 'notifications', ...worker }), values: '0x4 30+15x20' },
      { series: select('mailboxPaused', { group: 'notifications', ...worker }), values: '1x40' },
    ],
  },
  {
    alert: 'EventsUnnumbered',
    severity: 'page',
    expr: `${max('unnumberedAge')} > 10`,
    for: '30s',
    summary: 'Committed events have no position',
    description: 'Neither screens nor followers have heard of them.',
    dashboard: 'trunkline-realtime',
    fires: { given: [{ series: select('unnumberedAge', worker), values: '0x4 5+15x20' }] },
    quiet: [{ series: select('unnumberedAge', worker), values: '0x4 12 0x20' }],
  },
  {
    alert: 'QueueOld',
    severity: 'ticket',
    expr: `${max('queueAge', ['queue'], { state: 'waiting' })} > 60 unless ${max('queuePaused', ['queue'])} == 1`,
    for: '2m',
    summary: 'Jobs of {{ $labels.queue }} have waited for more than a minute',
    description: 'There are too few workers for what comes in, or they are held up.',
    dashboard: 'trunkline-queues',
    fires: {
      given: [
        {
          series: select('queueAge', { queue: 'deliveries-email', state: 'waiting', ...worker }),
          values: '0x4 15+15x30',
        },
      ],
      labels: { queue: 'deliveries-email' },
    },
    quiet: [
      {
        series: select('queueAge', { queue: 'deliveries-email', state: 'delayed', ...worker }),
        values: '0x4 15+15x30',
      },
    ],
  },
  {
    alert: 'DeadLetters',
    severity: 'ticket',
    expr: `${max('deadLetters', ['group'])} > 0`,
    for: '1m',
    summary: 'Events of {{ $labels.group }} were given up after their last attempt',
    description: 'Something that should have followed did not; a person has to replay or discard them.',
    dashboard: 'trunkline-queues',
    fires: {
      given: [{ series: select('deadLetters', { group: 'business', ...worker }), values: '0x4 2x20' }],
      labels: { group: 'business' },
    },
    quiet: [{ series: select('deadLetters', { group: 'business', ...worker }), values: '0x40' }],
  },
  {
    alert: 'FollowerStuck',
    severity: 'ticket',
    expr: `${max('followerAttempts', ['follower'])} > 3`,
    for: '1m',
    summary: 'The follower {{ $labels.follower }} fails at the same place again and again',
    description: 'What it keeps (counts, feeds) stands still at that position of the log.',
    dashboard: 'trunkline-queues',
    fires: {
      given: [
        { series: select('followerAttempts', { follower: 'counts', ...worker }), values: '0x4 1+1x30' },
      ],
      labels: { follower: 'counts' },
    },
    quiet: [
      { series: select('followerAttempts', { follower: 'counts', ...worker }), values: '0x4 1 2 3 0x30' },
    ],
  },
  {
    alert: 'DeliveriesOverdue',
    severity: 'ticket',
    expr: `${max('deliveryAge', ['channel'])} > 300`,
    for: '2m',
    summary: 'Messages by {{ $labels.channel }} have been due for more than five minutes',
    description: 'The provider is away or slow. They are tried again by themselves, and none is lost.',
    dashboard: 'trunkline-deliveries',
    fires: {
      given: [{ series: select('deliveryAge', { channel: 'whatsapp', ...worker }), values: '0x4 290+15x20' }],
      labels: { channel: 'whatsapp' },
    },
    quiet: [
      { series: select('deliveryAge', { channel: 'whatsapp', ...worker }), values: '0x4 290 305 0x20' },
    ],
  },
  {
    alert: 'DeliveriesUndecided',
    severity: 'ticket',
    expr: `${max('deliveryDeadLetters', ['channel'], { status: 'unknown' })} > 0`,
    for: '5m',
    summary: 'Of messages by {{ $labels.channel }} nobody knows whether they arrived',
    description:
      'They were handed over without an answer; sending again could double them, so a person decides.',
    dashboard: 'trunkline-deliveries',
    fires: {
      given: [
        {
          series: select('deliveryDeadLetters', { channel: 'email', status: 'unknown', ...worker }),
          values: '0x4 1x40',
        },
      ],
      labels: { channel: 'email' },
    },
    quiet: [
      {
        series: select('deliveryDeadLetters', { channel: 'email', status: 'failed', ...worker }),
        values: '0x4 1x40',
      },
    ],
  },
  {
    alert: 'ScheduleSkipped',
    severity: 'ticket',
    expr: `${max('scheduleInstants', ['schedule'], { outcome: 'skipped' })} > 0`,
    for: '0s',
    summary: 'An instant of {{ $labels.schedule }} was skipped in the last 24 hours',
    description: 'The platform was down over it, and its policy is not to catch up.',
    dashboard: 'trunkline-queues',
    fires: {
      given: [
        {
          series: select('scheduleInstants', { schedule: 'summary.daily', outcome: 'skipped', ...worker }),
          values: '0x4 1x40',
        },
      ],
      labels: { schedule: 'summary.daily' },
    },
    quiet: [
      {
        series: select('scheduleInstants', { schedule: 'summary.daily', outcome: 'caught_up', ...worker }),
        values: '0x4 1x40',
      },
    ],
  },
  {
    alert: 'DatabasePoolShort',
    severity: 'ticket',
    expr: `${sum('databasePoolPending', ['role'])} > 5`,
    for: '2m',
    summary: 'Work of the role {{ $labels.role }} waits for database connections',
    description:
      'Requests or jobs are slower than they have to be; Postgres is slow, or the pools are too small.',
    dashboard: 'trunkline-database',
    fires: {
      given: [{ series: select('databasePoolPending', { role: 'api', index: '1' }), values: '0x4 9x30' }],
      labels: { role: 'api' },
    },
    quiet: [{ series: select('databasePoolPending', { role: 'api', index: '1' }), values: '0x4 9 9 0x30' }],
  },
  {
    alert: 'EventLoopBlocked',
    severity: 'ticket',
    expr: `${max('eventLoopDelay', ['role', 'index', 'instance'], { quantile: '0.99' })} > 0.5`,
    for: '3m',
    summary: 'A process of the role {{ $labels.role }} is late by half a second again and again',
    description: 'It computes something at one go, or there is not enough processor for all of them.',
    dashboard: 'trunkline-processes',
    fires: {
      given: [
        {
          series: select('eventLoopDelay', { quantile: '0.99', role: 'api', index: '2' }),
          values: '0.02x4 0.8x30',
        },
      ],
      labels: { role: 'api', index: '2' },
    },
    quiet: [
      {
        series: select('eventLoopDelay', { quantile: '0.99', role: 'api', index: '2' }),
        values: '0.02x4 0.8 0.02x30',
      },
    ],
  },
  {
    alert: 'SpansLost',
    severity: 'ticket',
    expr: `${rate('spans', ['role'], { outcome: '~failed|dropped' }, '5m')} > 1`,
    for: '5m',
    summary: 'Spans of the role {{ $labels.role }} do not arrive where traces are kept',
    description:
      'The platform is not slower for it, but traces have holes: their receiver is away or too slow.',
    dashboard: 'trunkline-processes',
    fires: {
      given: [
        { series: select('spans', { outcome: 'dropped', role: 'api', index: '1' }), values: '0+60x60' },
      ],
      labels: { role: 'api' },
    },
    quiet: [{ series: select('spans', { outcome: 'sent', role: 'api', index: '1' }), values: '0+60x60' }],
  },
];
