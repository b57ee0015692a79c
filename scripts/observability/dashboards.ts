/** The dashboards: what is promised, the way of a click, and each part of the platform. */
import { hops } from '../../src/contracts/generic/metrics.ts';
import { causes } from './causes.ts';
import type { DashboardSpec, PanelSpec } from './panels.ts';
import { count, max, quantile, rate, select, shown, sum } from './promql.ts';
import { runbookOf } from './rules.ts';
import { slos } from './slos.ts';

const perProcess = ['role', 'index', 'instance'] as const;
const processLegend = '{{role}} {{index}} {{instance}}';

/** What a person opens when an alert led here. */
function runbooks(uid: string): DashboardSpec['rows'][number] {
  const lines = [
    ...slos.filter((slo) => slo.dashboard === uid).map(({ alert, promise }) => [alert, promise]),
    ...causes
      .filter((cause) => cause.dashboard === uid)
      .map(({ alert, description }) => [alert, description]),
  ].map(([alert = '', words = '']) => `| ${alert} | ${words} | \`${runbookOf(alert)}\` |`);
  const markdown = ['| alert | what it means | what to do |', '|---|---|---|', ...lines].join('\n');
  return { title: 'Alerts that lead here', panels: [{ kind: 'text', title: 'Runbooks', markdown }] };
}

const spansOf = (q: number, by: string, matchers: string): string =>
  `histogram_quantile(${q}, sum by (le, ${by}) (rate(traces_span_metrics_duration_seconds_bucket{${matchers}}[${shown}])))`;

const promises: readonly PanelSpec[] = slos.flatMap((slo): PanelSpec[] => [
  {
    kind: 'stat',
    title: slo.title,
    about: `${slo.promise}. The share that kept it in the last three days.`,
    unit: 'percentunit',
    decimals: 3,
    targets: [{ expr: `1 - slo:errors:ratio_rate3d{slo="${slo.id}"}`, legend: 'kept' }],
    red: slo.objective,
    redBelow: true,
  },
]);

const burning: PanelSpec = {
  title: 'How fast the promises are used up',
  about: '1 uses up in 30 days what may fail in 30 days; from 14.4 on for an hour a person is woken.',
  unit: 'none',
  width: 24,
  targets: ['5m', '1h', '6h'].map((window) => ({
    expr: `slo:errors:ratio_rate${window} / on (slo) (1 - slo:objective:ratio)`,
    legend: `{{slo}} over ${window}`,
  })),
  red: 14.4,
};

