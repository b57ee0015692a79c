/**
 * Every metric of the platform, once: instruments, reference, dashboards and alerts are made from this table.
 *
 * - Names are stable: a metric is added or removed, never renamed or given another meaning. Where OpenTelemetry's
 *   semantic conventions have a name, it is theirs.
 * - `scope: 'process'` is told by each process of its roles, and bears the labels `role` and `index` in what the
 *   platform says as a whole. `scope: 'platform'` is a figure of the whole platform: counted by one process, told
 *   once, without these labels.
 * - The values of a label are bounded: those that are listed, or a registry of ours that `values` names. No ids.
 * - Units stand in the names: seconds, bytes; a counter ends with `_total`.
 */
import { disconnects } from './disconnects.ts';
import { queueNames } from './queues.ts';
import { reloadReasons } from './realtime.ts';

export type MetricRole = 'api' | 'worker' | 'realtime' | 'renderer' | 'traces' | 'provider' | 'supervisor';

/** The values that a label can have, or the registry that bounds them. */
export type LabelValues = readonly string[] | { readonly oneOf: string };

export interface MetricDefinition {
  readonly type: 'histogram' | 'counter' | 'gauge';
  readonly name: string;
  /** What is counted or measured: `seconds`, `bytes`, or a plural noun. */
  readonly unit: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, LabelValues>>;
  /** Of a histogram, ascending. */
  readonly buckets?: readonly number[];
  /** Each bucket of the histogram names the last sampled trace that fell into it, to those who read OpenMetrics. */
  readonly exemplars?: true;
  readonly scope: 'process' | 'platform';
  /** The processes that tell it. A figure of the platform is told by the worker that holds the duty. */
  readonly roles: readonly MetricRole[];
}

const everyRole = ['api', 'worker', 'realtime', 'renderer', 'traces', 'provider'] as const;
const database = ['api', 'worker', 'realtime'] as const;

/** 2 s is where the promise "on screen within 2 s" ends: no metric of a hop may lose that bound. */
const hopSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60];
const requestSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const deliverySeconds = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 7_200];

/** The hops of a click, in order; an event's clock starts when it was decided, just before its commit. */
export const hops = [
  'commit_to_ring',
  'ring_to_run',
  'run_to_commit',
  'commit_to_numbered',
  'numbered_to_emitted',
  'emitted_to_received',
] as const;

/** The parts of the platform's figures, each read and kept by itself. */
export const figureParts = [
  'log',
  'mailboxes',
  'dead_letters',
  'deliveries',
  'schedules',
  'leases',
  'queues',
] as const;
export type FigurePart = (typeof figureParts)[number];

const queueStates = ['waiting', 'active', 'delayed', 'failed'] as const;

export const deliveryOutcomes = ['sent', 'retry', 'failed', 'unknown', 'suppressed', 'lost'] as const;
export type DeliveryOutcomeName = (typeof deliveryOutcomes)[number];

const groups = { oneOf: 'handler groups' };
const channels = { oneOf: 'delivery channels' };
const schedules = { oneOf: 'schedules' };