const overview: DashboardSpec = {
  uid: 'trunkline-overview',
  title: 'Trunkline: overview',
  about: 'Whether the promises are kept, and where to look when one is not.',
  rows: [
    { title: 'Promises', panels: [...promises, burning] },
    {
      title: 'Right now',
      panels: [
        {
          title: 'Requests',
          about: 'Answers a second, by status.',
          unit: 'reqps',
          targets: [
            {
              expr: count('httpServerRequestDuration', ['http_response_status_code']),
              legend: '{{http_response_status_code}}',
            },
          ],
        },
        {
          title: 'Time of a request',
          about: 'Half of them, and all but one in a hundred, are faster.',
          unit: 's',
          targets: [
            { expr: quantile(0.5, 'httpServerRequestDuration'), legend: 'p50' },
            { expr: quantile(0.99, 'httpServerRequestDuration'), legend: 'p99' },
          ],
        },
        {
          title: 'A click until it is on a screen',
          about: 'From the decision of an event to its receipt by a client that acknowledged.',
          unit: 's',
          targets: [
            { expr: quantile(0.5, 'eventAge', [], { at: 'received' }), legend: 'p50' },
            { expr: quantile(0.99, 'eventAge', [], { at: 'received' }), legend: 'p99' },
          ],
          red: 2,
        },
        {
          title: 'What is oldest',
          about: 'Mailboxes, queues, deliveries and events without a position: all near 0 in normal life.',
          unit: 's',
          width: 12,
          targets: [
            { expr: max('mailboxAge', ['group']), legend: 'mailboxes {{group}}' },
            { expr: max('queueAge', ['queue'], { state: 'waiting' }), legend: 'queue {{queue}}' },
            { expr: max('deliveryAge', ['channel']), legend: 'deliveries {{channel}}' },
            { expr: max('unnumberedAge'), legend: 'no position' },
          ],
        },
        {
          title: 'Waiting for a person',
          about: 'Dead letters of handlers, and deliveries that failed or whose fate is unknown.',
          unit: 'none',
          width: 12,
          targets: [
            { expr: max('deadLetters', ['group']), legend: 'dead letters {{group}}' },
            {
              expr: max('deliveryDeadLetters', ['channel', 'status']),
              legend: 'deliveries {{channel}} {{status}}',
            },
          ],
        },
        {
          title: 'Done at the consoles',
          about: 'Replays, discards, pauses and the like, as they stand in the audit log; in an hour.',
          unit: 'none',
          width: 24,
          targets: [
            { expr: `sum by (action) (increase(${select('consoleActions')}[1h]))`, legend: '{{action}}' },
          ],
        },
        {
          title: 'Time of a request, with its traces',
          about: 'From the spans (profile full): a dot is a request, and leads to its trace.',
          unit: 's',
          width: 24,
          targets: [
            {
              expr: spansOf(0.99, 'span_name', 'service_name="trunkline-api",span_kind="SPAN_KIND_SERVER"'),
              legend: '{{span_name}}',
              exemplar: true,
            },
          ],
        },
      ],
    },
    runbooks('trunkline-overview'),
  ],
};

const click: DashboardSpec = {
  uid: 'trunkline-click',
  title: 'Trunkline: the path of a click',
  about: 'Each hop from the commit to the screen; a late notice is late at one of them.',
  rows: [
    {
      title: 'Hop by hop',
      panels: hops.map((hop) => ({
        title: hop.replaceAll('_', ' '),
        about: 'Half of them, and all but one in a hundred, are faster.',
        unit: 's',
        targets: [
          { expr: quantile(0.5, 'hopDuration', [], { hop }), legend: 'p50' },
          { expr: quantile(0.99, 'hopDuration', [], { hop }), legend: 'p99' },
        ],
      })),
    },
    {
      title: 'As a whole',
      panels: [
        {
          title: 'Age of an event',
          about: 'From its decision until it was emitted, and until a client had received it; p99.',
          unit: 's',
          targets: [{ expr: quantile(0.99, 'eventAge', ['at']), legend: '{{at}}' }],
          red: 2,
        },
        {
          title: 'Rings',
          about: 'By what became of them; those dropped or failed are found by the sweep, a second later.',
          unit: 'ops',
          targets: [{ expr: rate('rings', ['outcome']), legend: '{{outcome}}' }],
        },
        {
          title: 'Rings that wait in a process',
          about: 'More than a few for more than a moment: Redis is slow or away.',
          unit: 'none',
          targets: [{ expr: sum('ringsPending', ['role']), legend: '{{role}}' }],
        },
        {
          title: 'Slowest spans, with their traces',
          about: 'From the spans (profile full), p99 by name: a dot leads to its trace.',
          unit: 's',
          width: 24,
          targets: [
            {
              expr: `topk(10, ${spansOf(0.99, 'service_name, span_name', 'service_name=~"trunkline-.*"')})`,
              legend: '{{service_name}} {{span_name}}',
              exemplar: true,
            },
          ],
        },
      ],
    },
    runbooks('trunkline-click'),
  ],
};

const queues: DashboardSpec = {
  uid: 'trunkline-queues',
  title: 'Trunkline: mailboxes, queues and schedules',
  about: 'What follows from events, what waits, what failed, and what is due.',
  rows: [
    {
      title: 'Mailboxes',
      panels: [
        {
          title: 'Oldest event yet to handle',
          about: 'By handler group; those that wait for a retry or a person left out.',
          unit: 's',
          targets: [{ expr: max('mailboxAge', ['group']), legend: '{{group}}' }],
          red: 60,
        },
        {
          title: 'Events yet to handle',
          about: 'By handler group.',
          unit: 'none',
          targets: [{ expr: max('mailboxLag', ['group']), legend: '{{group}}' }],
        },
        {
          title: 'Events of mailboxes',
          about: 'By what became of them.',
          unit: 'ops',
          targets: [{ expr: rate('mailboxEvents', ['group', 'outcome']), legend: '{{group}} {{outcome}}' }],
        },
        {
          title: 'Mailboxes that wait',
          about: 'For their next attempt, or for a person to settle a dead letter.',
          unit: 'none',
          targets: [{ expr: max('mailboxesWaiting', ['group', 'state']), legend: '{{group}} {{state}}' }],
        },
        {
          title: 'Dead letters',
          about: 'They wait for a person.',
          unit: 'none',
          targets: [{ expr: max('deadLetters', ['group']), legend: '{{group}}' }],
          red: 1,
        },
        {
          title: 'Runs',
          about: 'Shared is the fast way; careful ones follow a crash; taken ones found the mailbox in work.',
          unit: 'ops',
          targets: [{ expr: rate('mailboxRuns', ['way']), legend: '{{way}}' }],
        },
        {
          title: 'Followers behind',
          about: 'Positions of the log that a follower has yet to read.',
          unit: 'none',
          width: 12,
          targets: [{ expr: max('followerLag', ['follower']), legend: '{{follower}}' }],
        },
        {
          title: 'Paused by a person',
          about: '1 while it is.',
          unit: 'none',
          width: 12,
          targets: [
            { expr: max('mailboxPaused', ['group']), legend: 'group {{group}}' },
            { expr: max('queuePaused', ['queue']), legend: 'queue {{queue}}' },
            { expr: max('schedulePaused', ['schedule']), legend: 'schedule {{schedule}}' },
          ],
        },
      ],
    },
    {
      title: 'Queues',
      panels: [
        {
          title: 'Oldest job that waits',
          about: 'By queue.',
          unit: 's',
          targets: [{ expr: max('queueAge', ['queue'], { state: 'waiting' }), legend: '{{queue}}' }],
          red: 60,
        },
        {
          title: 'Jobs that wait',
          about: 'By queue.',
          unit: 'none',
          targets: [{ expr: max('queueDepth', ['queue'], { state: 'waiting' }), legend: '{{queue}}' }],
        },
        {
          title: 'Time of a job in work',
          about: 'By queue, p99.',
          unit: 's',
          targets: [
            {
              expr: quantile(0.99, 'messagingProcessDuration', ['messaging_destination_name']),
              legend: '{{messaging_destination_name}}',
            },
          ],
        },
        {
          title: 'Jobs',
          about: 'A second, by queue.',
          unit: 'ops',
          targets: [
            {
              expr: count('messagingProcessDuration', ['messaging_destination_name']),
              legend: '{{messaging_destination_name}}',
            },
          ],
        },
        {
          title: 'Jobs that failed',
          about: 'A second, by queue.',
          unit: 'ops',
          targets: [
            {
              expr: count('messagingProcessDuration', ['messaging_destination_name'], {
                error_type: '_OTHER',
              }),
              legend: '{{messaging_destination_name}}',
            },
          ],
        },
        {
          title: 'Jobs that stalled',
          about: 'Their process died or was blocked, and they were started again.',
          unit: 'ops',
          targets: [{ expr: rate('jobsStalled', ['queue']), legend: '{{queue}}' }],
        },
      ],
    },
    {
      title: 'Time',
      panels: [
        {
          title: 'Late',
          about: 'The next instant of a schedule, and the oldest due timer.',
          unit: 's',
          targets: [
            { expr: max('scheduleLate', ['schedule']), legend: '{{schedule}}' },
            { expr: max('timerLate'), legend: 'timers' },
          ],
          red: 60,
        },
        {
          title: 'Since the last success',
          about: 'Of each schedule.',
          unit: 's',
          targets: [
            { expr: `time() - (${max('scheduleLastSuccess', ['schedule'])} > 0)`, legend: '{{schedule}}' },
          ],
        },
        {
          title: 'Instants in 24 hours',
          about: 'By outcome; skipped ones were missed.',
          unit: 'none',
          targets: [
            { expr: max('scheduleInstants', ['schedule', 'outcome']), legend: '{{schedule}} {{outcome}}' },
          ],
        },
        {
          title: 'Timers that are due',
          about: 'And have not run.',
          unit: 'none',
          targets: [{ expr: max('timersDue'), legend: 'due' }],
        },
      ],
    },
    runbooks('trunkline-queues'),
  ],
};