export const metricTable = {
  // HTTP and processes.
  httpServerRequestDuration: {
    type: 'histogram',
    name: 'http_server_request_duration_seconds',
    unit: 'seconds',
    help: 'Time from the route being found to the answer being handed over',
    labels: {
      http_request_method: { oneOf: 'methods of the routes' },
      http_route: { oneOf: 'routes' },
      http_response_status_code: { oneOf: 'statuses of the error catalogue and of the routes' },
    },
    buckets: requestSeconds,
    exemplars: true,
    scope: 'process',
    roles: ['api'],
  },
  eventLoopDelay: {
    type: 'gauge',
    name: 'nodejs_eventloop_delay_seconds',
    unit: 'seconds',
    help: 'Delay of the event loop since the last scrape',
    labels: { quantile: ['0.5', '0.99'] },
    scope: 'process',
    roles: everyRole,
  },
  residentMemory: {
    type: 'gauge',
    name: 'process_resident_memory_bytes',
    unit: 'bytes',
    help: 'Resident memory of the process',
    labels: {},
    scope: 'process',
    roles: everyRole,
  },
  heapUsed: {
    type: 'gauge',
    name: 'nodejs_heap_size_used_bytes',
    unit: 'bytes',
    help: 'Heap in use by the process',
    labels: {},
    scope: 'process',
    roles: everyRole,
  },
  cpuTime: {
    type: 'counter',
    name: 'process_cpu_seconds_total',
    unit: 'seconds',
    help: 'User and system processor time of the process',
    labels: {},
    scope: 'process',
    roles: everyRole,
  },
  processStart: {
    type: 'gauge',
    name: 'process_start_time_seconds',
    unit: 'seconds',
    help: 'When the process started, in seconds since 1970',
    labels: {},
    scope: 'process',
    roles: everyRole,
  },
  processUp: {
    type: 'gauge',
    name: 'trunkline_process_up',
    unit: 'processes',
    help: '1 while the process is ready',
    labels: {},
    scope: 'process',
    roles: ['supervisor'],
  },
  processAnswerAge: {
    type: 'gauge',
    name: 'trunkline_process_answer_age_seconds',
    unit: 'seconds',
    help: 'Age of what is shown of the process: 0 when it answered this scrape, else since it last did or was started',
    labels: {},
    scope: 'process',
    roles: ['supervisor'],
  },
  processRestarts: {
    type: 'counter',
    name: 'trunkline_process_restarts_total',
    unit: 'restarts',
    help: 'Times the process was started again after it had died or hung',
    labels: {},
    scope: 'process',
    roles: ['supervisor'],
  },
  processEnded: {
    type: 'gauge',
    name: 'trunkline_process_ended_timestamp_seconds',
    unit: 'seconds',
    help: 'When the process last died or was ended because it hung, in Unix time; absent as long as it never did',
    labels: {},
    scope: 'process',
    roles: ['supervisor'],
  },
  databasePool: {
    type: 'gauge',
    name: 'db_client_connection_count',
    unit: 'connections',
    help: 'Database connections of the pool by state',
    labels: { db_client_connection_state: ['used', 'idle'] },
    scope: 'process',
    roles: database,
  },
  databasePoolPending: {
    type: 'gauge',
    name: 'db_client_connection_pending_requests',
    unit: 'requests',
    help: 'What waits for a database connection of the pool',
    labels: {},
    scope: 'process',
    roles: database,
  },
  databasePoolWait: {
    type: 'histogram',
    name: 'db_client_connection_wait_time_seconds',
    unit: 'seconds',
    help: 'Waiting for a database connection, of those who found none idle',
    labels: {},
    buckets: requestSeconds,
    scope: 'process',
    roles: database,
  },
  consoleActions: {
    type: 'counter',
    name: 'trunkline_console_actions_total',
    unit: 'actions',
    help: 'What people did at the consoles, as it stands in the audit log',
    labels: { action: { oneOf: 'audited actions' } },
    scope: 'process',
    roles: ['api'],
  },

  // The way of a click.
  hopDuration: {
    type: 'histogram',
    name: 'trunkline_hop_duration_seconds',
    unit: 'seconds',
    help: 'Time between two stops of a click: the commit, its ring in Redis, the run of its mailbox and that commit; numbering, emission, and the receipt of clients that acknowledge',
    labels: { hop: hops },
    buckets: hopSeconds,
    exemplars: true,
    scope: 'process',
    roles: database,
  },
  eventAge: {
    type: 'histogram',
    name: 'trunkline_event_age_seconds',
    unit: 'seconds',
    help: 'Age of an event, from its decision, when it was emitted to sockets, and when a client that was asked had received it',
    labels: { at: ['emitted', 'received'] },
    buckets: hopSeconds,
    exemplars: true,
    scope: 'process',
    roles: ['realtime'],
  },
  rings: {
    type: 'counter',
    name: 'trunkline_rings_total',
    unit: 'rings',
    help: 'Rings after commits by what became of them; those dropped or failed are found by the sweep',
    labels: { outcome: ['sent', 'dropped', 'failed'] },
    scope: 'process',
    roles: database,
  },
  ringsPending: {
    type: 'gauge',
    name: 'trunkline_rings_pending',
    unit: 'rings',
    help: 'Rings that wait in the process to be sent',
    labels: {},
    scope: 'process',
    roles: database,
  },
  spans: {
    type: 'counter',
    name: 'trunkline_spans_total',
    unit: 'spans',
    help: 'Finished spans by what became of them: sent, failed at the receiver, or dropped because too many waited',
    labels: { outcome: ['sent', 'failed', 'dropped'] },
    scope: 'process',
    roles: [...database, 'renderer'],
  },

  // First screens.
  renderDuration: {
    type: 'histogram',
    name: 'trunkline_render_duration_seconds',
    unit: 'seconds',
    help: 'Time from the turn of a page to its markup, the answers of the API that it asked for included',
    labels: {},
    buckets: requestSeconds,
    exemplars: true,
    scope: 'process',
    roles: ['renderer'],
  },
  renders: {
    type: 'counter',
    name: 'trunkline_renders_total',
    unit: 'pages',
    help: 'Pages that the renderer was asked for by what became of them: rendered, turned away because the page was of another build or enough waited, given up because it took too long or nobody waited any more, or failed; all but the first are drawn by browsers',
    labels: { outcome: ['rendered', 'other_build', 'busy', 'late', 'failed'] },
    scope: 'process',
    roles: ['renderer'],
  },
  rendersWaiting: {
    type: 'gauge',
    name: 'trunkline_renders_waiting',
    unit: 'pages',
    help: 'Pages that wait for the one that is rendered',
    labels: {},
    scope: 'process',
    roles: ['renderer'],
  },

  // The log.
  logPosition: {
    type: 'gauge',
    name: 'trunkline_log_position',
    unit: 'events',
    help: 'The last position of the log: how many events have one',
    labels: {},
    scope: 'platform',
    roles: ['worker'],
  },
  unnumbered: {
    type: 'gauge',
    name: 'trunkline_log_unnumbered_events',
    unit: 'events',
    help: 'Committed events without a position; counted up to 10,000',
    labels: {},
    scope: 'platform',
    roles: ['worker'],
  },
  unnumberedAge: {
    type: 'gauge',
    name: 'trunkline_log_unnumbered_age_seconds',
    unit: 'seconds',
    help: 'Age of the oldest committed event without a position; 0 without one',
    labels: {},
    scope: 'platform',
    roles: ['worker'],
  },

  // Mailboxes and followers.
  mailboxLag: {
    type: 'gauge',
    name: 'trunkline_mailbox_lag_events',
    unit: 'events',
    help: 'Events that a handler group has yet to handle, those that wait for a retry or a person left out; counted over the 10,000 positions behind its mark',
    labels: { group: groups },
    scope: 'platform',
    roles: ['worker'],
  },
  mailboxAge: {
    type: 'gauge',
    name: 'trunkline_mailbox_oldest_age_seconds',
    unit: 'seconds',
    help: 'Age of the oldest event that a handler group has yet to handle, those that wait for a retry or a person left out; 0 without one',
    labels: { group: groups },
    scope: 'platform',
    roles: ['worker'],
  },
  mailboxesWaiting: {
    type: 'gauge',
    name: 'trunkline_mailboxes_waiting',
    unit: 'mailboxes',
    help: 'Mailboxes that wait for their next attempt (retry) or for a person to settle a dead letter (halted); counted among 10,000 of all groups',
    labels: { group: groups, state: ['retry', 'halted'] },
    scope: 'platform',
    roles: ['worker'],
  },
  mailboxPaused: {
    type: 'gauge',
    name: 'trunkline_mailbox_group_paused',
    unit: 'groups',
    help: '1 while a person has paused the handler group',
    labels: { group: groups },
    scope: 'platform',
    roles: ['worker'],
  },
  mailboxEvents: {
    type: 'counter',
    name: 'trunkline_mailbox_events_total',
    unit: 'events',
    help: 'Events of mailboxes by outcome: processed, a failed attempt of a handler, given up as a dead letter',
    labels: { group: groups, outcome: ['processed', 'failed', 'dead'] },
    scope: 'process',
    roles: ['worker'],
  },
  mailboxRuns: {
    type: 'counter',
    name: 'trunkline_mailbox_runs_total',
    unit: 'runs',
    help: 'Runs of mailboxes: transactions shared by several, one alone, one with care after a crash, or found taken',
    labels: { group: groups, way: ['shared', 'solo', 'careful', 'taken'] },
    scope: 'process',
    roles: ['worker'],
  },
  followerLag: {
    type: 'gauge',
    name: 'trunkline_follower_lag_events',
    unit: 'events',
    help: 'Positions of the log that a follower has yet to read',
    labels: { follower: { oneOf: 'followers' } },
    scope: 'platform',
    roles: ['worker'],
  },
  followerAttempts: {
    type: 'gauge',
    name: 'trunkline_follower_failed_attempts',
    unit: 'attempts',
    help: 'Failed attempts of a follower at where it stands; 0 while it goes on',
    labels: { follower: { oneOf: 'followers' } },
    scope: 'platform',
    roles: ['worker'],
  },
  deadLetters: {
    type: 'gauge',
    name: 'trunkline_dead_letters',
    unit: 'dead letters',
    help: 'Dead letters of handlers that wait for a person; counted among the newest 10,000',
    labels: { group: groups },
    scope: 'platform',
    roles: ['worker'],
  },

  // Queues.
  messagingProcessDuration: {
    type: 'histogram',
    name: 'messaging_process_duration_seconds',
    unit: 'seconds',
    help: 'Time a job was in work, by queue; error_type stands where it failed',
    labels: { messaging_destination_name: queueNames, error_type: ['', '_OTHER'] },
    buckets: requestSeconds,
    scope: 'process',
    roles: ['worker', 'realtime'],
  },
  jobsStalled: {
    type: 'counter',
    name: 'trunkline_jobs_stalled_total',
    unit: 'jobs',
    help: 'Jobs whose process died or was blocked, and that were started again',
    labels: { queue: queueNames },
    scope: 'process',
    roles: ['worker', 'realtime'],
  },
  queueDepth: {
    type: 'gauge',
    name: 'trunkline_queue_depth',
    unit: 'jobs',
    help: 'Jobs of a queue by state; failed ones are the newest that are kept for people to look at',
    labels: { queue: queueNames, state: queueStates },
    scope: 'platform',
    roles: ['worker'],
  },
  queueAge: {
    type: 'gauge',
    name: 'trunkline_queue_oldest_age_seconds',
    unit: 'seconds',
    help: 'Age of the job of a queue that comes next or is longest in work; of a delayed one how late it is; 0 without one',
    labels: { queue: queueNames, state: ['waiting', 'active', 'delayed'] },
    scope: 'platform',
    roles: ['worker'],
  },
  queuePaused: {
    type: 'gauge',
    name: 'trunkline_queue_paused',
    unit: 'queues',
    help: '1 while a person has paused the queue',
    labels: { queue: queueNames },
    scope: 'platform',
    roles: ['worker'],
  },

  // Deliveries.
  deliveryAttempts: {
    type: 'counter',
    name: 'trunkline_delivery_attempts_total',
    unit: 'attempts',
    help: 'Attempts to deliver by outcome: sent was accepted by the provider, retry comes again, failed and unknown are dead letters, lost ended with its process',
    labels: { channel: channels, outcome: deliveryOutcomes },
    scope: 'process',
    roles: ['worker'],
  },
  deliveryCallDuration: {
    type: 'histogram',
    name: 'trunkline_delivery_call_duration_seconds',
    unit: 'seconds',
    help: 'Time of an attempt to deliver, the call to the provider included',
    labels: { channel: channels },
    buckets: requestSeconds,
    exemplars: true,
    scope: 'process',
    roles: ['worker'],
  },
  deliveryAcceptedAge: {
    type: 'histogram',
    name: 'trunkline_delivery_accepted_age_seconds',
    unit: 'seconds',
    help: 'Age of a delivery, from its commit, when a provider accepted it',
    labels: { channel: channels },
    buckets: deliverySeconds,
    exemplars: true,
    scope: 'process',
    roles: ['worker'],
  },
  deliveriesOpen: {
    type: 'gauge',
    name: 'trunkline_deliveries_open',
    unit: 'deliveries',
    help: 'Deliveries that are on their way; counted up to 10,000',
    labels: { channel: channels, state: ['queued', 'sending'] },
    scope: 'platform',
    roles: ['worker'],
  },
  deliveryAge: {
    type: 'gauge',
    name: 'trunkline_delivery_oldest_due_age_seconds',
    unit: 'seconds',
    help: 'How long the oldest due delivery of a channel has been due; 0 without one',
    labels: { channel: channels },
    scope: 'platform',
    roles: ['worker'],
  },
  deliveryDeadLetters: {
    type: 'gauge',
    name: 'trunkline_delivery_dead_letters',
    unit: 'deliveries',
    help: 'Deliveries that nobody will try again unless a person does; counted among the newest 10,000',
    labels: { channel: channels, status: ['failed', 'unknown'] },
    scope: 'platform',
    roles: ['worker'],
  },

  // Time and duties.
  scheduleLastSuccess: {
    type: 'gauge',
    name: 'trunkline_schedule_last_success_timestamp_seconds',
    unit: 'seconds',
    help: 'When a schedule last ran, in seconds since 1970; 0 when it never did',
    labels: { schedule: schedules },
    scope: 'platform',
    roles: ['worker'],
  },
  scheduleLate: {
    type: 'gauge',
    name: 'trunkline_schedule_late_seconds',
    unit: 'seconds',
    help: 'How long the next instant of a schedule has been due; 0 while it is on time or paused',
    labels: { schedule: schedules },
    scope: 'platform',
    roles: ['worker'],
  },
  schedulePaused: {
    type: 'gauge',
    name: 'trunkline_schedule_paused',
    unit: 'schedules',
    help: '1 while a person has paused the schedule',
    labels: { schedule: schedules },
    scope: 'platform',
    roles: ['worker'],
  },
  scheduleInstants: {
    type: 'gauge',
    name: 'trunkline_schedule_instants',
    unit: 'instants',
    help: 'Instants of a schedule in the last 24 hours by outcome; skipped ones were missed, caught_up ones came late',
    labels: { schedule: schedules, outcome: ['ran', 'caught_up', 'skipped', 'by_hand'] },
    scope: 'platform',
    roles: ['worker'],
  },
  timersDue: {
    type: 'gauge',
    name: 'trunkline_timers_due',
    unit: 'timers',
    help: 'Timers whose time has come and that have not run; counted up to 10,000',
    labels: {},
    scope: 'platform',
    roles: ['worker'],
  },
  timerLate: {
    type: 'gauge',
    name: 'trunkline_timer_late_seconds',
    unit: 'seconds',
    help: 'How long the oldest due timer has been due; 0 without one',
    labels: {},
    scope: 'platform',
    roles: ['worker'],
  },
  leaseHeld: {
    type: 'gauge',
    name: 'trunkline_lease_held',
    unit: 'leases',
    help: '1 while a process holds the lease',
    labels: { lease: ['duty', 'realtime'] },
    scope: 'platform',
    roles: ['worker'],
  },
  leaseToken: {
    type: 'gauge',
    name: 'trunkline_lease_token',
    unit: 'holders',
    help: 'Fencing token of the lease: how often it has changed hands',
    labels: { lease: ['duty', 'realtime'] },
    scope: 'platform',
    roles: ['worker'],
  },
  figuresAge: {
    type: 'gauge',
    name: 'trunkline_figures_age_seconds',
    unit: 'seconds',
    help: 'Since when a part of the figures of the platform was not read, counted from taking the duty before the first time: over 15 means stale, because what it is read from does not answer',
    labels: { part: figureParts },
    scope: 'platform',
    roles: ['worker'],
  },

  // Realtime.
  realtimeSockets: {
    type: 'gauge',
    name: 'trunkline_realtime_sockets',
    unit: 'sockets',
    help: 'Sockets that are connected',
    labels: {},
    scope: 'process',
    roles: ['realtime'],
  },
  realtimeActive: {
    type: 'gauge',
    name: 'trunkline_realtime_active',
    unit: 'processes',
    help: '1 while this process holds the lease and serves, 0 while it stands by',
    labels: {},
    scope: 'process',
    roles: ['realtime'],
  },
  realtimeEmitted: {
    type: 'counter',
    name: 'trunkline_realtime_events_total',
    unit: 'events',
    help: 'Events of the log that were emitted',
    labels: {},
    scope: 'process',
    roles: ['realtime'],
  },
  realtimeReplayed: {
    type: 'counter',
    name: 'trunkline_realtime_replayed_total',
    unit: 'events',
    help: 'Events that were sent again to clients who came back',
    labels: {},
    scope: 'process',
    roles: ['realtime'],
  },
  realtimeReloads: {
    type: 'counter',
    name: 'trunkline_realtime_reloads_total',
    unit: 'clients',
    help: 'Clients that were told to reload',
    labels: { reason: reloadReasons },
    scope: 'process',
    roles: ['realtime'],
  },
  realtimeCuts: {
    type: 'counter',
    name: 'trunkline_realtime_cuts_total',
    unit: 'connections',
    help: 'Connections that the server ended; slow_consumer ones did not take what was sent to them',
    labels: { code: codesTold('bye') },
    scope: 'process',
    roles: ['realtime'],
  },
  realtimeRefusals: {
    type: 'counter',
    name: 'trunkline_realtime_refusals_total',
    unit: 'handshakes',
    help: 'Handshakes that were refused',
    labels: { code: codesTold('refusal') },
    scope: 'process',
    roles: ['realtime'],
  },

  realtimeReceipts: {
    type: 'counter',
    name: 'trunkline_realtime_receipts_total',
    unit: 'receipts',
    help: 'Answers of clients that were asked whether an event arrived: received, or none within the limit though connected',
    labels: { outcome: ['received', 'late'] },
    scope: 'process',
    roles: ['realtime'],
  },

  // The local trace store and the local provider.
  tracesSpans: {
    type: 'counter',
    name: 'trunkline_traces_spans_total',
    unit: 'spans',
    help: 'Spans at the local trace store by what became of them',
    labels: { outcome: ['kept', 'evicted', 'duplicate', 'full', 'bad'] },
    scope: 'process',
    roles: ['traces'],
  },
  tracesRefused: {
    type: 'counter',
    name: 'trunkline_traces_refused_total',
    unit: 'requests',
    help: 'Export requests turned away, or not persisted (unwritten), by reason',
    labels: { reason: { oneOf: 'refusals of the trace store' } },
    scope: 'process',
    roles: ['traces'],
  },
  tracesHeldSpans: {
    type: 'gauge',
    name: 'trunkline_traces_held_spans',
    unit: 'spans',
    help: 'Spans held now',
    labels: {},
    scope: 'process',
    roles: ['traces'],
  },
  tracesHeldBytes: {
    type: 'gauge',
    name: 'trunkline_traces_held_bytes',
    unit: 'bytes',
    help: 'Bytes held now, as the store counts them',
    labels: {},
    scope: 'process',
    roles: ['traces'],
  },
  providerMessages: {
    type: 'gauge',
    name: 'trunkline_provider_messages',
    unit: 'messages',
    help: 'Messages the local provider holds now',
    labels: {},
    scope: 'process',
    roles: ['provider'],
  },
  providerReports: {
    type: 'counter',
    name: 'trunkline_provider_reports_total',
    unit: 'reports',
    help: 'Delivery reports by what became of them',
    labels: { outcome: ['sent', 'failed', 'dropped'] },
    scope: 'process',
    roles: ['provider'],
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricTable;

/** Those of one type, for the verbs that feed them. */
export type MetricOf<T extends MetricDefinition['type']> = {
  [N in MetricName]: (typeof metricTable)[N]['type'] extends T ? N : never;
}[MetricName];

/** Those whose buckets name traces. */
export type MetricWithExemplars = {
  [N in MetricName]: (typeof metricTable)[N] extends { readonly exemplars: true } ? N : never;
}[MetricName];

/** The labels of a metric, with their values as far as they are listed. */
export type LabelsOf<N extends MetricName> = {
  readonly [L in keyof (typeof metricTable)[N]['labels']]: (typeof metricTable)[N]['labels'][L] extends readonly (infer V extends
    string)[]
    ? V
    : string;
};

function codesTold(told: 'bye' | 'refusal'): readonly (keyof typeof disconnects)[] {
  return (Object.keys(disconnects) as (keyof typeof disconnects)[]).filter(
    (code) => disconnects[code].told === told,
  );
}