const deliveries: DashboardSpec = {
  uid: 'trunkline-deliveries',
  title: 'Trunkline: deliveries',
  about: 'Messages to the outside: on their way, accepted, failed.',
  rows: [
    {
      title: 'Deliveries',
      panels: [
        {
          title: 'Attempts',
          about: 'A second, by channel and outcome.',
          unit: 'ops',
          targets: [
            { expr: rate('deliveryAttempts', ['channel', 'outcome']), legend: '{{channel}} {{outcome}}' },
          ],
        },
        {
          title: 'Accepted after',
          about: 'From the commit to the word of the provider.',
          unit: 's',
          targets: [
            { expr: quantile(0.5, 'deliveryAcceptedAge', ['channel']), legend: '{{channel}} p50' },
            { expr: quantile(0.99, 'deliveryAcceptedAge', ['channel']), legend: '{{channel}} p99' },
          ],
          red: 60,
        },
        {
          title: 'Time of an attempt',
          about: 'The provider’s share of it; p99.',
          unit: 's',
          targets: [{ expr: quantile(0.99, 'deliveryCallDuration', ['channel']), legend: '{{channel}}' }],
        },
        {
          title: 'Overdue',
          about: 'How long the oldest due delivery has been due. Grows while a provider is away.',
          unit: 's',
          targets: [{ expr: max('deliveryAge', ['channel']), legend: '{{channel}}' }],
          red: 300,
        },
        {
          title: 'On their way',
          about: 'By channel and state.',
          unit: 'none',
          targets: [{ expr: max('deliveriesOpen', ['channel', 'state']), legend: '{{channel}} {{state}}' }],
        },
        {
          title: 'Failed or unknown',
          about: 'Nobody tries them again unless a person does.',
          unit: 'none',
          targets: [
            { expr: max('deliveryDeadLetters', ['channel', 'status']), legend: '{{channel}} {{status}}' },
          ],
        },
      ],
    },
    {
      title: 'The local provider, where it stands in',
      panels: [
        {
          title: 'Messages held',
          about: 'What /ops/outbox shows.',
          unit: 'none',
          width: 12,
          targets: [{ expr: sum('providerMessages'), legend: 'held' }],
        },
        {
          title: 'Delivery reports',
          about: 'By what became of them.',
          unit: 'ops',
          width: 12,
          targets: [{ expr: rate('providerReports', ['outcome']), legend: '{{outcome}}' }],
        },
      ],
    },
    runbooks('trunkline-deliveries'),
  ],
};

const realtime: DashboardSpec = {
  uid: 'trunkline-realtime',
  title: 'Trunkline: realtime and the log',
  about: 'Positions, emission, sockets, and who came back.',
  rows: [
    {
      title: 'Who serves',
      panels: [
        {
          kind: 'stat',
          title: 'Lease held',
          about: '1 while some process holds it.',
          unit: 'none',
          targets: [{ expr: max('leaseHeld', [], { lease: 'realtime' }), legend: 'held' }],
          red: 1,
          redBelow: true,
        },
        {
          kind: 'stat',
          title: 'Active processes',
          about: 'One; the others stand by.',
          unit: 'none',
          targets: [{ expr: sum('realtimeActive'), legend: 'active' }],
          red: 1,
          redBelow: true,
        },
        {
          kind: 'stat',
          title: 'Changes of hands in an hour',
          about: 'How often the lease went to another process.',
          unit: 'none',
          targets: [
            { expr: `max(delta(${select('leaseToken', { lease: 'realtime' })}[1h]))`, legend: 'changes' },
          ],
        },
        {
          kind: 'stat',
          title: 'Sockets',
          about: 'Connected now.',
          unit: 'none',
          targets: [{ expr: sum('realtimeSockets'), legend: 'sockets' }],
        },
      ],
    },
    {
      title: 'The log',
      panels: [
        {
          title: 'Oldest event without a position',
          about: 'Nobody has heard of it.',
          unit: 's',
          targets: [{ expr: max('unnumberedAge'), legend: 'age' }],
          red: 10,
        },
        {
          title: 'Events without a position',
          about: 'Committed and not numbered.',
          unit: 'none',
          targets: [{ expr: max('unnumbered'), legend: 'events' }],
        },
        {
          title: 'Growth',
          about: 'Events that got a position, a second.',
          unit: 'ops',
          targets: [{ expr: `max(deriv(${select('logPosition')}[5m]))`, legend: 'events' }],
        },
      ],
    },
    {
      title: 'Sockets',
      panels: [
        {
          title: 'Emitted',
          about: 'Events a second, live and sent again.',
          unit: 'ops',
          targets: [
            { expr: rate('realtimeEmitted'), legend: 'live' },
            { expr: rate('realtimeReplayed'), legend: 'again' },
          ],
        },
        {
          title: 'Age at emission and at receipt',
          about: 'p99.',
          unit: 's',
          targets: [{ expr: quantile(0.99, 'eventAge', ['at']), legend: '{{at}}' }],
          red: 2,
        },
        {
          title: 'Connected',
          about: 'Over time.',
          unit: 'none',
          targets: [{ expr: sum('realtimeSockets'), legend: 'sockets' }],
        },
        {
          title: 'Receipts',
          about: 'Answers of clients that were asked whether an event arrived; late ones gave none in time.',
          unit: 'ops',
          targets: [{ expr: rate('realtimeReceipts', ['outcome']), legend: '{{outcome}}' }],
        },
        {
          title: 'Told to reload',
          about: 'By reason.',
          unit: 'ops',
          targets: [{ expr: rate('realtimeReloads', ['reason']), legend: '{{reason}}' }],
        },
        {
          title: 'Cut',
          about: 'Connections that the server ended; slow consumers among them.',
          unit: 'ops',
          targets: [{ expr: rate('realtimeCuts', ['code']), legend: '{{code}}' }],
        },
        {
          title: 'Refused',
          about: 'Handshakes, by reason.',
          unit: 'ops',
          targets: [{ expr: rate('realtimeRefusals', ['code']), legend: '{{code}}' }],
        },
      ],
    },
    runbooks('trunkline-realtime'),
  ],
};

const processes: DashboardSpec = {
  uid: 'trunkline-processes',
  title: 'Trunkline: processes',
  about: 'Each process: up, memory, processor, event loop; and what they log.',
  rows: [
    {
      title: 'Processes',
      panels: [
        {
          title: 'Up',
          about: 'By role: containers that answer Prometheus, or processes that answer the supervisor.',
          unit: 'none',
          targets: [
            { expr: 'sum by (role) (up{job="trunkline",role!=""})', legend: '{{role}} answers' },
            { expr: sum('processUp', ['role']), legend: '{{role}} ready' },
          ],
        },
        {
          title: 'Restarts',
          about: 'In an hour, by process.',
          unit: 'none',
          targets: [
            {
              expr: `max by (role, index, instance) (changes(${select('processStart')}[1h]))`,
              legend: processLegend,
            },
          ],
        },
        {
          title: 'Delay of the event loop',
          about: 'p99 of each process. A blocked process answers nobody.',
          unit: 's',
          targets: [{ expr: max('eventLoopDelay', perProcess, { quantile: '0.99' }), legend: processLegend }],
          red: 0.5,
        },
        {
          title: 'Memory',
          about: 'Resident, of each process.',
          unit: 'bytes',
          targets: [{ expr: max('residentMemory', perProcess), legend: processLegend }],
        },
        {
          title: 'Heap in use',
          about: 'Each role’s heap has a fixed size; a process that needs more is replaced.',
          unit: 'bytes',
          targets: [{ expr: max('heapUsed', perProcess), legend: processLegend }],
        },
        {
          title: 'Processor',
          about: 'Cores in use, by role.',
          unit: 'none',
          targets: [{ expr: rate('cpuTime', ['role']), legend: '{{role}}' }],
        },
        {
          title: 'Restarted by the supervisor',
          about: 'A second; where one runs.',
          unit: 'ops',
          targets: [{ expr: rate('processRestarts', ['role']), legend: '{{role}}' }],
        },
        {
          title: 'Last ended by itself',
          about: 'How long ago a process died or was ended because it hung; empty where none ever did.',
          unit: 's',
          targets: [{ expr: `time() - ${max('processEnded', perProcess)}`, legend: processLegend }],
        },
        {
          title: 'Silent',
          about: 'Age of what the supervisor shows of a process that did not answer.',
          unit: 's',
          targets: [{ expr: max('processAnswerAge', perProcess), legend: processLegend }],
        },
        {
          title: 'Duty held',
          about: '1 while a worker carries the duties.',
          unit: 'none',
          targets: [{ expr: max('leaseHeld', [], { lease: 'duty' }), legend: 'held' }],
        },
      ],
    },
    {
      title: 'First screens',
      panels: [
        {
          title: 'Pages',
          about:
            'By what became of them at the renderer: browsers draw all but the rendered ones themselves.',
          unit: 'ops',
          targets: [{ expr: rate('renders', ['outcome']), legend: '{{outcome}}' }],
        },
        {
          title: 'Time to render a page',
          about: 'From its turn to its markup, with the answers of the API that it asked for.',
          unit: 's',
          targets: [
            { expr: quantile(0.5, 'renderDuration'), legend: 'p50' },
            { expr: quantile(0.99, 'renderDuration'), legend: 'p99' },
          ],
        },
        {
          title: 'Pages that wait for their turn',
          about: 'Each renderer draws one at a time; what finds four waiting is turned away.',
          unit: 'none',
          targets: [{ expr: sum('rendersWaiting'), legend: 'waiting' }],
        },
      ],
    },
    {
      title: 'Telemetry',
      panels: [
        {
          title: 'Spans',
          about: 'By what became of them on their way out.',
          unit: 'ops',
          targets: [{ expr: rate('spans', ['outcome']), legend: '{{outcome}}' }],
        },
        {
          title: 'The local trace store',
          about: 'Spans by what became of them; requests turned away.',
          unit: 'ops',
          targets: [
            { expr: rate('tracesSpans', ['outcome']), legend: '{{outcome}}' },
            { expr: rate('tracesRefused', ['reason']), legend: 'refused: {{reason}}' },
          ],
        },
        {
          title: 'Held by the local trace store',
          about: 'The oldest traces make room for new ones.',
          unit: 'none',
          targets: [{ expr: sum('tracesHeldSpans'), legend: 'spans' }],
        },
        {
          title: 'Bytes held by the local trace store',
          about: 'As the store counts them.',
          unit: 'bytes',
          targets: [{ expr: sum('tracesHeldBytes'), legend: 'bytes' }],
        },
        {
          title: 'Calls between services',
          about: 'From the spans (profile full); Grafana’s service map shows the same as a picture.',
          unit: 'ops',
          width: 16,
          targets: [
            {
              expr: `sum by (client, server) (rate(traces_service_graph_request_total[${shown}]))`,
              legend: '{{client}} → {{server}}',
            },
            {
              expr: `sum by (client, server) (rate(traces_service_graph_request_failed_total[${shown}]))`,
              legend: '{{client}} → {{server}}, failed',
            },
          ],
        },
      ],
    },
    {
      title: 'Logs',
      panels: [
        {
          kind: 'logs',
          title: 'Warnings and errors',
          about: 'Of all processes (profile full); a line leads to its trace.',
          logQl: '{service_name=~"trunkline-.+"} | severity_text=~"(?i)warn|error|fatal"',
        },
      ],
    },
    runbooks('trunkline-processes'),
  ],
};

const database: DashboardSpec = {
  uid: 'trunkline-database',
  title: 'Trunkline: Postgres and Redis',
  about: 'Both as the platform feels them.',
  rows: [
    {
      title: 'Postgres',
      panels: [
        {
          title: 'Connections',
          about: 'Of the pools, by role and state.',
          unit: 'none',
          targets: [
            {
              expr: sum('databasePool', ['role', 'db_client_connection_state']),
              legend: '{{role}} {{db_client_connection_state}}',
            },
          ],
        },
        {
          title: 'Waiting for a connection',
          about: 'Requests and jobs, by role.',
          unit: 'none',
          targets: [{ expr: sum('databasePoolPending', ['role']), legend: '{{role}}' }],
          red: 5,
        },
        {
          title: 'Time until there is one',
          about: 'Of those who found none idle; p99.',
          unit: 's',
          targets: [{ expr: quantile(0.99, 'databasePoolWait', ['role']), legend: '{{role}}' }],
        },
        {
          title: 'Time of a transaction, as mailboxes feel it',
          about: 'From the start of a run to its commit; p99.',
          unit: 's',
          width: 12,
          targets: [
            { expr: quantile(0.99, 'hopDuration', [], { hop: 'run_to_commit' }), legend: 'run to commit' },
          ],
        },
        {
          title: 'Time of statements, with their traces',
          about: 'From the spans (profile full): a dot leads to its trace.',
          unit: 's',
          width: 12,
          targets: [
            {
              expr: spansOf(0.99, 'service_name', 'span_kind="SPAN_KIND_CLIENT",span_name=~"pg.*"'),
              legend: '{{service_name}}',
              exemplar: true,
            },
          ],
        },
      ],
    },
    {
      title: 'Redis',
      panels: [
        {
          title: 'Time of a ring',
          about: 'From a commit to Redis’ word; p99.',
          unit: 's',
          targets: [
            { expr: quantile(0.99, 'hopDuration', [], { hop: 'commit_to_ring' }), legend: 'commit to ring' },
          ],
        },
        {
          title: 'Rings that failed or were dropped',
          about: 'Found by the sweep a second later.',
          unit: 'ops',
          targets: [
            {
              expr: rate('rings', ['role', 'outcome'], { outcome: '~failed|dropped' }),
              legend: '{{role}} {{outcome}}',
            },
          ],
        },
        {
          title: 'Jobs in Redis',
          about: 'By state.',
          unit: 'none',
          targets: [
            { expr: `sum by (state) (${max('queueDepth', ['queue', 'state'])})`, legend: '{{state}}' },
          ],
        },
      ],
    },
    {
      title: 'Whether they answer',
      panels: [
        {
          title: 'Age of the figures',
          about: 'Over 15 s: what a part is read from (queues: Redis, all others: Postgres) does not answer.',
          unit: 's',
          width: 24,
          targets: [{ expr: max('figuresAge', ['part']), legend: '{{part}}' }],
          red: 30,
        },
      ],
    },
    runbooks('trunkline-database'),
  ],
};

export const dashboards: readonly DashboardSpec[] = [
  overview,
  click,
  queues,
  deliveries,
  realtime,
  processes,
  database,
];
